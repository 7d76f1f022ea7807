"""Label Studio tasks (https://labelstud.io/guide/task_format), the labelling interface beside as XML.

Decided facts are an annotation, proposals of the machine a prediction. Fields of a fact repeat the id of its region.
Offsets count code points, as the present frontend does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from core import __version__
from core.exporting.annotations import COLOURS, LABELS, Read, Stretch, about, plain, stretches
from core.exporting.jsonl import number
from core.facts import Basis, Bound, Direction, Fact, State, Status

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.datasets import Dataset, Report

NUMBERS = ("value", "base_value", "base_value_high", "period_start", "period_end")
WORDS = ("unit", "base_unit", "indicator", "canonical", "action", "note")
CHOICES = {"bound": Bound, "direction": Direction, "basis": Basis, "status": Status, "state": State}
CONFIG = ".labels.xml"


def write(path: Path, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Write the tasks, one a report."""
    del options
    with path.open("w", encoding="utf-8", newline="\n") as file:
        before = "["
        for report in dataset.reports():
            file.write(before + "\n" + json.dumps(_task(report), ensure_ascii=False))
            before = ","
        file.write(("" if before == "," else before) + "\n]\n")
    return ()


def companions(options: Options) -> dict[str, str]:
    """The labelling interface that fits the tasks; to be pasted into the project's settings."""
    del options
    labels = "".join(
        f"    <Label value={quoteattr(label)} background={quoteattr(COLOURS[label])}/>\n" for label in LABELS
    )
    fields = "".join(f'  <Number name="{name}" toName="text" perRegion="true"/>\n' for name in NUMBERS)
    fields += "".join(
        f'  <TextArea name="{name}" toName="text" perRegion="true" maxSubmissions="1" editable="true"/>\n'
        for name in WORDS
    )
    for name, kind in CHOICES.items():
        values = "".join(f"    <Choice value={quoteattr(v.value)}/>\n" for v in kind if v.value)
        fields += f'  <Choices name="{name}" toName="text" perRegion="true" choice="single">\n{values}  </Choices>\n'
    return {
        CONFIG: '<View>\n  <Labels name="label" toName="text">\n' + labels + "  </Labels>\n"
        '  <Text name="text" value="$text" granularity="symbol"/>\n' + fields + "  <Relations>\n"
        '    <Relation value="of"/>\n  </Relations>\n</View>\n'
    }


def _task(report: Report) -> dict[str, Any]:
    text = plain(report.document.text)
    found = stretches(report)
    decided = [s for s in found if s.fact is not None and s.fact.state != State.PROPOSED]
    proposed = [s for s in found if s.fact is not None and s.fact.state == State.PROPOSED]
    names = {s.key: s for s in found if s.fact is None}
    task: dict[str, Any] = {"data": {"text": text, **about(report)}, "annotations": [], "predictions": []}
    if decided:
        task["annotations"].append(
            {"result": list(_results(decided, names, text)), "was_cancelled": False, "ground_truth": False}
        )
    if proposed:
        score = sum(s.fact.confidence for s in proposed if s.fact) / len(proposed)
        task["predictions"].append(
            {
                "model_version": f"duidu-{__version__}",
                "score": round(score, 4),
                "result": list(_results(proposed, names, text)),
            }
        )
    return task


def _results(chosen: list[Stretch], names: dict[str, Stretch], text: str) -> Iterator[dict[str, Any]]:
    done = set()
    for stretch in chosen:
        for each in (names.get(stretch.indicator), stretch):
            if each is None or each.key in done:
                continue
            done.add(each.key)
            place = {"start": each.start, "end": each.end}
            head = {"id": each.key, "to_name": "text"}
            value: dict[str, Any] = {**place, "text": text[each.start : each.end], "labels": [each.label]}
            yield {**head, "from_name": "label", "type": "labels", "value": value}
            if each.fact is not None:
                for name, kind, content in _fields(each.fact):
                    yield {**head, "from_name": name, "type": kind, "value": {**place, **content}}
        if stretch.indicator:
            pair = {"from_id": stretch.key, "to_id": stretch.indicator}
            yield {"type": "relation", **pair, "direction": "right", "labels": ["of"]}


def _fields(fact: Fact) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name in NUMBERS:
        if (value := getattr(fact, name)) is not None:
            yield name, "number", {"number": value if isinstance(value, int) else number(value)}
    for name in WORDS:
        if value := getattr(fact, name):
            yield name, "textarea", {"text": [value]}
    for name in CHOICES:
        if value := getattr(fact, name).value:
            yield name, "choices", {"choices": [value]}


def read(path: Path, options: Options) -> Read:
    """Read it back; a quote that differs from its place counts as lost."""
    del options
    for task in _tasks(path):
        text = task["data"]["text"]
        places: dict[str, tuple[int, int]] = {}
        for part in (*task["annotations"], *task["predictions"]):
            for result in part["result"]:
                value = result.get("value", {})
                if result["type"] == "labels" and text[value["start"] : value["end"]] == value["text"]:
                    places[result["id"]] = (value["start"], value["end"])
        yield text, list(places.values())


def _tasks(path: Path) -> Iterator[dict[str, Any]]:
    """The tasks as `write` puts them, one a line: 4,000 reports at once would take gigabytes of memory."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            if line.startswith("{"):
                yield json.loads(line.rstrip().removesuffix(","))
