"""The help: pages written in resources/help, with what changes with the program filled in from its own tables.

`contents.toml` there lists the pages in order. A page lies in `zh/` and `en/`, or beside them
as NAME.md and NAME.en.md, or once in both languages.
`{{commands}}`, `{{formats}}`, `{{settings}}`, `{{exits}}` and `{{keys}}` on a line of their own are replaced by tables.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core import messages
from core.messages import catalogue
from core.paths import resource

if TYPE_CHECKING:
    import click

Language = str  # "zh" or "en"
Keys = Callable[[Language], str]  # the sheet of keys as Markdown; the window knows the keys, core does not

# Every exit code of the command line; 1 is also what a comparison says that found a difference.
EXITS = (0, 1, 2, 3, 4, 5, 6, 70, 130)


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `name` as links have it, its title, its words in Markdown, the group it stands in."""

    name: str
    title: str
    words: str
    group: str


def pages(language: Language, keys: Keys | None = None) -> tuple[Page, ...]:
    """All pages of the help in one language, in their order."""
    folder = resource("help")
    listed = tomllib.loads((folder / "contents.toml").read_text(encoding="utf-8"))["page"]
    found = []
    for row in listed:
        name = row["name"]
        places = (folder / language / f"{name}.md", folder / f"{name}.{language}.md", folder / f"{name}.md")
        path = next((place for place in places if place.exists()), None)
        if path is not None:
            words = _filled(path.read_text(encoding="utf-8"), language, keys)
            found.append(Page(name, row[language], words, row[f"group_{language}"]))
    return tuple(found)


def search(found: tuple[Page, ...], words: str) -> list[tuple[Page, str]]:
    """Pages that have all the words, those with a word in the title first, each with a line around the first word."""
    wanted = [word.casefold() for word in words.split()]
    hits = []
    for page in found:
        plain = re.sub(r"[*`#|>\[\]]|\(\S+?\)", " ", page.words)
        low = f"{page.title}\n{plain}".casefold()
        if wanted and all(word in low for word in wanted):
            at = max(plain.casefold().find(wanted[0]), 0)
            around = " ".join(plain[max(at - 8, 0) : at + 32].split())
            hits.append((not any(word in page.title.casefold() for word in wanted), page, around))
    return [(page, around) for _, page, around in sorted(hits, key=lambda hit: hit[0])]


def pictures() -> Path:
    """The folder that pictures are named relative to."""
    return resource("help")


def _filled(words: str, language: Language, keys: Keys | None) -> str:
    def table(match: re.Match[str]) -> str:
        name = match[1]
        if name == "keys":
            return keys(language) if keys else ""
        return TABLES[name](language)

    return re.sub(r"^\{\{(\w+)\}\}$", table, words, flags=re.MULTILINE)


def _told(key: str, language: Language) -> str:
    return _escaped(catalogue()[key][language])


def _escaped(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def _rows(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines: list[tuple[str, ...]] = [heads, tuple("---" for _ in heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def commands(language: Language) -> str:
    """Every command with its options, from the command line's own table."""
    from core.cli import cli

    before = messages.language()
    messages.set_language(language)  # options put themselves into words
    try:
        return "\n".join(_command(command, language) for command in cli.commands.values() if not command.hidden)
    finally:
        messages.set_language(before)


def _command(command: click.Command, language: Language) -> str:
    """A command: how it is called, what it does, its options."""
    import click

    context = click.Context(command)
    arguments = [p.make_metavar(context) for p in command.params if isinstance(p, click.Argument)]
    called = " ".join(["duidu", str(command.name), *arguments])
    told = f"### duidu {command.name}\n\n`{called}`\n\n{_told(f'cli.{command.name}', language)}\n"
    rows = [
        (f"`{', '.join([*option.opts, *option.secondary_opts])}`", _escaped(record[1]))
        for option in command.params
        if isinstance(option, click.Option) and (record := option.get_help_record(context))
    ]
    if rows:
        told += "\n" + _rows((_told("help.option", language), _told("help.means", language)), rows) + "\n"
    return told


def formats(language: Language) -> str:
    """Every export format."""
    from core.exporting.formats import FORMATS

    rows = [
        (f"`{form.id}`", _told(form.text, language), f"`{form.suffix}`", _told(f"{form.text}_hint", language))
        for form in FORMATS.values()
    ]
    heads = tuple(_told(f"help.{name}", language) for name in ("format", "called", "ending", "means"))
    return _rows(heads, rows)


def settings(language: Language) -> str:
    """Every setting with its default."""
    import json

    from core.settings import SETTINGS

    rows = [
        (
            f"`{setting.key}`",
            f"`{json.dumps(setting.default, ensure_ascii=False)}`",
            _told(f"setting.{setting.key.replace('.', '_')}", language),
        )
        for setting in SETTINGS
    ]
    heads = tuple(_told(f"help.{name}", language) for name in ("setting", "default", "means"))
    return _rows(heads, rows)


def exits(language: Language) -> str:
    """Every exit code."""
    heads = tuple(_told(f"help.{name}", language) for name in ("code", "means"))
    return _rows(heads, [(f"`{code}`", _told(f"exit.code_{code}", language)) for code in EXITS])


TABLES: dict[str, Callable[[Language], str]] = {
    "commands": commands,
    "formats": formats,
    "settings": settings,
    "exits": exits,
}
