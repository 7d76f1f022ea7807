"""Addresses of facts, duidu://fact/ID?project=KEY, as they stand in exported workbooks; and where they lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from core.errors import DuiduError, EditError
from core.store import Store

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
