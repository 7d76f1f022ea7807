"""Every text that a person reads, in Simplified Chinese and English, from resources/i18n.

Each room keeps one file there: `[group.name]` with `zh` and `en`. `text("group.name", count=3)` fills
`{count}` in the current language; `{count:fact|facts}` is the word that goes with 1, or with any other number.
Core and gui share the catalogue; tests check that no key is missing.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache

from core.paths import resource

LANGUAGES = ("zh", "en")
_language = "zh"


def set_language(language: str) -> None:
    """Choose the language of all later texts: "zh" or "en"."""
    global _language
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {LANGUAGES}")
    _language = language


def language() -> str:
    """The language in use."""
    return _language


def speaking(language: str, function: Callable[..., object], *given: object) -> object:
    """`function(*given)` in a language: another process has not been told which one is in use."""
    set_language(language)
    return function(*given)


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """All texts: key → language → text."""
    found: dict[str, dict[str, str]] = {}
    # A built program has them in one file (packaging/duidu.spec): 3 ms of its start instead of 40.
    if (packed := resource("i18n", "catalogue.json")).exists():
        found.update(json.loads(packed.read_bytes()))
        return found
    for path in sorted(resource("i18n").glob("*.toml")):
        for group, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name, texts in entries.items():
                found[f"{group}.{name}"] = texts
    return found


COUNTS = frozenset(("changed", "count", "documents", "facts", "failed", "left", "n", "reports", "rows", "total"))


def text(key: str, **values: object) -> str:
    """The text of a key in the current language, its `{names}` filled; KeyError for an unknown key.

    Counts are grouped: 3,012 facts.
    """
    template = catalogue()[key][_language]
    if not values:
        return template
    values = {name: f"{value:,}" if name in COUNTS and type(value) is int else value for name, value in values.items()}
    if within := _within(template):
        values |= {name: inner(words) for name in within if isinstance(words := values.get(name), str)}
    return fill(template, values)


def fill(template: str, values: Mapping[str, object]) -> str:
    """A template with its `{names}` filled and its `{number:fact|facts}` chosen."""
    if "|" in template:
        template = _PLURAL.sub(lambda found: found[2 if str(values[found[1]]) == "1" else 3], template)
    return template.format(**values)


def inner(words: str) -> str:
    """Words as they stand between quotation marks: their own are single ones (GB/T 15834 4.8.3.2; as in English)."""
    return words.translate(_SINGLE)


def quoted(words: str) -> str:
    """Words between quotation marks."""
    return f"“{inner(words)}”" if _language == "zh" else f'"{words}"'


_SINGLE = {ord("“"): "‘", ord("”"): "’"}
_PLURAL = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


@cache
def _within(template: str) -> tuple[str, ...]:
    """The names of a template that stand between quotation marks."""
    return tuple(re.findall(r"\{(\w+)\}", "".join(re.findall(r"“[^”]*”", template))))
