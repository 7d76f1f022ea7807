"""The commands for working together: propose-again, split, merge, agreement."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.messages import catalogue, language, text
from core.usage import FILE, Command, Option, say

if TYPE_CHECKING:
    from core.adjudicating import Conflict
    from core.store import Store


@click.command(name="propose-again", cls=Command)
@click.argument("project", type=FILE)
@click.option("--apply", "apply_again", cls=Option, is_flag=True)
@click.option("--format", "kind", cls=Option, type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def propose_again(project: Path, apply_again: bool, kind: str) -> None:
    """Show what the present extractor would propose otherwise; with --apply as one act."""
    from core import proposing
    from core.exporting.jsonl import line
    from core.store import Store

    with Store.open(project, readonly=not apply_again) as store:
        found = proposing.again(store)
        names = {listing.id: listing.name for listing in store.documents()}
        if apply_again and found:
            proposing.apply(store, found)
    for difference in found:
        fact = difference.after or difference.before
        assert fact is not None
        if difference.kind == "rated" and kind == "text":
            continue
        row: dict[str, Any] = {
            "kind": difference.kind, "report": names[difference.document], "fact": fact.id,
            "start": fact.start, "end": fact.end, "quantity": fact.quantity, "indicator": fact.indicator,
            "fields": {
                name: [getattr(side, name) for side in (difference.before, difference.after)]
                for name in difference.fields()
            },
        }  # fmt: skip
        if kind == "jsonl":
            print(line(row))
        else:
            changes = "; ".join(
                f"{_heading(name)}: {_said(old)} → {_said(new)}" for name, (old, new) in row["fields"].items()
            )
            words = (text(f"together.{difference.kind}"), row["report"], fact.quantity, fact.indicator, changes)
            print("\t".join(words).rstrip())
    say(text("together.proposed" if apply_again else "together.would_propose", **proposing.count(found)))


def _heading(field: str) -> str:
    """A field as it is headed in exports."""
    words = catalogue().get(f"export_column.{field}")
    return words[language()] if words else field


def _said(value: Any) -> str:
    """A value in a line: – for none, the places of pieces."""
    if isinstance(value, tuple):
        value = "; ".join(f"{span.start}–{span.end}" for span in value)
    if value is None:
        return "–"
    return " ".join(str(value).split()) or "–"


@click.command(cls=Command)
@click.argument("project", type=FILE)
@click.option("--into", "first", cls=Option, type=FILE, required=True)
@click.argument("into", type=FILE, nargs=-1)
@click.option("--double", cls=Option, type=float, default=0.2, show_default=True)
@click.option("--seed", cls=Option, type=int, default=0, show_default=True)
def split(project: Path, first: Path, into: tuple[Path, ...], double: float, seed: int) -> None:
    """Write a file for each analyst, some reports into two."""
    from core import splitting
    from core.store import Store

    with Store.open(project, readonly=True) as store:
        shares = splitting.split(store, (first, *into), double=double, seed=seed)
        names = {listing.id: listing.name for listing in store.documents()}
    for share in shares:
        for document in share.documents:
            twice = text("together.twice") if document in share.double else ""
            print("\t".join((share.path.name, names[document], twice)).rstrip())
    for share in shares:
        say(text("together.share", name=share.path.name, reports=len(share.documents), double=len(share.double)))


@click.command(cls=Command)
@click.argument("project", type=FILE)
@click.argument("copies", type=FILE, nargs=-1, required=True)
@click.option("--output", cls=Option, type=FILE)
def merge(project: Path, copies: tuple[Path, ...], output: Path | None) -> None:
    """Take over what was done in copies; what they say differently is listed."""
    from core.merging import merge_files
    from core.resolving import told
    from core.store import Store

    outcome = merge_files(project, copies, output)
    with Store.open(output or project, readonly=True) as store:
        about = _about(store, outcome.conflicts)
    for conflict in outcome.conflicts:
        report, words = about.get((conflict.table, conflict.key), ("", ""))
        for area, values in conflict.resolution.conflicts.items():
            said = "; ".join(
                f"{text('together.and').join(c.analyst or c.copy for c in who)}: {told(area, value)}"
                for value, who in values
            )
            row = (report, words, text(f"area.{area.partition(':')[0]}"), said, f"{conflict.table} {conflict.key}")
            print("\t".join(" ".join(cell.split()) for cell in row))
    name = (output or project).name
    say(text("together.merged", name=name, changed=outcome.changed, conflicts=len(outcome.conflicts)))


def _about(store: Store, conflicts: tuple[Conflict, ...]) -> dict[tuple[str, int], tuple[str, str]]:
    """What conflicts are about, for people: the report and the figure with its place, or the tag."""
    names = {listing.id: listing.name for listing in store.documents()}
    facts = store.many([c.key for c in conflicts if c.table == "fact"], reasons=False)
    found = {("document", key): (name, "") for key, name in names.items()}
    found |= {("tag", tag.id): ("", tag.name) for tag in store.tags()}
    for fact in facts.values():
        words = f"{fact.start}–{fact.end} {fact.quantity} {fact.indicator}"
        found["fact", fact.id] = (names.get(fact.document, ""), words)
    return found


@click.command(cls=Command)
@click.argument("project", type=FILE)
@click.option("--format", "kind", cls=Option, type=click.Choice(["text", "json"]), default="text", show_default=True)
def agreement(project: Path, kind: str) -> None:
    """Tell how far analysts agree on reports that several coded."""
    from core.agreement import account
    from core.store import Store

    with Store.open(project, readonly=True) as store:
        found = account(store)
    if kind == "json":
        print(json.dumps(found, ensure_ascii=False, indent=2, default=str))
        return
    if len(found["analysts"]) < 2:
        print(text("together.nobody"))
        return
    print(
        text(
            "together.account",
            analysts=text("together.and").join(found["analysts"]),
            reports=len(found["reports"]),
            n=found["units"],
        )
    )
    print("\t".join(text(f"together.column_{name}") for name in ("field", "units", "percent", "alpha")))
    for row in found["fields"]:
        share = "–" if row["percent"] is None else f"{row['percent']:.1%}"
        values = [f"α {row['alpha']:.3f}"] if row["alpha"] is not None else []
        if row.get("alpha_interval") is not None:
            values.append(f"α {row['alpha_interval']:.3f} ({text('together.interval')})")
        print("\t".join((text(f"agreement.{row['field']}"), str(row["units"]), share, "  ".join(values))).rstrip())
    say(text("together.disagreements", n=len(found["disagreements"])))


COMMANDS = (propose_again, split, merge, agreement)
