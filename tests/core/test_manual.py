"""The help: every command, setting, export format and exit code is in it, links lead somewhere, snippets run."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from core import errors, manual
from core.cli import INTERRUPTED, UNEXPECTED, cli
from core.exporting.formats import FORMATS
from core.paths import resource
from core.settings import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("zh", "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def pages(request: pytest.FixtureRequest) -> dict[str, str]:
    return {page.name: page.words for page in manual.pages(request.param)}


def test_every_page_is_there_in_both_languages() -> None:
    names = [[page.name for page in manual.pages(language)] for language in LANGUAGES]
    assert names[0] == names[1]
    assert {path.stem.removesuffix(".en") for path in resource("help").rglob("*.md")} <= set(
        names[0]
    )  # none is left out of the contents


def test_every_command_and_option_is_documented(pages: dict[str, str]) -> None:
    for name, command in cli.commands.items():
        if command.hidden:
            continue
        assert f"### duidu {name}\n" in pages["commands"]
        for option in command.params:
            for word in [] if getattr(option, "hidden", False) else option.opts:
                assert not word.startswith("--") or word in pages["commands"], f"duidu {name} {word}"


def test_every_setting_is_documented(pages: dict[str, str]) -> None:
    assert [s.key for s in SETTINGS if f"| `{s.key}` |" not in pages["settings"]] == []


def test_every_environment_variable_is_documented(pages: dict[str, str]) -> None:
    code = [path.read_text(encoding="utf-8") for room in ("core", "gui") for path in (ROOT / room).rglob("*.py")]
    asked = {name for words in code for name in re.findall(r"\bDUIDU_[A-Z]+\b", words)}
    assert asked
    assert [name for name in sorted(asked) if f"| `{name}` |" not in pages["settings"]] == []


def test_every_export_format_is_documented(pages: dict[str, str]) -> None:
    assert [name for name in FORMATS if f"| `{name}` |" not in pages["formats"]] == []


def test_every_exit_code_is_documented(pages: dict[str, str]) -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.DuiduError)]
    codes = {0, 2, UNEXPECTED, INTERRUPTED, *(kind.exit_code for kind in kinds)}
    assert codes == set(manual.EXITS)
    assert [code for code in codes if f"| `{code}` |" not in pages["commands"]] == []


def test_every_part_has_its_licence(pages: dict[str, str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = [re.split(r"[<>=!]", wanted)[0] for wanted in project["dependencies"]]
    assert [part for part in parts if part.casefold() not in pages["licences"].casefold()] == []


def test_links_and_pictures_lead_somewhere(pages: dict[str, str]) -> None:
    for name, words in pages.items():
        for link in re.findall(r"\]\(([\w-]+)\.md\)", words):
            assert link in pages, f"{name} links to {link}"
        for picture in re.findall(r"!\[[^\]]+\]\((\S+)\)", words):
            assert re.fullmatch(r"pictures/[\w-]+\.png", picture), f"{name} shows {picture}"
        assert "{{" not in words.replace("{{keys}}", "")


def test_search_finds_pages_by_all_words() -> None:
    found = manual.search(manual.pages("zh"), "excel 批注")
    assert next(page.name for page, _ in found) == "tutorial"
    assert manual.search(manual.pages("en"), "no such words anywhere") == []
    assert manual.search(manual.pages("en"), "  ") == []


def test_no_page_speaks_two_languages_at_once() -> None:
    """English pages have Chinese only where they quote a report; Chinese pages are not translated in place."""
    for language in LANGUAGES:
        for page in manual.pages(language):
            if page.name == "checks":  # each rule under its two names
                continue
            both = re.findall(r"[\u4e00-\u9fff]+ · [A-Za-z][A-Za-z ]+|[A-Za-z ]+ · [\u4e00-\u9fff]+", page.words)
            assert both == [], (language, page.name)
    for name in ("start", "trouble", "settings", "charts", "exports"):
        words = (resource("help") / "en" / f"{name}.md").read_text(encoding="utf-8")
        assert len(re.findall(r"[\u4e00-\u9fff]", words)) < 20, name
