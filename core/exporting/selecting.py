"""Which facts an export holds: by state, tag, indicator, region and year."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from typing import Any

from core.errors import EditError
from core.facts import Fact, State
from core.lexicon import Lexicon
from core.messages import text
from core.store import Query, Store

STATES: dict[str, frozenset[State]] = {
    "accepted": frozenset({State.ACCEPTED, State.CORRECTED, State.ADDED}),  # what a person stands behind
    "reviewed": frozenset(State) - {State.PROPOSED},  # all that a person has decided, refusals too
    "all": frozenset(State),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions that must all hold; an empty one holds for all, several values of one mean any of them.

    `states` are keys of STATES or states; `tags` names; `indicators` canonical names, their English names or their ids
    in the vocabulary; `regions` names (锦州市 holds its counties too) or beginnings of codes (2107); `years` first and
    last, of the period that the figure ends in, the report's own year where the period is not known.
    """

    states: tuple[str, ...] = ("accepted",)
    tags: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    years: tuple[tuple[int, int], ...] = ()

    def within(self, year: int | None) -> bool:
        """True for a year that is asked for."""
        return not self.years or (year is not None and any(first <= year <= last for first, last in self.years))


def years(words: str) -> tuple[int, int]:
    """2021 → (2021, 2021), 2018-2022 → (2018, 2022); EditError for anything else."""
    first, dash, last = words.partition("-")
    try:
        pair = (int(first), int(last if dash else first))
    except ValueError:
        raise EditError("filter_year", year=words) from None
    if pair[0] > pair[1]:
        raise EditError("filter_year", year=words)
    return pair


def described(chosen: Any) -> dict[str, Any]:
    """What was chosen, as plain values for the manifest."""
    if isinstance(chosen, Query):
        return {"query": asdict(chosen)}
    if not isinstance(chosen, Selection):
        chosen = Selection(states=(chosen,) if isinstance(chosen, str) else tuple(sorted(str(s) for s in chosen)))
    return {name: value for name, value in asdict(chosen).items() if value}


def recalled(row: dict[str, Any]) -> Query | Selection:
    """The inverse of `described`, after a journey through JSON."""
    if "query" in row:
        asked: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row["query"].items()}
        return Query(**asked)
    values: dict[str, Any] = {name: tuple(value) for name, value in row.items() if name != "years"}
    pairs = tuple((int(first), int(last)) for first, last in row.get("years", ()))
    return Selection(**({"states": ()} | values), years=pairs)


def keeping(chosen: str | Query | Selection | Iterable[State], store: Store) -> Callable[[Fact], bool]:
    """A test for the facts of a project; EditError for a tag, region or indicator that is not there."""
    if isinstance(chosen, Query):
        ids = frozenset(store.find(chosen))
        return lambda fact: fact.id in ids
    if not isinstance(chosen, Selection):
        chosen = Selection(states=(chosen,) if isinstance(chosen, str) else tuple(str(s) for s in chosen))
    states = _states(chosen.states)
    tags = _tags(chosen.tags, store)
    names = _indicators(chosen.indicators, store)
    documents = _documents(chosen.regions, store)
    own = {listing.id: listing.year for listing in store.documents()}
    selection = chosen

    def keep(fact: Fact) -> bool:
        return (
            fact.state in states
            and (not tags or not tags.isdisjoint(fact.tags))
            and (not names or fact.canonical in names or fact.indicator in names)
            and (documents is None or fact.document in documents)
            and (not selection.years or selection.within(fact.period_end or own.get(fact.document)))
        )

    return keep


def waiting(chosen: str | Query | Selection | Iterable[State], store: Store) -> Callable[[Fact], bool]:
    """A test for the proposals that a selection would hold if it asked for them too; none for a query of the desk."""
    if isinstance(chosen, str):
        chosen = Selection(states=(chosen,))
    if not isinstance(chosen, Selection) or State.PROPOSED in _states(chosen.states):
        return lambda _: False
    return keeping(replace(chosen, states=(State.PROPOSED.value,)), store)


def candidates(chosen: Any, store: Store) -> dict[int, list[int]] | None:
    """Report → ids of the facts among which those of a selection are, found by the project's indexes; None for all.

    Reading every fact of four hundred reports for the few about two indicators would take seconds.
    """
    if not isinstance(chosen, Selection) or not (chosen.indicators or chosen.regions):
        return None
    names, documents = _indicators(chosen.indicators, store), _documents(chosen.regions, store)
    everything = "SELECT id, document FROM fact"
    about = (
        "SELECT id, document FROM fact WHERE canonical IN (SELECT value FROM json_each(?1))"
        " OR indicator IN (SELECT value FROM json_each(?1))"
    )
    rows = store.select(about, (json.dumps(sorted(names)),)) if names else store.select(everything)
    found: dict[int, list[int]] = {}
    for key, document in rows:
        if documents is None or document in documents:
            found.setdefault(document, []).append(key)
    return found


def _states(wanted: Iterable[str]) -> frozenset[State]:
    found: frozenset[State] = frozenset()
    for name in wanted:
        if name in STATES:
            found |= STATES[name]
        elif name in frozenset(State):
            found |= {State(name)}
        else:
            raise EditError("no_state", name=name, names=", ".join((*STATES, *(state.value for state in State))))
    return found or frozenset(State)


def _tags(wanted: Iterable[str], store: Store) -> frozenset[int]:
    known = {tag.name: tag.id for tag in store.tags()}
    return frozenset(known[name] if name in known else _unknown("tag", name, known) for name in wanted)


def _indicators(wanted: Iterable[str], store: Store) -> frozenset[str]:
    wanted = tuple(wanted)
    if not wanted:
        return frozenset()
    known = {name: name for (name,) in store.select("SELECT DISTINCT canonical FROM fact WHERE canonical <> ''")}
    known |= {name: name for (name,) in store.select("SELECT DISTINCT indicator FROM fact") if name not in known}
    for indicator in Lexicon.load().indicators:
        for name in (indicator.name, indicator.id, indicator.english):
            known.setdefault(name, indicator.name)
    return frozenset(known[name] if name in known else _unknown("indicator", name, known) for name in wanted)


def _documents(wanted: Iterable[str], store: Store) -> frozenset[int] | None:
    wanted = tuple(wanted)
    if not wanted:
        return None
    listings = store.documents()
    found: set[int] = set()
    for name in wanted:
        part = name.strip("/")
        fit = {
            each.id
            for each in listings
            if (name.isdigit() and each.region_code.startswith(name)) or f"/{part}/" in f"/{each.region}/"
        }
        if not fit:
            _unknown("region", name, {part: "" for each in listings for part in each.region.split("/") if part})
        found |= fit
    return frozenset(found)


def _unknown(kind: str, name: str, known: Iterable[str]) -> Any:
    near = get_close_matches(name, list(known), 3, 0.5)
    hint = text("export.near", names="、".join(near)) if near else ""
    raise EditError(f"filter_{kind}", name=name, hint=hint)
