"""The command line: `duidu extract`, `import`, `export`, `verify`, `annotations`, `info`, `text`, `number`, …

Results go to standard output in UTF-8, all else to standard error; an error is one line that says what to do, and
its class decides the exit code. Every command imports what it needs itself: `duidu --help` must not wait for jieba.
Those of datasets and of working together stand in modules of their own.
"""

from __future__ import annotations

import contextlib
import io
import json
import locale
import multiprocessing
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core import __version__, delivering, teamwork
from core.errors import DuiduError
from core.messages import LANGUAGES, set_language, text
from core.usage import FILE, PIPE, Beside, Group, Option, say, told

if TYPE_CHECKING:
    from core.importing import Outcome

UNEXPECTED = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130


def _language(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
    del ctx, parameter
    if value:
        set_language(value)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--lang", cls=Option, type=click.Choice(LANGUAGES), is_eager=True, expose_value=False, callback=_language)
@click.option("--verbose", "-v", cls=Option, is_flag=True)
@click.version_option(__version__, prog_name="duidu", cls=Option)
def cli(verbose: bool) -> None:
    """Read Chinese government work reports side by side; review every figure; export a dataset."""
    if verbose:
        from core.tracing import begin, log

        os.environ["DUIDU_VERBOSE"] = "1"  # for the desk and the processes that it starts
        begin(verbose=True)
        log.debug("command: %s", click.get_current_context().invoked_subcommand)


@cli.command()
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--format", "kind", cls=Option, type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--output", "target", cls=Option, type=FILE)
def extract(files: tuple[Path, ...], kind: str, target: Path | None) -> None:
    """Print the facts that the machine proposes; offsets count code points of the original text."""
    from core.errors import ExportError
    from core.exporting import replacing
    from core.exporting.columns import EXTRACTED, extracted
    from core.exporting.csv import lines
    from core.exporting.jsonl import line
    from core.importing import prepared
    from core.processes import collect_seldom

    if target is not None and any(_same(target, file) for file in files):
        raise ExportError("export_over_report", name=target.name)
    collect_seldom()
    failed: list[DuiduError] = []

    def rows() -> Iterator[dict[str, Any]]:
        for _, found in prepared(files):
            if isinstance(found, DuiduError):
                failed.append(found)
                _complain(found)
                continue
            document, facts = found
            yield from (extracted(document, fact) for fact in facts)

    written = lines(EXTRACTED, rows()) if kind == "csv" else (line(row) + "\n" for row in rows())
    if target in (None, PIPE):
        for piece in written:
            sys.stdout.write(piece)
    else:

        def write(draft: Path) -> None:
            with draft.open("w", encoding="utf-8", newline="") as file:
                file.writelines(written)

        replacing(target, write)
    if failed:
        sys.exit(failed[0].exit_code)


@cli.command(name="import")
@click.argument("project", type=FILE)
@click.argument("paths", type=FILE, nargs=-1, required=True)
@click.option("--new-version", "changed", cls=Option, flag_value="replace")
@click.option("--beside", "changed", cls=Beside, flag_value="beside")
def import_(project: Path, paths: tuple[Path, ...], changed: str | None) -> None:
    """Take reports into a project; the project is made when it is not there."""
    from core.importing import files, take_in
    from core.store import Store

    found = files(paths)
    fresh = not project.exists()
    store = Store.create(project) if fresh else Store.open(project)
    outcomes: list[Outcome] = []
    try:
        for number, outcome in enumerate(take_in(store, found, changed=changed or "ask"), start=1):
            outcomes.append(outcome)
            say(f"[{number}/{len(found)}] {_told(outcome)}")
    finally:
        empty = not store.documents()
        store.close()
        if fresh and empty:
            project.unlink(missing_ok=True)  # nothing came in: leave everything as it was
    waiting = sum(1 for outcome in outcomes if outcome.version_of and not outcome.touched)
    taken = [outcome for outcome in outcomes if outcome.touched]
    failed = [outcome for outcome in outcomes if outcome.error]
    known = sum(1 for outcome in outcomes if outcome.known)
    values = {"reports": len(taken), "facts": sum(o.facts for o in taken), "known": known, "failed": len(failed)}
    done = "cli.nothing" if not found else "cli.not_made" if fresh and empty else "cli.imported"
    print(text(done, project=project.name, **values))
    if waiting:
        print(text("together.waiting", count=waiting))
    for outcome in failed:
        print(f"  {outcome.path}: {outcome.error}")
    if failed:
        assert failed[0].error is not None
        sys.exit(failed[0].error.exit_code)
    if not found:
        sys.exit(1)


@cli.command()
@click.argument("file", type=FILE)
@click.option("--format", "kind", cls=Option, type=click.Choice(["text", "json"]), default="text", show_default=True)
def info(file: Path, kind: str) -> None:
    """Tell what is known of a report (region, year, parts, encoding, repairs) or of a project (facts, last act)."""
    from core.migrations import database

    # By its name too: a project that is gone or was emptied is told as one.
    found = _project(file) if database(file) or file.suffix == ".duidu" else _report(file)
    if kind == "json":
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for key, value in found.items():
        if isinstance(value, list):
            print(f"{key} ({', '.join(value[0])}):" if value and isinstance(value[0], dict) else f"{key}:")
            for item in value:
                print("  " + ("  ".join(str(v) for v in item.values()) if isinstance(item, dict) else str(item)))
        elif key != "found":
            shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
            print(f"{key}: {'' if shown is None else shown}")


def _report(file: Path) -> dict[str, object]:
    from core.describing import info as describe
    from core.reading import read

    return describe(read(file))


def _project(file: Path) -> dict[str, object]:
    from core.store import Store
    from core.summing import info as describe

    with Store.open(file, readonly=True) as store:
        return describe(store)


@cli.command(name="text")
@click.argument("file", type=FILE)
@click.option("--original", cls=Option, is_flag=True)
def text_(file: Path, original: bool) -> None:
    """Print the reading text of a report, or its decoded original."""
    from core.loading import load
    from core.reading import read

    sys.stdout.write(load(file).original if original else read(file).text)


@cli.command()
def number() -> None:
    """Read lines from standard input and print the quantities in each as a JSON object."""
    from core.exporting.jsonl import line
    from core.numbers import line_quantities

    fields = ("start", "end", "quantity", "value", "unit", "base_value", "base_value_high", "base_unit", "bound")
    for given in sys.stdin:
        words = given.rstrip("\r\n")
        found = [{name: getattr(quantity, name) for name in fields} for quantity in line_quantities(words)]
        print(line({"text": words, "quantities": found}))


@cli.command()
@click.argument("project", type=FILE)
@click.option("--format", "kind", cls=Option, type=click.Choice(["jsonl"]), default="jsonl", show_default=True)
@click.option("--fact", cls=Option, type=int)
def history(project: Path, kind: str, fact: int | None) -> None:
    """Print every change that was made in a project, in order."""
    from core.exporting.jsonl import line
    from core.history import lines
    from core.store import Store

    del kind  # one format so far
    said = False
    with Store.open(project, readonly=True) as store:
        for row in lines(store, fact):
            print(line(row))
            said = True
        if fact is not None and not said:  # a fact that nobody touched has a life without changes
            store.fact(fact)


@cli.command()
@click.argument("project", type=FILE)
@click.option("--output", cls=Option, type=FILE)
def recover(project: Path, output: Path | None) -> None:
    """Save what can be read of a damaged project into a new file; the exit code is 1 when something is missing."""
    from core.recovering import recover as save

    found = save(project, output)
    for line in found.lines():
        click.echo(line)
    if not found.whole:
        sys.exit(1)


@cli.command()
@click.argument("project", type=FILE)
@click.option("--make", "make_backup", cls=Option, is_flag=True)
def backups(project: Path, make_backup: bool) -> None:
    """List the backups of a project as JSON lines, newest first."""
    from core.backups import folder, listed, make, rows
    from core.exporting.jsonl import line
    from core.log import words

    if make_backup:
        make(project, "hand")
    found = listed(project)
    for row in rows(found):
        print(line(row | {"label": words(json.loads(row["label"])) if row["label"] else ""}))
    if not found:
        say(text("backups.none", folder=str(folder(project))))


@cli.command(name="doctor")
@click.option("--format", "kind", cls=Option, type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--window/--no-window", cls=Option, default=True)
def doctor_(kind: str, window: bool) -> None:
    """Look at what this machine has of all that is needed; the exit code is 1 when something does not work."""
    from dataclasses import asdict

    from core.doctor import BAD, checks

    found = []
    for check in checks(window=window):
        found.append(check)
        if kind == "text":
            click.echo(check.line())
    bad = sum(check.state == BAD for check in found)
    if kind == "json":
        print(json.dumps([asdict(check) for check in found], ensure_ascii=False, indent=2))
    else:
        click.echo(text("doctor.bad", n=bad) if bad else text("doctor.good"))
    if bad:
        sys.exit(1)


@cli.command(name="open")
@click.argument("project", required=False)
@click.option("--fact", "fact_open", cls=Option, type=int)
@click.option("--probe", cls=Option, is_flag=True, hidden=True)  # asked by doctor
@click.option("--thumbnail", cls=Option, hidden=True)  # asked by file managers
@click.option("--size", cls=Option, type=click.IntRange(16, 1024), default=256, hidden=True)
def open_(project: str | None, fact_open: int | None, probe: bool, thumbnail: str | None, size: int) -> None:
    """Open the desk: a project, the project of a link, at a fact."""
    from gui.__main__ import main as desk

    # Qt reads its own options from there.
    sys.argv = ["duidu", *([project] if project else []), *(["--fact", str(fact_open)] if fact_open else [])]
    if probe:
        sys.argv.append("--probe")
    if thumbnail:
        sys.argv += ["--thumbnail", thumbnail, str(size)]
    sys.exit(desk())


for command in (*delivering.COMMANDS, *teamwork.COMMANDS):
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """The console script."""
    multiprocessing.freeze_support()
    _streams()
    _choose_language()
    code = 0
    try:
        code = cli.main(arguments, prog_name="duidu", standalone_mode=False) or 0
        sys.stdout.flush()
    except DuiduError as error:
        _complain(error)
        code = error.exit_code
    except click.ClickException as error:
        say(f"duidu: {told(error)}")
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        say(text("cli.interrupted"))
        code = INTERRUPTED
    except BrokenPipeError:
        pass  # the reader has seen enough (| head)
    except Exception as error:
        if os.environ.get("DUIDU_DEBUG"):
            raise
        from core import tracing

        tracing.begin()
        written = tracing.report(error)
        say(text("cli.unexpected", reason=f"{type(error).__name__}: {error}"))
        if written:
            say(text("doctor.report", path=written))
        code = UNEXPECTED
    try:
        sys.stdout.flush()
    except (BrokenPipeError, ValueError):
        # Python would complain once more about the pipe while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def _streams() -> None:
    """UTF-8 whatever the system's encoding is, and the same line ends everywhere."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # surrogateescape gives file names back byte for byte where the system's encoding could not read them.
            errors, newline = ("replace", None) if stream is sys.stdin else ("surrogateescape", "\n")
            stream.reconfigure(encoding="utf-8", errors=errors, newline=newline)


def _choose_language() -> None:
    """The user's choice in the desk, else English where the system speaks English, else Chinese."""
    from core.settings import Settings

    chosen = Settings().get("language")
    if not chosen:
        with contextlib.suppress(ValueError):
            spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
            chosen = "en" if spoken.lower().startswith("en") else "zh"
    set_language(chosen or "zh")


def _told(outcome: Outcome) -> str:
    name = outcome.path.name
    if outcome.error is not None:
        return f"{name}: {outcome.error}"
    if outcome.known:
        return f"{name}: {text('cli.known', name=outcome.known)}"
    if outcome.version_of and outcome.touched:
        words = text("together.replaced", name=outcome.version_of, moved=outcome.moved, left=outcome.left)
        return f"{name}: {words}"
    if outcome.version_of:
        return f"{name}: {text('together.version_of', name=outcome.version_of)}"
    told = [text("cli.facts", count=outcome.facts)]
    if outcome.repairs:
        told.append(text("cli.mended", count=outcome.repairs))
    told += [text(f"look.{key}") for key in outcome.looks]
    return f"{name}: {text('cli.comma').join(told)}"


def _same(one: Path, other: Path) -> bool:
    """True where both names lead to one file."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def _complain(error: DuiduError) -> None:
    say(f"duidu: {error}")


if __name__ == "__main__":
    main()
