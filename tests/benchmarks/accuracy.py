"""Accuracy of extraction on the labelled seeds and excerpts; `python -m tests.benchmarks.accuracy [--misses] [--bins]`.

Prints the figures for each labelled seed, their mean, the tuning half and the held half of the excerpts, the names
of single sentences from further reports, and a reliability table of the confidence. Misses are shown for the tuning
half, the seeds and the sentences to learn from only: nobody looks at the held half and the unseen sentences while
working on rules.
"""

from __future__ import annotations

import csv
import itertools
import re
import sys
from pathlib import Path
from typing import Any

from core.documents import Document
from core.extraction import extract
from core.facts import Fact
from core.reading import read, read_text
from tests.benchmarks.scoring import Score, load, named_right

FILES = Path(__file__).resolve().parent.parent / "files"
SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"
SHOWN = (
    "f1", "recall", "precision", "value", "unit", "bound", "measure", "direction", "basis", "target", "status",
    "period", "indicator", "canonical", "whole", "core_whole",
)  # fmt: skip


def row(document: Document, fact: Fact) -> dict[str, Any]:
    """A fact as the command line prints it."""
    sentence = re.split(r"[。！？\n]", document.text[max(0, fact.start - 90) : fact.start])[-1]
    return {
        "quantity": fact.quantity, "base_value": None if fact.base_value is None else float(fact.base_value),
        "base_unit": fact.base_unit, "bound": fact.bound.value, "measure": fact.measure.value,
        "direction": fact.direction.value, "basis": fact.basis.value, "status": fact.status.value,
        "period_start": fact.period_start, "period_end": fact.period_end, "indicator": fact.indicator,
        "canonical": fact.canonical, "confidence": fact.confidence, "doubts": dict(fact.doubts), "why": fact.why,
        "sentence": sentence + "｜" + document.text[fact.start : fact.start + 50].split("\n")[0],
    }  # fmt: skip


def rows(document: Document) -> list[dict[str, Any]]:
    return [row(document, fact) for fact in extract(document)]


GOLD_SEEDS = {
    "000": "辽宁省锦州市北镇市_2021.txt",
    "001": "辽宁省阜新市_2023.txt",
    "004": "山东省德州市陵城区_2021_节选.txt",
}


def seed(number: str) -> Document:
    """A sample report by the number of its gold file."""
    return read(SEEDS / GOLD_SEEDS[number])


def excerpts(half: str) -> list[tuple[str, Document, list[dict[str, Any]]]]:
    """The labelled excerpts of one half."""
    found = []
    for index in sorted((FILES / "labelled").glob("index-*.tsv")):
        with index.open(encoding="utf-8", newline="") as file:
            for entry in csv.DictReader(file, delimiter="\t"):
                path = FILES / "labelled" / f"{entry['name']}.txt"
                if entry["half"] == half and path.exists():
                    text = path.read_text(encoding="utf-8")
                    # The excerpt leaves out most of the report, so its year is given as the file name gives it.
                    document = read_text(text, f"{entry['region'].split('/')[-1]}_{entry['year']}.txt")
                    found.append((entry["name"], document, load(path.with_suffix(".jsonl"))))
    return found


def names(half: str) -> tuple[dict[str, float], list[str]]:
    """How right the names of single sentences are (`learn` or `unseen`): figures, and a line for each miss."""
    named = right = standard = known = 0
    misses = []
    for line in load(FILES / "labelled" / f"names-{half}.jsonl"):
        found: dict[int, list[Fact]] = {}
        for fact in extract(read_text(line["text"], line["report"])):
            found.setdefault(fact.start, []).append(fact)
        for label in line["names"]:
            facts = found.get(label["start"])
            if label["optional"] or facts is None:
                continue  # a figure that was not found counts as missing elsewhere, not as a wrong name
            good = any(
                named_right({"indicator": label["indicator"], "head": head}, {"indicator": fact.indicator})
                for fact in facts
                for head in label["heads"]
            )
            named, right = named + 1, right + good
            if label["canonical"]:
                hit = any(fact.canonical == label["canonical"] for fact in facts)
                standard, known = standard + 1, known + hit
                good = good and hit
            if not good:
                given = " ".join(f"{fact.indicator}[{fact.canonical}]" for fact in facts)
                before = line["text"][max(0, label["start"] - 70) : label["start"]]
                after = line["text"][label["end"] : label["end"] + 30]
                misses.append(
                    f"{line['report']}: {label['indicator']}[{label['canonical']}] <> {given} | "
                    f"{before}［{label['quantity']}］{after}"
                )
    return {"names": named, "indicator": right / named, "standard": standard, "canonical": known / standard}, misses


def show(title: str, figures: dict[str, float]) -> None:
    print(f"{title:12} {figures['gold']:5.0f} " + " ".join(f"{name}={figures[name]:.3f}" for name in SHOWN))


def main() -> None:
    misses = "--misses" in sys.argv
    golds, held, total = [], Score(), Score()
    for number in ("000", "001", "004"):
        score = Score()
        document = seed(number)
        facts = rows(document)
        score.add(load(FILES / "gold" / f"{number}.jsonl"), facts, number, misses)
        total.add(load(FILES / "gold" / f"{number}.jsonl"), facts)
        golds.append(score)
        show(f"gold {number}", score.figures())
    mean = {name: sum(s.figures()[name] for s in golds) / len(golds) for name in golds[0].figures()}
    show("gold mean", mean)
    dev = Score()
    for name, document, gold in excerpts("dev"):
        dev.add(gold, rows(document), name, misses)
    show("dev", dev.figures())
    for name, document, gold in excerpts("held"):
        held.add(gold, rows(document), name)
    show("held", held.figures())
    for half in ("learn", "unseen"):
        figures, lines = names(half)
        print(f"names {half:6} " + " ".join(f"{name}={value:.4g}" for name, value in figures.items()))
        if misses and half == "learn":
            print("\n".join(lines))
    if "--bins" in sys.argv:
        for title, scores in (("gold+dev", [*golds, dev]), ("held", [held])):
            print(f"reliability, {title}")
            points = [point for score in scores for point in score.calibration]
            edges = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)
            for low, high in itertools.pairwise(edges):
                inside = [good for confidence, good in points if low <= confidence < high]
                if inside:
                    print(f"  {low:.2f}–{min(high, 1):.2f}  {len(inside):5}  right {sum(inside) / len(inside):.3f}")
    if misses:
        for score in (*golds, dev):
            print("\n".join(score.misses))


if __name__ == "__main__":
    main()
