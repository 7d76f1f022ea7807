"""A project split for work: each analyst gets a file with the reports assigned, a share of them in two files.

Every file is a whole copy of the project in which the other reports are not shown, so that ids and log stay the same
and core.merging finds what the copies have in common. Reports are dealt by their bytes and a seed alone: the same split
comes out wherever and whenever it is made.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from core.errors import EditError, ProjectError
from core.processes import tell

if TYPE_CHECKING:
    from core.store import Store


@dataclass(frozen=True, slots=True)
class Share:
    """What one file holds: report ids in the project's order; `double` those that another file holds, too."""

    path: Path
    documents: tuple[int, ...]
    double: tuple[int, ...]


def deal(reports: Sequence[str], parts: int, double: float, seed: int = 0) -> list[list[int]]:
    """Numbers of reports for each part, `reports` being their SHA-256; parts differ by one report at most.

    `double` (0 to 1) is the share that goes to two parts; pairs of parts take turns, so that everybody can be compared
    with everybody.
    """
    order = sorted(range(len(reports)), key=lambda n: reports[n])
    Random(f"{seed}").shuffle(order)  # noqa: S311 -- dealing, not secrecy; a string seeds alike on every platform
    twice = round(len(order) * double) if parts > 1 else 0
    hands: list[list[int]] = [[] for _ in range(parts)]
    pairs = list(combinations(range(parts), 2))
    for turn, number in enumerate(order[:twice]):
        for part in pairs[turn % len(pairs)]:
            hands[part].append(number)
    for number in order[twice:]:
        min(hands, key=len).append(number)
    return [sorted(hand) for hand in hands]


def split(store: Store, paths: Sequence[Path], *, double: float = 0.2, seed: int = 0) -> list[Share]:
    """Write a file for each analyst, all or none; no file is overwritten. The project itself is only read."""
    from core.store import Store

    listings = store.documents()
    if not 0 <= double <= 1:
        raise EditError("bad_share", value=double)
    if len({os.path.realpath(path) for path in paths}) < len(paths):
        raise EditError("same_file_twice")
    if len(listings) < len(paths):
        raise EditError("too_few_reports", reports=len(listings), parts=len(paths))
    for path in paths:
        if path.exists():
            raise ProjectError("project_exists", name=path.name)
    hands = deal([listing.sha256 for listing in listings], len(paths), double, seed)
    shares = []
    times = [sum(number in hand for hand in hands) for number in range(len(listings))]
    try:
        for turn, (path, hand) in enumerate(zip(paths, hands, strict=True)):
            tell(turn / len(paths))
            ids = tuple(listings[number].id for number in hand)
            draft = _draft(path)
            try:
                store.snapshot(draft)
                with Store.open(draft) as copy:
                    copy.narrow(ids, path.stem)
            except ProjectError as error:  # told of the file that was asked for
                raise ProjectError(error.key, **{**error.values, "name": path.name}) from None
            shares.append(Share(path, ids, tuple(listings[number].id for number in hand if times[number] > 1)))
        for path in paths:  # all of them or, until here, none
            _draft(path).rename(path)
    finally:
        clear(paths)
    return shares


def clear(paths: Sequence[Path]) -> None:
    """Take away what a split left that was ended on its way."""
    for path in paths:
        draft = _draft(path)
        for left in (draft, *(draft.with_name(draft.name + end) for end in (".lock", "-journal"))):
            left.unlink(missing_ok=True)


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")
