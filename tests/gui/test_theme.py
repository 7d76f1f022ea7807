from __future__ import annotations

import re

import pytest

from core.facts import Measure, State
from core.paths import resource
from gui.actions import TABLE
from gui.theme import NAMES, Theme, colours, contrast

MEASURES = [m.value for m in Measure]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", NAMES)
def test_every_theme_has_the_same_colours(name: str) -> None:
    assert colours(name).keys() == colours("light").keys()
    assert all(re.fullmatch("#[0-9a-f]{6}", value) for value in colours(name).values())


@pytest.mark.parametrize("name", NAMES)
def test_text_passes_aa_everywhere_it_stands(name: str) -> None:
    c = colours(name)
    grounds = ("ui.window", "ui.surface", "ui.paper", "ui.field", "ui.stripe", "ui.hover", "ui.accent_soft")
    for ground in grounds:
        assert contrast(c["ui.text"], c[ground]) >= 7, ground
    for ground in ("ui.window", "ui.surface", "ui.paper", "ui.field", "ui.stripe"):
        for words in ("ui.muted", "ui.accent", "ui.done", "ui.warning", "ui.error"):
            assert contrast(c[words], c[ground]) >= 4.5, (words, ground)
        for state in State:
            assert contrast(c[f"state.{state.value}"], c[ground]) >= 4.5, (state, ground)
    assert contrast(c["ui.accent_text"], c["ui.accent"]) >= 4.5
    assert contrast(c["ui.tip_text"], c["ui.tip"]) >= 4.5
    assert contrast(c["ui.selection_text"], c["ui.selection"]) >= 4.5


@pytest.mark.parametrize("name", NAMES)
def test_text_on_highlights_passes_aa_and_strokes_can_be_seen(name: str) -> None:
    c = colours(name)
    for measure in MEASURES:
        assert contrast(c["ui.text"], c[f"mark.{measure}_fill"]) >= 7
        assert contrast(c[f"mark.{measure}_line"], c["ui.paper"]) >= 3
        assert contrast(c[f"mark.{measure}_line"], c["ui.surface"]) >= 3
    for ground in ("mark.core", "mark.hit", "mark.hit_current"):
        assert contrast(c["ui.text"], c[ground]) >= 4.5, ground
    assert contrast(c["mark.current"], c["ui.paper"]) >= 7
    assert contrast(c["ui.focus"], c["ui.surface"]) >= 3
    assert contrast(c["ui.strong_line"], c["ui.field"]) >= 3  # the border of a field is how one sees it


# Machado, Oliveira and Fernandes (2009), severity 1.0: how linear RGB looks to people who lack one kind of cone.
BLIND = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def lab(colour: str, kind: str | None) -> tuple[float, float, float]:
    rgb = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb]
    if kind:
        linear = [min(max(sum(a * b for a, b in zip(row, linear, strict=True)), 0), 1) for row in BLIND[kind]]
    r, g, b = linear
    x, y, z = (
        0.4124 * r + 0.3576 * g + 0.1805 * b,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        0.0193 * r + 0.1192 * g + 0.9505 * b,
    )
    f = [t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x / 0.9505, y, z / 1.089)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [None, *BLIND])
def test_measures_differ_for_every_kind_of_eye(name: str, kind: str | None) -> None:
    c = colours(name)
    for part, least in (("line", 20), ("fill", 8)):
        seen = {m: lab(c[f"mark.{m}_{part}"], kind) for m in MEASURES}
        for one in MEASURES:
            for other in MEASURES:
                if one < other:
                    apart = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
                    assert apart >= least, (part, one, other, round(apart, 1))


def test_every_icon_named_exists(qapp: object) -> None:
    theme = Theme("light")
    for row in TABLE:
        if row.icon:
            assert not theme.icon(row.icon).isNull()


@pytest.mark.parametrize("name", NAMES)
def test_the_style_sheet_leaves_no_gap(qapp: object, name: str) -> None:
    sheet = re.sub(r"/\*.*?\*/", "", Theme(name).sheet(), flags=re.DOTALL)
    assert "$" not in sheet
    for file in re.findall(r"url\(([^)]+)\)", sheet):
        assert resource("icons", file.rsplit("/", 1)[-1]).is_file()


def test_no_rule_names_the_reader(qapp: object) -> None:
    # With a rule on it scrolling would paint the whole page (see gui.reader).
    sheet = Theme("light").sheet()
    assert "QTextEdit" not in sheet
    assert "reader" not in re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    assert not re.search(r"^\s*\*\s*\{", sheet, re.MULTILINE)


def test_a_theme_can_be_set_and_tells(qtbot: object, qapp: object) -> None:
    theme = Theme("light")
    with qtbot.waitSignal(theme.changed):
        theme.use("dark")
    assert theme.name == "dark"
    theme.use("system")
    assert theme.name in ("light", "dark")


@pytest.mark.parametrize("name", NAMES)
def test_the_track_of_a_bar_is_seen_on_every_ground(name: str) -> None:
    ui = colours(name)
    for ground in ("ui.surface", "ui.window", "ui.accent_soft"):
        assert contrast(ui["ui.scroll"], ui[ground]) >= 1.25
    assert "QProgressBar { background: $scroll" in resource("themes", "desk.qss").read_text(encoding="utf-8")
