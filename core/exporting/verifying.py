"""Has anything changed since an export? Its manifest against the project as it stands now; then the file itself."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile, is_zipfile

from core import __version__
from core.errors import EditError, ReadingError
from core.exporting.datasets import Dataset
from core.exporting.manifest import beside
from core.exporting.selecting import recalled
from core.messages import quoted, text
from core.processes import tell
from core.rows import dumps
from core.store import Store

if TYPE_CHECKING:
    from core.store import Listing

ABOUT = ("name", "title", "region", "region_code", "year", "date")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different now: its kind (a key of the group “verify”), in words, and the fact or report."""

    kind: str
    words: str
    fact: int | None = None
    report: str = ""
    fields: tuple[str, ...] = ()  # of a fact, by their keys: those that were changed


def account(path: Path) -> dict[str, Any]:
    """The manifest of an export, from inside the file or from beside it; ReadingError when there is none."""
    if not path.is_file():
        raise ReadingError("no_manifest", name=path.name, manifest=path.name)
    try:
        words = _inside(path)
        if words is None:
            if not beside(path).is_file():
                raise ReadingError("no_manifest", name=path.name, manifest=beside(path).name)
            words = beside(path).read_text(encoding="utf-8")
        found = json.loads(words)
    except (OSError, ValueError, BadZipFile) as error:
        raise ReadingError("bad_manifest", name=path.name) from error
    if not _sound(found):
        raise ReadingError("bad_manifest", name=path.name)
    return dict(found)


def _sound(found: Any) -> bool:
    """True for a manifest that has all that is asked of it here; it may have been edited by hand, or cut."""
    try:
        return (
            {"program", "selection", "absences"} <= found.keys()
            and {"key", "title", "changed"} <= found["project"].keys()
            and {"facts", "reports"} <= found["counts"].keys()
            and all(key.isdigit() and isinstance(mark, str) for key, mark in found["facts"].items())
            and all({"sha256", *ABOUT} <= source.keys() for source in found["sources"])
            and isinstance(found.get("file", {}), dict)
            and recalled(found["selection"]) is not None
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _inside(path: Path) -> str | None:
    if not is_zipfile(path):
        return None
    with ZipFile(path) as package:
        names = package.namelist()
        try:
            damaged = package.testzip()
        except (OSError, EOFError, RuntimeError, zlib.error):  # RuntimeError: a password was put on it
            damaged = path.name
        if damaged:
            raise ReadingError("bad_export", name=path.name)
        if "manifest.json" in names:
            return package.read("manifest.json").decode()
        if "xl/workbook.xml" not in names:
            return None
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    if "manifest" not in book.sheet_names:
        return None
    return "".join(str(row[0]) for row in book.get_sheet_by_name("manifest").to_python()[1:])


def held(store: Store, path: Path) -> tuple[tuple[Difference, ...], dict[str, Any]]:
    """What is different now, and the counts of the export as its manifest has them; for another process."""
    found = account(path)
    different = tuple(_differences(path, found, store))
    if not different and "file" not in found:
        different = tuple(_content(path, found, store))
    return different, found["counts"]


def verify(path: Path, store: Store) -> tuple[Difference, ...]:
    """What is different now, the file itself first, then reports, then facts; empty for nothing."""
    return held(store, path)[0]


def _differences(path: Path, found: dict[str, Any], store: Store) -> Iterator[Difference]:
    own = found.get("file", {}).get("sha256")
    if own and own != _sum(path):
        yield _different("file")
    if found["program"] != f"Duidu {__version__}":
        yield _different("program", found=found["program"], now=f"Duidu {__version__}")
    try:
        dataset = Dataset(store, recalled(found["selection"]), lambda done, total: tell(done / max(total, 1)))
    except EditError as error:  # a tag or region of the selection is gone
        yield Difference("selection", str(error))
        return
    if found["project"]["key"] != dataset.project["key"]:
        yield _different("project", title=found["project"]["title"])
    dataset.count()
    yield from _reports({source["sha256"]: source for source in found["sources"]}, dataset)
    if found["absences"] != sha256(dumps(dataset.absences).encode()).hexdigest():
        yield _different("absences")
    yield from _facts({int(key): value for key, value in found["facts"].items()}, found, dataset)


def _content(path: Path, found: dict[str, Any], store: Store) -> Iterator[Difference]:
    """What was changed in a file that holds its manifest; only while the project stands as it did."""
    from core.exporting.remaking import changes

    places, count = changes(path, found, store)
    if places:
        yield _different("content", places=text("together.and").join(places), count=count)


def _reports(then: dict[str, dict[str, Any]], dataset: Dataset) -> Iterator[Difference]:
    now = {listing.sha256: listing for listing, _ in dataset.sources}
    for key, source in then.items():
        if key not in now:
            yield _different("report_gone", report=source["name"], name=source["name"])
        elif any(source[name] != getattr(now[key], name) for name in ABOUT):
            yield _different("metadata", report=source["name"], name=source["name"])
    for key, listing in now.items():
        if key not in then:
            yield _different("report_new", report=listing.name, name=listing.name)


def _facts(then: dict[int, str], found: dict[str, Any], dataset: Dataset) -> Iterator[Difference]:
    now = dataset.marks
    other = [key for key in now if key in then and then[key] != now[key]]
    fresh = [key for key in now if key not in then]
    gone = [key for key in then if key not in now]
    if not (other or fresh or gone):
        return
    edited = _edited(dataset.store, {*other, *fresh, *gone}, found["project"]["changed"])
    names = {listing.id: listing for listing, _ in dataset.sources}
    for kind, keys in (("fact_changed", other), ("fact_new", fresh), ("fact_gone", gone)):
        known = dataset.store.many(keys, reasons=False)
        for key in keys:
            words = f"#{key}"
            if key in known:
                fact = known[key]
                place = f"{_name(names.get(fact.document))} {fact.start}–{fact.end}"
                words = f"{place} {quoted(fact.quantity)} {fact.indicator} #{key}"
            changed = tuple(edited.get(key, ()))
            fields = ", ".join(changed) or "?"
            yield Difference(kind, text(f"verify.{kind}", fact=words, fields=fields, what=fields), key, "", changed)


def _name(listing: Listing | None) -> str:
    return listing.name if listing is not None else ""


def _edited(store: Store, wanted: set[int], since: str) -> dict[int, list[str]]:
    """The columns of these facts that were changed after a moment; all ever changed where only an undo came after."""
    later: dict[int, dict[str, None]] = defaultdict(dict)
    ever: dict[int, dict[str, None]] = defaultdict(dict)
    for entry in store.history():
        if entry.table not in ("fact", "fact_tag") or entry.key not in wanted:
            continue
        columns = {**(entry.before or {}), **(entry.after or {})}
        if entry.table == "fact" and (entry.before is None or entry.after is None):
            columns = {"state": None}  # added by a person
        for name in columns:
            if name not in ("analyst", "decided", "machine"):
                ever[entry.key][name] = None
                if entry.at > since:
                    later[entry.key][name] = None
    return {key: list(later[key] or ever[key]) for key in wanted}


def _different(kind: str, *, report: str = "", **values: Any) -> Difference:
    return Difference(kind, text(f"verify.{kind}", **values), None, report)


def _sum(path: Path) -> str:
    whole = sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            whole.update(piece)
    return whole.hexdigest()
