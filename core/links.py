"""Addresses of facts, duidu://fact/ID?project=KEY, as they stand in exported workbooks; and where they lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from core.aligning import Alignment
from core.errors import DuiduError, EditError
from core.store import Store
from core.versions import earlier_text

SCHEME = "duidu"


def address(fact: int, key: str) -> str:
    """The address of a fact in the project with this key, which every copy of a project shares."""
    return f"{SCHEME}://fact/{fact}?project={key}"


def parsed(words: str) -> tuple[int, str]:
    """Fact and project key of an address; EditError for anything else."""
    parts = urlsplit(words)
    number = parts.path.strip("/")
    key = parse_qs(parts.query).get("project", [""])[0]
    if parts.scheme != SCHEME or parts.netloc != "fact" or not number.isdecimal():
        raise EditError("bad_link", link=words)
    return int(number), key


def project(key: str, candidates: Iterable[str | Path]) -> Path | None:
    """The first of the project files that has the key; files that can't be read are passed over."""
    for path in map(Path, candidates):
        try:
            with Store.open(path, readonly=True) as store:
                if store.select("SELECT 1 FROM project WHERE name = 'key' AND value = ?", (key,)):
                    return path
        except (DuiduError, OSError):
            continue
    return None


def standing(store: Store, fact: int) -> tuple[int, int | None]:
    """The report and the fact that an address leads to now.

    A fact keeps its id through every decision, also when its report is read anew or comes in a new version, as long as
    its characters stay. A proposal that nobody decided on stays behind with the earlier version: then the address leads
    to the same words in the unchanged sentence of the new one; None where there is no such place, never to a likely
    one. EditError when the fact is unknown, or its report was taken out of the project.
    """
    found = store.fact(fact)
    there = {listing.id for listing in store.documents()}
    if found.document in there:
        return found.document, fact
    follows = dict(store.select("SELECT supersedes, id FROM document WHERE supersedes IS NOT NULL ORDER BY id"))
    now = follows.get(found.document)
    while now is not None and now not in there:
        now = follows.get(now)
    if now is None:
        raise EditError("link_report")
    shift = Alignment(earlier_text(store, found.document), store.document(now)).shift([found.span])
    place = None if shift is None else found.span.shifted(shift)
    same = [f for f in store.facts(now, reasons=False) if f.span == place]
    chosen = next((f.id for f in same if f.indicator == found.indicator), same[0].id if len(same) == 1 else None)
    return now, chosen


def wanted(arguments: Sequence[str], candidates: Iterable[str | Path]) -> tuple[Path | None, int | None]:
    """Project and fact from a command line: `PROJECT`, `PROJECT --fact ID`, or an address.

    An address leads to that one of `candidates` (the projects opened lately) that holds it; EditError when none does.
    """
    rest = list(arguments)
    fact = None
    if "--fact" in rest:
        at = rest.index("--fact")
        number = "".join(rest[at + 1 : at + 2])
        if not number.isdecimal():
            raise EditError("bad_link", link=number)
        fact = int(number)
        del rest[at : at + 2]
    if rest and rest[0].startswith(f"{SCHEME}:"):
        fact, key = parsed(rest[0])
        path = project(key, candidates)
        if path is None:
            raise EditError("link_project", link=rest[0])
        return path, fact
    if rest and rest[0].startswith("file:"):  # desktops hand files over like this
        from urllib.request import url2pathname  # 30 ms of the start, for a link alone

        return Path(url2pathname(urlsplit(rest[0]).path)), fact
    return (Path(rest[0]) if rest else None), fact
