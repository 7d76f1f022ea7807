"""Between values and the rows of the project file: how each field of a fact and a report is written down.

Decimals are TEXT in plain notation (exact), enumerations their own words, tuples compact JSON. A fact's reasons
(`why`) are kept together for a whole report: they repeat so much that 300 of them compress to about an eighth.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any

from core.documents import Document, Finding, Metadata, Part, Repair, Section, Structure
from core.errors import EditError
from core.facts import EDITABLE, Basis, Bound, Direction, Fact, Measure, State, Status
from core.offsets import OffsetMap
from core.spans import Span, read_spans, united, without, written

ID_BITS = 49  # the largest width that fifteen digits hold, so that Excel, R and JavaScript keep ids exactly

YEARS = (1, 9999)  # what ISO 8601 can write

ENUMS: dict[str, type[StrEnum]] = {
    "bound": Bound, "measure": Measure, "direction": Direction, "basis": Basis, "status": Status, "state": State,
}  # fmt: skip
DECIMALS = frozenset({"value", "base_value", "base_value_high"})
INTEGERS = frozenset({"start", "end", "period_start", "period_end", "indicator_start", "indicator_end"})
PIECES = ("pieces", "indicator_pieces")
OPTIONAL = DECIMALS | INTEGERS - {"start", "end"}

FACT_COLUMNS = (
    "id", "document", *EDITABLE, "confidence", "doubts", "why", "state", "origin", "machine", "note", "analyst",
    "decided",
)  # fmt: skip
FACT_LIST = ", ".join(f'"{name}"' for name in FACT_COLUMNS)
METADATA_COLUMNS = ("title", "region", "region_code", "level", "year", "date", "session", "speaker")

_MEMBERS = {name: {str(member): member for member in kind} for name, kind in ENUMS.items()}
_PLAIN = frozenset({type(None), int, float, str})
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # json.dumps would build one for every call

Reason = tuple[tuple[str, str, str], ...]


def fact_id(source: str, start: int, end: int, quantity: str, turn: int = 0) -> int:
    """The id of a machine's proposal: the same in every copy of a project that holds the same report.

    `source` is the SHA-256 of the report's bytes; `turn` tells apart facts that share one quantity.
    """
    digest = sha256(f"{source}|{start}|{end}|{quantity}|{turn}".encode()).digest()
    return (int.from_bytes(digest[:7], "big") >> (56 - ID_BITS)) or 1


def dumps(value: object) -> str:
    """Compact JSON with Chinese characters as they are."""
    return _ENCODER.encode(value)


def encode(name: str, value: Any) -> Any:
    """A field's value as its column holds it."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is Decimal:
        return format(value, "f")
    if name in PIECES:
        return written(value)
    if name == "machine":
        return dumps({key: encode(key, item) for key, item in value.items()})
    return str(value)


def decode(name: str, value: Any) -> Any:
    """A field's value from its column."""
    if value is None:
        return None
    if name in DECIMALS:
        return Decimal(value)
    if name in ENUMS:
        return ENUMS[name](value)
    if name in PIECES:
        return read_spans(value)
    if name == "machine":
        return {key: decode(key, item) for key, item in json.loads(value).items()}
    return value


def checked(name: str, value: Any) -> Any:
    """A value typed for its field; EditError for an unknown field or a value outside its domain."""
    if name not in EDITABLE:
        raise EditError("bad_field", field=name)
    try:
        typed = _typed(name, value)
    except (ValueError, TypeError, ArithmeticError):
        typed = None
    if typed is None and not (name in OPTIONAL and value in (None, "")):
        raise EditError("bad_value", field=name, value=value)
    return typed


def _typed(name: str, value: Any) -> Any:
    """None for what does not fit."""
    if name in DECIMALS:
        number = Decimal(str(value))
        return number if number.is_finite() else None
    if name in INTEGERS:
        low, high = YEARS if name.startswith("period") else (0, 1 << 62)
        whole = isinstance(value, int | float) and not isinstance(value, bool) and int(value) == value
        return int(value) if whole and low <= value <= high else None
    if name in ENUMS:
        return ENUMS[name](value)
    if name in PIECES:
        spans = read_spans(value) if isinstance(value, str) else tuple(Span(*pair) for pair in value or ())
        good = all(type(place) is int and place >= 0 for span in spans for place in span)
        return united(spans) if good and all(span.start < span.end for span in spans) else None
    return printable(value) if isinstance(value, str) else None


def fact_row(fact: Fact) -> dict[str, Any]:
    """All columns of a fact; its tags and, for a machine's proposal, its reasons are kept elsewhere."""
    row = {name: encode(name, getattr(fact, name)) for name in FACT_COLUMNS if name not in ("doubts", "why")}
    row["doubts"] = dumps(dict(fact.doubts)) if fact.doubts else None
    row["why"] = dumps(fact.why) if fact.why and fact.origin == "analyst" else None
    return {name: row[name] for name in FACT_COLUMNS}


def apart(row: dict[str, Any]) -> None:
    """Cut what the first extents of a fact cover out of its further pieces, in its row as it is stored."""
    for pieces, start, end in (("pieces", "start", "end"), ("indicator_pieces", "indicator_start", "indicator_end")):
        if row[pieces]:
            taken = None if row[start] is None else Span(row[start], row[end])
            row[pieces] = written(without(read_spans(row[pieces]), taken)) if taken is not None else ""


def fact_from(row: tuple[Any, ...], tags: frozenset[int], why: Reason | None) -> Fact:
    """A fact from its columns in the order of FACT_COLUMNS."""
    values = dict(zip(FACT_COLUMNS, row, strict=True))
    for name in DECIMALS:
        if values[name] is not None:
            values[name] = Decimal(values[name])
    for name, members in _MEMBERS.items():
        values[name] = members[values[name]]
    for name in PIECES:
        values[name] = read_spans(values[name]) if values[name] else ()
    if values["machine"]:
        values["machine"] = decode("machine", values["machine"])
    values["doubts"] = tuple(json.loads(values["doubts"]).items()) if values["doubts"] else ()
    values["why"] = _reason(json.loads(values["why"])) if values["why"] else (why or ())
    return Fact(**values, tags=tags)


def pack_reasons(facts: Iterable[Fact]) -> bytes | None:
    """The reasons of a report's machine proposals in one compressed piece; None when there are none."""
    reasons = {str(fact.id): fact.why for fact in facts if fact.why}
    return zlib.compress(dumps(reasons).encode()) if reasons else None


def unpack_reasons(data: bytes | None) -> dict[int, Reason]:
    """The inverse of `pack_reasons`: fact id → (field, rule, words)…"""
    if not data:
        return {}
    return {int(key): _reason(value) for key, value in json.loads(zlib.decompress(data)).items()}


def _reason(items: list[list[str]]) -> Reason:
    return tuple((item[0], item[1], item[2]) for item in items)


def pack_structure(structure: Structure) -> str:
    """Paragraphs and sentences as gap and length in turn, sections as lists."""
    return dumps(
        {
            "paragraphs": _flat(structure.paragraphs),
            "sentences": _flat(structure.sentences),
            "sections": [
                [s.start, s.end, s.level, *s.title, str(s.part), s.period_start, s.period_end]
                for s in structure.sections
            ],
        }
    )


def unpack_structure(data: str) -> Structure:
    """The inverse of `pack_structure`."""
    found = json.loads(data)
    return Structure(
        tuple(_spans(found["paragraphs"])),
        tuple(_spans(found["sentences"])),
        tuple(Section(a, b, n, Span(c, d), Part(p), y, z) for a, b, n, c, d, p, y, z in found["sections"]),
    )


def _flat(spans: Iterable[Span]) -> list[int]:
    flat, here = [], 0
    for span in spans:
        flat += [span.start - here, span.end - span.start]
        here = span.end
    return flat


def _spans(flat: list[int]) -> Iterator[Span]:
    here = 0
    for gap, length in zip(flat[::2], flat[1::2], strict=True):
        yield Span(here + gap, here + gap + length)
        here += gap + length


def pack_repairs(repairs: Iterable[Repair], original: str, text: str) -> bytes | None:
    """Repairs in one compressed piece, the words only where they differ from what stands in the two texts.

    None when nothing was mended. A Traditional text has thousands: with all words they took four times the text.
    """
    items = [
        [
            r.kind, *r.original, *r.text,
            None if r.before == r.original.of(original) else r.before,
            None if r.after == r.text.of(text) else r.after,
            r.confidence,
            *((1,) if r.decided else ()),
        ]
        for r in repairs
    ]  # fmt: skip
    return zlib.compress(dumps(items).encode()) if items else None


def unpack_repairs(data: bytes | None, original: str, text: str) -> tuple[Repair, ...]:
    """The inverse of `pack_repairs`."""
    found = []
    for kind, a, b, c, d, before, after, sure, *decided in json.loads(zlib.decompress(data)) if data else []:
        there, here = Span(a, b), Span(c, d)
        old, new = there.of(original) if before is None else before, here.of(text) if after is None else after
        found.append(Repair(kind, there, here, old, new, sure, bool(decided)))
    return tuple(found)


def pack_findings(findings: dict[str, Finding]) -> str | None:
    """How each item of the metadata was found."""
    if not findings:
        return None
    return dumps({key: [f.source, f.confidence, list(f.choices)] for key, f in findings.items()})


def unpack_findings(data: str | None) -> dict[str, Finding]:
    """The inverse of `pack_findings`."""
    found = json.loads(data) if data else {}
    return {key: Finding(source, sure, tuple(choices)) for key, (source, sure, choices) in found.items()}


def metadata_from(row: dict[str, Any]) -> Metadata:
    """What is known of a report, from its row."""
    return Metadata(**{name: row[name] for name in METADATA_COLUMNS}, findings=unpack_findings(row["findings"]))


def document_row(document: Document, source: str) -> dict[str, Any]:
    """The light columns of a report, without id and position."""
    return {
        "name": printable(document.name),
        "source": printable(source),
        "sha256": document.sha256,
        "encoding": document.encoding,
        "characters": len(document.text),
        "repairs": len(document.repairs),
        **{name: _shown(getattr(document.metadata, name)) for name in METADATA_COLUMNS},
        "findings": pack_findings(document.metadata.findings),
    }


def _shown(value: str | int | None) -> str | int | None:
    return printable(value) if isinstance(value, str) else value  # a title may stem from the file's name


def content_row(document: Document, facts: Iterable[Fact]) -> dict[str, Any]:
    """The heavy columns of a report: texts, map, structure, repairs, reasons."""
    plain = document.offsets == OffsetMap.identity(len(document.text))
    return {
        "text": document.text,
        "original": None if document.original == document.text else document.original,
        "offsets": None if plain else document.offsets.dumps(),
        "structure": pack_structure(document.structure),
        "repairs": pack_repairs(document.repairs, document.original, document.text),
        "reasons": pack_reasons(facts),
    }


def document_from(row: dict[str, Any]) -> Document:
    """A report from its light and heavy columns (`mended` being the list of repairs)."""
    text = row["text"]
    original = text if row["original"] is None else row["original"]
    return Document(
        name=row["name"],
        sha256=row["sha256"],
        encoding=row["encoding"],
        original=original,
        text=text,
        offsets=OffsetMap.loads(row["offsets"]) if row["offsets"] else OffsetMap.identity(len(text)),
        structure=unpack_structure(row["structure"]),
        metadata=metadata_from(row),
        repairs=unpack_repairs(row["mended"], original, text),
    )


def printable(name: str) -> str:
    """A file name that can be stored and shown: without UTF-8 in the system, Python hides its bytes in surrogates."""
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:
        return name.encode("utf-8", "replace").decode("utf-8")


assert {f.name for f in fields(Fact)} == {*FACT_COLUMNS, "tags"}
