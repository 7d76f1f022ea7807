"""Damage is mended, with a record of each change; what is sound stays as it is."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.paths import resource
from core.repairing import KINDS, repair
from core.repairing.pinyin import READING
from core.repairing.script import converter, simplified, turned
from core.spans import Span

ROOT = Path(__file__).resolve().parents[2]
SEEDS = {path.stem.split("_")[0][-3:]: path.read_text(encoding="utf-8") for path in (ROOT / "seeds").glob("*.txt")}
SOUND = SEEDS["北镇市"]
DAMAGED = SEEDS["阜新市"]
CASES = ROOT / "tests" / "files" / "damage"


def mended(text: str) -> str:
    return repair(text)[0]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def wrong(found: str, true: str) -> int:
    """Characters that differ, by the larger side of each difference."""
    moves = difflib.SequenceMatcher(None, found, true, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for kind, a, b, c, d in moves if kind != "equal")


# ---- records


def test_every_kind_has_a_name_in_both_languages() -> None:
    names = tomllib.loads((resource("i18n") / "loading.toml").read_text(encoding="utf-8"))["repair"]
    assert set(names) == set(KINDS)
    assert all(set(texts) == {"zh", "en"} for texts in names.values())


def test_records_point_into_both_texts() -> None:
    text, offsets, repairs = repair(DAMAGED)
    assert len(repairs) > 2000
    for one in repairs:
        assert one.kind in KINDS
        assert one.original.of(DAMAGED) == one.before
        assert 0 <= one.text.start <= one.text.end <= len(text)
        assert 0 < one.confidence <= 1
        if one.kind in ("shifted", "guessed", "traditional"):
            assert simplified(one.after) == simplified(one.text.of(text))
    assert offsets.text_at[-1] == len(text)
    assert offsets.original_at[-1] == len(DAMAGED)
    assert list(repairs) == sorted(repairs, key=lambda one: (one.original, one.text))


@pytest.mark.parametrize("name", sorted(set(SEEDS) - {"阜新市"}))
def test_a_sound_report_is_not_touched(name: str) -> None:
    text, _, repairs = repair(SEEDS[name])
    # One heading of one seed is spread by spaces.
    assert [one.before for one in repairs] == (["名 词 解 释"] if name == "肇源县" else [])
    assert text == SEEDS[name].replace("名 词 解 释", "名词解释")


def test_repairing_twice_changes_nothing_more() -> None:
    for text in (DAMAGED, *SEEDS.values()):
        once = mended(text)
        assert mended(once) == once


# ---- readings, script


def test_readings_go_and_traditional_becomes_simplified() -> None:
    text = "現(xiàn)在,我們(men)推進(jìn)經(jīng)濟(jì)發(fā)展,凝聚力量,著力改革,成效顯著。"
    assert mended(text) == "现在,我们推进经济发展,凝聚力量,着力改革,成效显著。"


def test_brackets_that_are_no_readings_stay() -> None:
    text = "研发(R&D)经费,5.3万台(套),一流(a)服务,PM(2.5),《条例(修订)》"
    assert mended(text) == text


def test_simplified_text_with_a_traditional_name_stays() -> None:
    text = "他在墨子號发布会上说,显著提升,名著、著作、著名、执著。" + SOUND[:500]
    assert mended(text) == text


def test_what_is_turned_wherever_it_stands_is_read_from_the_tables_as_they_turn_it() -> None:
    every = {chr(code) for code in range(0x3400, 0xA000)}
    assert every & turned() == {c for c in every if converter().convert(c) != c}


def test_place_names_keep_their_character() -> None:
    assert simplified("濛溪河遺址") == "濛溪河遗址"
    assert simplified("細雨濛濛") == "细雨蒙蒙"


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=60))
@settings(max_examples=60, deadline=None)
def test_simplifying_keeps_every_position(text: str) -> None:
    assert len(simplified(text)) == len(text)


# ---- shifted bytes


@pytest.mark.parametrize(
    ("damaged", "true"),
    [
        ("。ㄒ唬┒啻氩⑴e穩住經濟基本盤,經濟總量持續做大", "（一）多措并举稳住经济基本盘,经济总量持续做大"),
        (
            "成為群眾休閑娛樂新熱點!笆弧逼陂g全市A級以上景區首次免費開放",
            "成为群众休闲娱乐新热点。“十一”期间全市A级以上景区首次免费开放",
        ),
        ("全面實施林長制!昂娱L制”深入落實", "全面实施林长制。“河长制”深入落实"),
        ("文旅短視頻增幅位于全省前列!懂(dāng)國潮遇見冰雪》等", "文旅短视频增幅位于全省前列。《当国潮遇见冰雪》等"),
        ("城市改造供水、燃?xì)夤芫W(wǎng)新建改造", "城市改造供水、燃气管网新建改造"),
        ("嚴控?fù)P塵污染", "严控扬尘污染"),
        ("。ǘ┩怀隹萍紕撔", "（二）突出科技创新"),
    ],
)
def test_a_lost_byte_is_put_back(damaged: str, true: str) -> None:
    # Three readings show what site the text comes from.
    around = "現(xiàn)在,經(jīng)濟(jì)發(fā)展。\n"
    assert squeezed(mended(around + damaged)) == squeezed("现在,经济发展。" + true)


def test_what_vanished_is_marked_as_a_guess() -> None:
    _, _, repairs = repair("成為群眾休閑娛樂新熱點!笆弧逼陂g全市A級以上景區首次免費開放")
    kinds = {one.kind: one for one in repairs}
    assert "十" in kinds["guessed"].after
    assert kinds["guessed"].confidence < kinds["shifted"].confidence


def test_exclamation_marks_and_brands_are_no_damage() -> None:
    text = "谢谢大家!让我们携手前进!新时代,新征程!我们用“深i企”“盐i才”平台服务华润e万家。①建设东门②改造㉑重点。\n"
    assert mended(text) == text


@pytest.mark.parametrize("case", ["1", "2", "3", "4"])
def test_damaged_runs_of_other_reports(case: str) -> None:
    damaged = (CASES / f"{case}.damaged.txt").read_text(encoding="utf-8")
    clean = (CASES / f"{case}.clean.txt").read_text(encoding="utf-8")
    before = squeezed(simplified(READING.sub("", damaged)))
    in_runs = wrong(before, squeezed(clean))
    assert in_runs > 40
    assert wrong(squeezed(mended(damaged)), squeezed(clean)) <= 0.03 * in_runs


def test_the_damaged_seed_reads_as_the_clean_one() -> None:
    clean = (ROOT / "tests/files/gold/001.clean.txt").read_text(encoding="utf-8")
    assert wrong(squeezed(mended(DAMAGED)), squeezed(clean)) <= 20


# ---- marks, width, spaces


@pytest.mark.parametrize(
    ("damaged", "true", "kind"),
    [
        ("增\0长\x085%", "增长5%", "control"),
        ("一、回顾\\r\\n增长\\r\\n二、任务\\r\\n", "一、回顾\n增长\n二、任务\n", "escape"),
        ("增长&nbsp;5%&ldquo;十四五&rdquo;&#8226;", "增长 5%“十四五”•", "entity"),
        ("增\u200b长5\ufeff%", "增长5%", "zero_width"),
        ("线路550\n\u200b\n多万公里", "线路550多万公里", "zero_width"),
        ("达到\ue00835.2%\ue009，森林", "达到35.2%，森林", "private_use"),
        ("⼯作⻓⾜⺠", "工作长足民", "radical"),
        ("增长１２．５％，33．7％", "增长12.5%，33.7%", "width"),
        ("比重达到2 6.5%，工业", "比重达到26.5%，工业", "number_space"),
        ("增长5 . 5%以上", "增长5.5%以上", "number_space"),
        ("从1 9 9 3 年到现在", "从1993年到现在", "number_space"),
        ("完成 48 场讲座", "完成 48场讲座", "number_space"),
        ("培育雏 鹰 瞪 羚企业", "培育雏鹰瞪羚企业", "word_space"),
        ("、雏 鹰 瞪 羚 企 业 分 别 增 长48.8%", "、雏鹰瞪羚企业分别增长48.8%", "word_space"),
        ("政　府　工　作　报　告\n各位代表", "政府工作报告\n各位代表", "word_space"),
        ("????各位代表：\n????现在，我代表", "各位代表：\n现在，我代表", "lost_space"),
        ("促—9—稳，加强", "促稳，加强", "page_number"),
        ("加加快快推推进进改改革革", "加快推进改革", "doubled"),
    ],
)
def test_small_damage(damaged: str, true: str, kind: str) -> None:
    text, _, repairs = repair(damaged)
    assert text == true
    assert {one.kind for one in repairs} == {kind}


@pytest.mark.parametrize(
    "text",
    [
        "2016—2020年，附件2 2019年度，2026-01-31 07:00:44",
        "11. 90%以上的义务教育学校",
        "好客山东 好品山东",
        "海南省省长 刘小明\n各位代表",
        "清清楚楚、扎扎实实、踏踏实实",
        "完成了吗？？是的！！",
        "A—B—C",
        "C:\\new\\table",
        "市长 马 军",
    ],
)
def test_what_only_looks_like_damage_stays(text: str) -> None:
    assert mended(text) == text


def test_line_ends_become_one_kind_without_a_record() -> None:
    text, offsets, repairs = repair("甲\r\n乙\r丙\n丁")
    assert (text, repairs) == ("甲\n乙\n丙\n丁", ())
    assert offsets.to_original(Span(2, 3)) == Span(3, 4)


# ---- layout


def test_page_numbers_that_rise_prove_each_other() -> None:
    text = "全面\n— 1 —\n贯彻精神，一 — 2 — 般预算。\n— 3 —\n各位代表，共3.9\n— 4 —\n亿元"
    assert mended(text) == "全面贯彻精神，一般预算。\n各位代表，共3.9亿元"


def test_a_report_that_stands_twice_is_read_once() -> None:
    text, _, repairs = repair("标题\n" + SOUND + "\n\n" + SOUND)
    assert text.strip() == "标题\n" + SOUND
    assert [one.kind for one in repairs] == ["duplicate"]


def test_lines_cut_at_one_width_are_joined() -> None:
    body = "".join(SOUND.split())[:3000]
    cut = "\n".join(body[at : at + 25] for at in range(0, 3000, 25))
    text, _, repairs = repair(cut)
    assert {one.kind for one in repairs} == {"line_break"}
    assert text.count("\n") < 12
    assert "".join(text.split()) == body


# ---- size


def test_a_long_line_and_a_long_text_take_no_time_out_of_proportion() -> None:
    line = (SOUND.replace("\n", "") * 25)[:300_000]
    assert mended(line)[:1000] == line[:1000]
    assert mended("!懂" * 20_000 + "。ㄒ唬" * 5_000)


@pytest.mark.parametrize(
    "text",
    [
        " " * 40_000 + "—x", "\u3000" * 40_000 + "。", "\n" + " " * 40_000 + "?x", "1 " * 20_000, "中 " * 20_000,
        "— " * 20_000, "中—1—" * 8_000, "\u200b" * 40_000, "?xì)" * 4_000, "中ㄒ" * 8_000, "加加" * 20_000,
        "中“！、" * 8_000,
    ],
    ids=range(12),
)  # fmt: skip
def test_no_text_is_searched_again_and_again(text: str) -> None:
    # Each of these took minutes, or would, where a pattern is tried from every place of a long run.
    assert repair(text)[1].original_at[-1] == len(text)


@given(st.text(alphabet="。!?笆弧ㄒ唬┒aL]@(（jìn)）在 \n1２％—\u200b\ue004現", max_size=120))
@settings(max_examples=120, deadline=None)
def test_any_mixture_of_traces_keeps_the_map_whole(text: str) -> None:
    found, offsets, repairs = repair(text)
    assert offsets.text_at[-1] == len(found)
    assert offsets.original_at[-1] == len(text)
    for one in repairs:
        assert one.original.of(text) == one.before
        assert one.text.end <= len(found)


@pytest.mark.parametrize(
    ("broken", "mended_text"),
    [
        ("细颗粒物（PM\n2.5\n）平均浓度下降9.1%。", "细颗粒物（PM2.5）平均浓度下降9.1%。"),
        ("广义货币M\n2\n预期增长12%左右。", "广义货币M2预期增长12%左右。"),
        ("全市PM2.5\n平均浓度23微克。", "全市PM2.5平均浓度23微克。"),
        ("建设ERP\n2\n下一段。", "建设ERP\n2\n下一段。"),
        ("推广应用CIM\n一是加强管理。", "推广应用CIM\n一是加强管理。"),
    ],
)
def test_numbers_set_low_come_back_into_their_words(broken: str, mended_text: str) -> None:
    assert mended(broken) == mended_text
