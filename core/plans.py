"""What planning an act reads and what comes of it: the project's rows, and the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from core.edits import Change
from core.errors import EditError
from core.facts import Fact
from core.rows import printable

LABEL_LENGTH = 20  # longer quantities and notes are cut in menus: 撤销 采纳 “…”


class Rows(Protocol):
    """What planning needs to know of the project as it stands; the store answers it."""

    analyst: str

    def many(self, ids: Iterable[int]) -> dict[int, Fact]: ...
    def text(self, document: int) -> str: ...
    def record(self, table: str, key: int) -> dict[str, Any]: ...
    def tag_names(self) -> dict[str, int]: ...
    def tagged(self, tag: int) -> list[int]: ...
    def known(self, table: str, **columns: Any) -> dict[str, Any] | None: ...
    def passages(self, document: int | None = None, tag: int | None = None) -> list[dict[str, Any]]: ...
    def several(self, table: str, keys: Iterable[int]) -> dict[int, dict[str, Any]]: ...
    def fresh(self, table: str) -> int: ...
    def logged(self, batches: Iterable[int]) -> list[tuple[int, Change]]: ...
    def pairs(self, column: str, key: int) -> list[tuple[int, int]]: ...
    def acted(self, batch: int) -> tuple[str, dict[str, Any]]: ...
    def now(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes of one act, its label (message key and values) and where to look afterwards.

    `merge` names the one field that was edited; acts with the same `merge` in quick succession become one.
    """

    label: tuple[str, dict[str, Any]]
    changes: tuple[Change, ...]
    focus: tuple[int, int | None] | None = None
    merge: tuple[str, int, str] | None = None
    left: tuple[Left, ...] = ()  # what going back leaves alone


@dataclass(frozen=True, slots=True)
class Left:
    """A place that going back leaves as it is, since something else was done to it later; `column` "" for the row."""

    table: str
    key: int
    column: str


def short(words: str) -> str:
    """Words cut for a label."""
    return words if len(words) <= LABEL_LENGTH else words[: LABEL_LENGTH - 1] + "…"


def noted(note: str) -> str:
    """A note as it can be stored; EditError when it is none."""
    if not isinstance(note, str):
        raise EditError("bad_value", field="note", value=note)
    return printable(note)
