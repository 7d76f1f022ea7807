"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): a page of annotations a report, beside its text.

Offsets count code points, as the recommendation demands. A fact is an annotation that classifies the quantity; the name
of its indicator is one that links to it. Several selectors of a target are ways to the same place; what consists of
several pieces has one target for each, in text order.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from zipfile import ZipFile

from core import __version__
from core.exporting.annotations import Read, Stretch, about, guid, json_details, plain, stretches, wanted
from core.exporting.zips import Names, Zip
from core.spans import Span

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.datasets import Dataset, Report

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 16  # characters of prefix and suffix
__all__ = ["read", "wanted", "write"]


def write(path: Path, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Write the zip: texts/NAME.txt and annotations/NAME.jsonld."""
    names = Names()
    with Zip(path) as package:
        for report in dataset.reports():
            name = names.fresh(report.listing.name)
            text = plain(report.document.text)
            package.add(f"texts/{name}.txt", text)
            page = _page(report, text, f"../texts/{quote(name)}.txt", dataset)
            # One annotation a line: indenting would make the encoder ten times slower.
            lines = ",\n".join(json.dumps(item, ensure_ascii=False) for item in page.pop("items"))
            head = json.dumps(page, ensure_ascii=False)
            package.add(f"annotations/{name}.jsonld", f'{head[:-1]}, "items": [\n{lines}\n]}}\n')
        package.account(options.manifest())
    return ()


def _page(report: Report, text: str, source: str, dataset: Dataset) -> dict[str, Any]:
    found = stretches(report)
    own = defaultdict[str, list[str]](list)  # the facts of each indicator's name
    for stretch in found:
        own[stretch.indicator].append(stretch.key)
    return {
        "@context": CONTEXT,
        "id": f"urn:uuid:{guid(dataset, 'page', report.listing.sha256)}",
        "type": "AnnotationPage",
        "label": about(report)["title"] or report.listing.name,
        "items": [_annotation(stretch, own[stretch.key], report, text, source, dataset) for stretch in found],
    }


def _annotation(
    stretch: Stretch, own: list[str], report: Report, text: str, source: str, dataset: Dataset
) -> dict[str, Any]:
    def name(key: str) -> str:
        return f"urn:uuid:{guid(dataset, report.listing.sha256, key)}"

    found: dict[str, Any] = {"id": name(stretch.key), "type": "Annotation"}
    if stretch.fact is not None:
        fact = stretch.fact
        found["motivation"] = "classifying"
        value = json_details(fact, dataset.tags)
        found["body"] = [
            {"type": "TextualBody", "purpose": "classifying", "format": "application/json", "value": value},
            {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": stretch.label},
        ]
        if fact.decided:
            found |= {"creator": {"type": "Person", "name": fact.analyst}, "created": fact.decided}
    else:
        found["motivation"] = "linking"
        found["body"] = [{"type": "SpecificResource", "source": name(key), "purpose": "linking"} for key in own]
    found["generator"] = {"type": "Software", "name": f"Duidu {__version__}"}
    targets = [_target(span, text, source) for span in stretch.spans]
    found["target"] = targets if len(targets) > 1 else targets[0]
    return found


def _target(span: Span, text: str, source: str) -> dict[str, Any]:
    return {
        "source": source,
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": span.of(text),
                "prefix": text[max(span.start - AROUND, 0) : span.start],
                "suffix": text[span.end : span.end + AROUND],
            },
        ],
    }


def read(path: Path, options: Options) -> Read:
    """Read it back; a quote that differs from its place counts as lost."""
    del options
    with ZipFile(path) as package:
        for name in package.namelist():
            if not name.startswith("texts/"):
                continue
            text = package.read(name).decode()
            page = json.loads(package.read(f"annotations/{name[len('texts/') : -len('.txt')]}.jsonld"))
            places = []
            for item in page["items"]:
                targets = item["target"]
                for target in targets if isinstance(targets, list) else [targets]:
                    place, words = target["selector"]
                    if text[place["start"] : place["end"]] == words["exact"]:
                        places.append((place["start"], place["end"]))
            yield text, places
