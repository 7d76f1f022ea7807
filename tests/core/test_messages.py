"""Every text that the code asks for exists in both languages and gets all the values it names."""

from __future__ import annotations

import ast
import pickle
import re
import string
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import errors
from core.errors import DuiduError, ProjectError
from core.messages import LANGUAGES, catalogue, fill, quoted, set_language, text

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted([*(ROOT / "core").rglob("*.py"), *(ROOT / "gui").rglob("*.py")])
ERRORS = {kind.__name__ for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DuiduError)}


def holes(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def asked(path: Path) -> Iterator[tuple[int, str, set[str | None]]]:
    """Line, key and the names of the values of every text and error in a file whose key is written out."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        key = node.args[0].value
        if isinstance(key, str) and (name in ERRORS or name == "text"):
            yield node.lineno, f"error.{key}" if name in ERRORS else key, {word.arg for word in node.keywords}


@pytest.mark.parametrize("path", CODE, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_text_is_there_with_its_values(path: Path) -> None:
    for line, key, given in asked(path):
        assert key in catalogue(), f"line {line}"
        needed = set().union(*(holes(template) for template in catalogue()[key].values()))
        assert None in given or needed <= given, f"line {line}: {key}"


def test_both_languages_say_the_same_things() -> None:
    for key, texts in catalogue().items():
        assert set(texts) == set(LANGUAGES), key
        assert len({bool(template.strip()) for template in texts.values()}) == 1, key
        assert holes(texts["zh"]) == holes(texts["en"]), key


def test_no_key_is_in_two_files() -> None:
    found: Counter[str] = Counter()
    for path in (ROOT / "resources" / "i18n").glob("*.toml"):
        for group, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found.update(f"{group}.{name}" for name in entries)
    assert [key for key, count in found.items() if count > 1] == []


def test_errors_speak_the_language_in_use_and_cross_processes() -> None:
    error = ProjectError("locked", name="甲.duidu", who="张三@host")
    assert "张三@host" in str(error)
    set_language("en")
    assert str(error).startswith("The project")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.key, again.values) == (ProjectError, error.key, error.values)
    assert str(ProjectError("no such key", name="甲")) == "no such key: name=甲"


def test_an_unknown_text_or_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("nothing.there")
    with pytest.raises(ValueError, match="language"):
        set_language("fr")


def test_quotation_marks_within_quotation_marks_are_single_ones() -> None:
    assert text("why_period.opener", words="“十三五”期间") == "段首的“‘十三五’期间”定下时期"
    # What stands in no marks keeps its own, and so does what is no text.
    assert text("why_indicator.left", words="“8+3”产业项目") == "数字前面的名称：“8+3”产业项目"
    set_language("en")
    # English has straight ones: fonts made for Chinese draw curly ones as wide as a Chinese character.
    assert text("why_period.opener", words="“十三五”期间").startswith('"“十三五”期间" at')
    assert not [key for key, texts in catalogue().items() if set("“”‘’") & set(texts["en"])]
    assert quoted("“一带一路”沿线") == '"“一带一路”沿线"'
    set_language("zh")
    assert quoted("“一带一路”沿线") == "“‘一带一路’沿线”"


# One thing has one name (CONTRIBUTING.md, Words); these are other names that had come in for things that have one.
OTHER_NAMES = {
    "zh": r"首选项|偏好|矩阵|事实|卡片|操作记录|移出|取下|时段|经手|维护者|阈值|已实现|程序提案|(?<!您)你",
    "en": r"\b(?:refused|mended|anew|passed over|go(?:es)? back on|undecided|maintainers|status line|Tool bar)\b",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_thing_has_one_name(language: str) -> None:
    other = re.compile(OTHER_NAMES[language])
    assert {key: texts[language] for key, texts in catalogue().items() if other.search(texts[language])} == {}


def test_texts_are_punctuated_as_their_language_is() -> None:
    chinese = re.compile(r"[一-鿿][,;:!?]|[一-鿿]\.(?:$|[一-鿿])|[一-鿿] [，。；：、！？]|\.\.\.|\"")
    english = re.compile(r"\d %|\} %|[，。；：、！？]|\.\.\.|  ")
    assert {key: texts["zh"] for key, texts in catalogue().items() if chinese.search(texts["zh"])} == {}
    # What is the same in both languages is a report's own words.
    shown = {key: texts["en"] for key, texts in catalogue().items() if texts["en"] != texts["zh"]}
    assert {key: words for key, words in shown.items() if english.search(words)} == {}


def test_menus_and_buttons_are_in_sentence_case() -> None:
    names = {"PDF", "Duidu", "English"}
    titled = [
        key
        for key, texts in catalogue().items()
        if key.split(".")[0] in ("action", "menu")
        and any(word.strip("…&")[:1].isupper() and word.strip("…") not in names for word in texts["en"].split()[1:])
    ]
    assert titled == []


@pytest.mark.parametrize(("n", "said"), [(0, "0 facts"), (1, "1 fact"), ("1", "1 fact"), (21, "21 facts")])
def test_a_word_goes_with_its_number(n: object, said: str) -> None:
    assert fill("{n} {n:fact|facts}", {"n": n}) == said
    assert fill("a|b {n}", {"n": "{x|y}"}) == "a|b {x|y}"


def test_counts_are_grouped_in_both_languages() -> None:
    try:
        set_language("en")
        assert text("table.count", count=3012) == "3,012 facts"
        assert text("table.count", count=1) == "1 fact"
        set_language("zh")
        assert text("table.count", count=3012) == "3,012 条"
    finally:
        set_language("zh")
