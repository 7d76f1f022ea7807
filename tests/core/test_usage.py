"""The command line's help and complaints are in one language, and a wrong call says what to do in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from core import cli as line
from core.messages import set_language
from core.usage import told


@pytest.fixture(autouse=True)
def _language_goes_back() -> Iterator[None]:
    yield
    set_language("zh")


@pytest.mark.parametrize("name", ["", *sorted(line.cli.commands)])
def test_help_in_chinese_has_no_english_sentence(name: str) -> None:
    shown = CliRunner().invoke(line.cli, [*([name] if name else []), "--help"])
    assert shown.exit_code == 0
    assert "用法：" in shown.output
    assert "选项：" in shown.output
    assert re.findall(r"Usage|Options:|Commands:|Show |\[required\]|exit\.", shown.output) == []


def test_help_in_english_has_no_chinese() -> None:
    shown = CliRunner().invoke(line.cli, ["--lang", "en", "export", "--help"]).output
    assert "Usage:" in shown
    assert "[required]" in shown
    assert re.findall("用法|选项|必填", shown) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["extrat"], "没有命令“extrat”"),
        (["export", "p.duidu"], "缺少 --output"),
        (["export"], "缺少 PROJECT"),
        (["export", "p.duidu", "--otput", "x"], "没有选项 --otput。是否指 --output？"),
        (["open", "p.duidu", "--fact", "first"], "--fact 的值不能用"),
        (["split"], "缺少"),
    ],
)
def test_a_wrong_call_is_told_in_chinese(words: list[str], said: str) -> None:
    with pytest.raises(click.UsageError) as raised:
        line.cli.main(words, prog_name="duidu", standalone_mode=False)
    assert said in told(raised.value)
    assert "--help" in told(raised.value)
    assert raised.value.exit_code == 2


def test_a_wrong_call_takes_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        line.main(["export", "--otput", "x"])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith("duidu: 没有选项")
    assert said.count("\n") == 1
