"""What an analyst can do, as values; and the row changes that each act comes down to.

An act is a frozen dataclass. `Store.do(act)` plans it into changes and commits rows and log in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.facts import Fact


@dataclass(frozen=True, slots=True)
class Change:
    """One row before and after. None stands for no row; otherwise only the columns that differ."""

    table: str
    key: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Touched:
    """What an act changed, so that each view refreshes just that. `focus` is where to look: (document, fact)."""

    facts: frozenset[int] = frozenset()
    documents: frozenset[int] = frozenset()
    tags: bool = False  # the tag set itself changed
    focus: tuple[int, int | None] | None = None
    label: str = ""  # in the analyst's language: 采纳 3 条
    kind: str = "do"  # "do", "undo", "redo", "open"
    passages: bool = False  # a tag or note on a stretch of text or on a report
    findings: bool = False  # something was recorded as not mentioned, or a check was set aside


@dataclass(frozen=True, slots=True)
class Accept:
    """A person stands behind these facts as they are."""

    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reject:
    """These are not facts; they stay in the file and leave the dataset."""

    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take the decision back: proposals return to the machine's original, additions stay added."""

    facts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Correct:
    """Replace fields of facts (names in core.facts.EDITABLE); their state becomes corrected (added stays added)."""

    facts: tuple[int, ...]
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Add:
    """A fact that was missed; `fact.document` says where. Its state becomes added."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class Annotate:
    """Set the note of facts."""

    facts: tuple[int, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Tag:
    """Put a tag on facts, or take it off (`on` False)."""

    facts: tuple[int, ...]
    tag: int
    on: bool = True


@dataclass(frozen=True, slots=True)
class MakeTag:
    """A new tag in the project's tag set; `family` is the group it belongs to."""

    name: str
    colour: str  # "#rrggbb"
    description: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class ChangeTag:
    """Rename, recolour or describe a tag (fields: name, colour, description, family, position)."""

    tag: int
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DropTag:
    """Delete a tag and take it off every fact."""

    tag: int


@dataclass(frozen=True, slots=True)
class MergeTag:
    """Put another tag on every fact that carries this one, and delete this one."""

    tag: int
    into: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Put a tag or a note (or both) on a stretch of the reading text; on the whole report where `start` is None.

    The same tag on the same stretch once more only changes its note.
    """

    document: int
    start: int | None = None
    end: int | None = None
    tag: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unmark:
    """Take such marks away, by their ids."""

    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Describe:
    """Correct what is known of a report (fields of core.documents.Metadata)."""

    document: int
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remove:
    """Take reports out of the project; undo brings them back with every decision."""

    documents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """Record that a report says nothing of an indicator for a year, which is a finding; `on` False takes it back.

    `aspect` is "level", "growth" or "target" (core.panel.ASPECTS).
    """

    document: int
    indicator: str
    year: int
    aspect: str
    on: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Set a check's finding aside with the reason, or take it up again (`on` False).

    `subject` names the finding (core.checking.Finding.subject); it changes with the values, so that a corrected fact
    is checked afresh. `fact` is where the finding stands.
    """

    rule: str
    subject: str
    fact: int
    note: str = ""
    on: bool = True


@dataclass(frozen=True, slots=True)
class Several:
    """Acts that belong together, as annotations read from one file: one step of undo, all or none.

    Each is planned on the project as it stands before the first, so no two may decide or correct the same fact.
    """

    acts: tuple[Act, ...]
    label: str = "act.annotations"  # a key of the catalogue that takes {count}


@dataclass(frozen=True, slots=True)
class Revert:
    """Go back on acts that stand, as a new act: what they changed is put back, later changes by others stay.

    `batches` are their numbers. `facts` limits it to these facts, `fields` to these columns of them (a value goes
    with its unit, an end with its start). What somebody changed since is left alone (core.plans.Plan.left).
    """

    batches: tuple[int, ...]
    facts: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Improve:
    """Better proposals by the rules of the project: fields (also "confidence") of facts that nobody decided on.

    They stay proposals, and the machine's original stays beside them. Facts decided meanwhile are left alone.
    """

    facts: tuple[tuple[int, dict[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """Switch rules that were learned on or off, by their names (core.learning.Rule.name)."""

    rules: tuple[tuple[str, bool], ...]


Act = (
    Accept | Reject | Reopen | Correct | Add | Annotate | Tag | MakeTag | ChangeTag | DropTag | MergeTag
    | Describe | Remove | Absent | Dismiss | Several | Improve | Switch | Mark | Unmark | Revert
)  # fmt: skip
