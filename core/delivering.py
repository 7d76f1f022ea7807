"""The commands of datasets: export, verify, annotations."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.messages import text
from core.usage import FILE, PIPE, Command, Option, say

if TYPE_CHECKING:
    from core.exporting.presets import Preset


class _Export(Command):
    """The export with the table of formats under its options."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """A line a format, from the table; it is read only here, so that other commands start without it."""
        del ctx
        from core.exporting.formats import FORMATS

        with formatter.section(text("cli.formats")):
            formatter.write_dl(
                [(form.id, f"{text(form.text)}: {text(f'{form.text}_hint')}") for form in FORMATS.values()]
            )


@click.command(cls=_Export)
@click.argument("project", type=FILE)
@click.option("--format", "format", cls=Option, metavar="FORMAT")
@click.option("--output", "target", cls=Option, type=FILE, required=True)
@click.option("--state", "export_state", cls=Option, multiple=True, metavar="STATE")
@click.option("--tag", cls=Option, multiple=True)
@click.option("--indicator", cls=Option, multiple=True)
@click.option("--region", cls=Option, multiple=True)
@click.option("--year", cls=Option, multiple=True)
@click.option("--columns", cls=Option)
@click.option("--headers", cls=Option, type=click.Choice(["zh", "en"]))
@click.option("--bom", cls=Option, is_flag=True)
@click.option("--preset", cls=Option)
@click.option("--save-preset", "save_preset", cls=Option)
def export(project: Path, target: Path, preset: str | None, save_preset: str | None, **given: Any) -> None:
    """Write a dataset with its manifest and methods text; to standard output the dataset alone."""
    from core.exporting import FORMATS, presets, run
    from core.settings import Settings

    chosen = _preset(presets.load(Settings(), preset) if preset else None, given)
    form = FORMATS[chosen.format]
    with _share() as progress, tempfile.TemporaryDirectory(prefix="duidu-") as folder:
        path = Path(folder) / f"piped{form.suffix}" if target == PIPE else target
        asked = (chosen.selection, chosen.format, path, chosen.bom, chosen.columns, chosen.headers)
        summary = run(project, *asked, progress=progress)
        if target == PIPE:
            with path.open("rb") as file:
                shutil.copyfileobj(file, sys.stdout.buffer)
    told = "cli.exported_panel" if chosen.format.startswith("panel") else "cli.exported"
    say(text(told, rows=summary.rows, reports=summary.documents, name=str(target)))
    if summary.waiting:
        say(text("cli.left_out", count=summary.waiting))
    if target != PIPE and target.suffix.lower() in {each.suffix for each in FORMATS.values()} - {form.suffix}:
        say(text("cli.other_suffix", name=target.name, format=form.id, suffix=form.suffix))
    if target == PIPE and not form.inside:
        say(text("cli.piped"))
    for notice in summary.notices:
        say(notice)
    if save_preset:
        presets.save(Settings(), save_preset, chosen)
        say(text("cli.preset_saved", name=save_preset))


@contextlib.contextmanager
def _share() -> Iterator[Callable[[float], object]]:
    """How far long work is, on one line that is written over and over; for a person at a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _share: None
        return
    try:
        yield lambda share: print(f"\r{share:4.0%}", end="", file=sys.stderr, flush=True)
    finally:
        print("\r    \r", end="", file=sys.stderr, flush=True)


def _preset(base: Preset | None, given: dict[str, Any]) -> Preset:
    """A preset with the options given over it; without one, a format has to be given."""
    from core.errors import EditError
    from core.exporting.formats import FORMATS
    from core.exporting.presets import Preset
    from core.exporting.selecting import Selection, years

    if base is None and not given["format"]:
        missing = text("cli.missing_format", names=", ".join(FORMATS))
        raise click.UsageError(missing, click.get_current_context())
    base = base or Preset()
    old = base.selection
    selection = Selection(
        given["export_state"] or old.states,
        given["tag"] or old.tags,
        given["indicator"] or old.indicators,
        given["region"] or old.regions,
        tuple(map(years, given["year"])) or old.years,
    )
    columns = tuple(name.strip() for name in given["columns"].split(",") if name.strip()) if given["columns"] else ()
    kind = given["format"] or base.format
    if kind not in FORMATS:
        raise EditError("no_format", name=kind, names=", ".join(FORMATS))
    return Preset(kind, selection, columns or base.columns, given["headers"] or base.headers, given["bom"] or base.bom)


@click.command(cls=Command)
@click.argument("export", type=FILE)
@click.argument("project", type=FILE)
def verify(export: Path, project: Path) -> None:
    """Tell what has changed in a project since an export; the exit code is 1 when something has."""
    from core.exporting.verifying import account, verify
    from core.store import Store

    with Store.open(project, readonly=True) as store:
        found = verify(export, store)
    for difference in found:
        click.echo(difference.words)
    if found:
        sys.exit(1)
    counts = account(export)["counts"]
    click.echo(text("verify.same", facts=counts["facts"], reports=counts["reports"]))


@click.command(name="annotations", cls=Command)
@click.argument("project", type=FILE)
@click.argument("file", type=FILE)
@click.option("--accept", cls=Option, is_flag=True)
@click.option("--list", cls=Option, type=FILE)
def annotations_(project: Path, file: Path, accept: bool, **given: Path | None) -> None:
    """Read annotations back; what does not match is listed and left alone."""
    from core.annotating import take_in
    from core.exporting import aimed, replacing
    from core.exporting.csv import lines
    from core.store import Store

    if given["list"] is not None:
        aimed(given["list"])  # before anything is taken in
    with Store.open(project) as store:
        result = take_in(store, file, accept=accept)
    left = len(result.unmatched)
    say(text("annotations.done", matched=result.matched, changed=result.changed, unmatched=left))
    written = lines(("line", "report", "start", "end", "quote", "reason"), (each.row() for each in result.unmatched))
    if (target := given["list"]) is not None:

        def write(draft: Path) -> None:
            with draft.open("w", encoding="utf-8", newline="") as listed:
                listed.writelines(written)

        replacing(target, write)
    elif result.unmatched:
        for line in written:
            sys.stdout.write(line)


COMMANDS = (export, verify, annotations_)
