"""How the command line speaks: its help and its complaints, in the language in force.

click brings words of its own in English; here they come from the catalogue like all others.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from core.messages import text

FILE = click.Path(path_type=Path)
PIPE = Path("-")  # as the target of results: standard output


def say(words: str) -> None:
    """A line for the person, beside the results."""
    print(" ".join(words.splitlines()), file=sys.stderr, flush=True)


class Formatter(click.HelpFormatter):
    """Puts the headings that click writes into our words."""

    def write_heading(self, heading: str) -> None:
        """The line over a list."""
        names = {"Options": "cli.options", "Commands": "cli.commands"}
        words = text(names[heading]) if heading in names else heading
        self.write(f"{'':>{self.current_indent}}{words}{text('cli.colon')}\n")

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line."""
        super().write_usage(prog, args, text("cli.usage") if prefix is None else prefix)


class Context(click.Context):
    """A call of a command whose help is spoken so."""

    formatter_class = Formatter


class Spoken(click.Command):
    """What commands and the program have in common."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """--help, in our words."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = text("cli.option_help")
        return option


class Command(Spoken):
    """A command whose help stands in the catalogue, so that it follows --lang."""

    def get_short_help_str(self, limit: int = 45) -> str:
        """The line in the list of commands."""
        del limit
        return text(f"cli.{self.name}")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The paragraph under the usage line."""
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text(f"cli.{self.name}"))


class Option(click.Option):
    """An option whose help stands in the catalogue, too."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its line in the help."""
        self.help = text(f"cli.option_{self.name}")
        record = super().get_help_record(ctx)
        return (record[0], record[1].replace("[required]", text("cli.required"))) if record else None


class Beside(Option):
    """The other choice of --new-version."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its own words: both options fill one parameter."""
        record = super().get_help_record(ctx)
        return (record[0], text("cli.option_beside")) if record else None


class Group(Spoken, click.Group):
    """The program itself."""

    command_class = Command

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the program is."""
        del ctx
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text("cli.duidu"))

    def invoke(self, ctx: click.Context) -> object:
        """Carry the command out; a reader of the results who has seen enough (| head) is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; one that is not there is told in our words."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            names = text("together.and").join(self.list_commands(ctx))
            raise click.UsageError(text("cli.no_command", name=args[0], names=names), ctx)
        return super().resolve_command(ctx, args)


def told(error: click.ClickException) -> str:
    """What was wrong with the words of a command, and where to read on."""
    match error:
        case click.NoSuchOption():
            words = text("cli.no_option", name=error.option_name)
            if error.possibilities:
                words += text("cli.meant", names=text("together.and").join(sorted(error.possibilities)))
        case click.MissingParameter():
            words = text("cli.missing", name=_name(error))
        case click.BadOptionUsage():
            flag = "does not take" in error.message
            words = text("cli.needs_none" if flag else "cli.needs_value", name=error.option_name)
        case click.BadParameter() if error.param is not None:
            words = text("cli.bad_value", name=_name(error), reason=_reason(error, error.param))
        case click.UsageError() if found := _EXTRA.match(error.message):
            words = text("cli.extra", words=found[1])
        case click.UsageError() if error.message == "Missing command.":
            words = text("cli.needs_command")
        case _:
            words = error.message
    if isinstance(error, click.UsageError) and error.ctx is not None:
        words += text("cli.see_help", command=error.ctx.command_path)
    return words


_EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)$", re.DOTALL)


def _reason(error: click.BadParameter, param: click.Parameter) -> str:
    """What the value would have to be; click's own words where that is not known."""
    kind = param.type
    if isinstance(kind, click.Choice):
        return text("cli.one_of", names=text("together.and").join(map(str, kind.choices)))
    if isinstance(kind, click.types.IntParamType):
        return text("cli.whole_number")
    if isinstance(kind, click.types.FloatParamType):
        return text("cli.any_number")
    return error.message.rstrip(".")


def _name(error: click.BadParameter) -> str:
    """An argument or option as it is written."""
    if error.param is None:
        return ""
    return error.param.human_readable_name if isinstance(error.param, click.Argument) else error.param.opts[-1]
