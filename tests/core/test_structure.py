"""Parts, headings, sentences and time frames of reports of every shape."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents import Part, Structure
from core.structure import structure

FILLER = "我们坚持稳中求进工作总基调，统筹推进各项工作，经济社会保持平稳健康发展，人民生活水平不断提高。"


def lines(them: list[str]) -> str:
    return "\n".join(them)


def picture(text: str, year: int | None = None) -> list[str]:
    """One line a section: level, part, years, title."""
    rows = []
    for s in structure(text, year).sections:
        years = "" if s.period_start is None else f" {s.period_start}-{s.period_end}"
        rows.append(f"{s.level} {s.part}{years} {s.title.of(text)}".rstrip())
    return rows


def frame_of(text: str, words: str, year: int | None = None) -> tuple[Part, int | None, int | None]:
    section = structure(text, year).section_at(text.index(words))
    assert section is not None
    return section.part, section.period_start, section.period_end


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in structure(text, 2021).sentences]


def test_a_plain_report_of_one_year() -> None:
    text = lines(
        [
            "政府工作报告",
            "各位代表：",
            "现在，我代表市人民政府向大会报告工作，请予审议。",
            "一、2020年工作回顾",
            FILLER,
            "（一）工业经济",
            FILLER,
            "（二）政府自身建设不断加强",
            "二、2021年工作安排",
            "（一）项目建设",
            "1.完成道路改造工程。",
            "（二）全面加强政府自身建设",
            "三、加强政府自身建设",
        ]
    )
    assert picture(text, 2021) == [
        "1 opening",
        "1 review 2020-2020 一、2020年工作回顾",
        "2 review 2020-2020 （一）工业经济",
        "2 review 2020-2020 （二）政府自身建设不断加强",
        "1 plan 2021-2021 二、2021年工作安排",
        "2 plan 2021-2021 （一）项目建设",
        "3 plan 2021-2021 1.完成道路改造工程",
        "2 governance 2021-2021 （二）全面加强政府自身建设",
        "1 governance 2021-2021 三、加强政府自身建设",
    ]


def test_five_years_and_the_last_one_in_one_part_without_numbers() -> None:
    text = lines(
        [
            "各位代表:",
            "“十三五”时期及2020年工作回顾",
            "“十三五”期间，我市发展。服务业增加值比重五年来增长17个百分点。",
            "各位代表，2020年，面对新冠肺炎疫情，我们稳住了经济。",
            "(一)抗击疫情",
            "下设13个工作组。",
            "“十四五”时期及2021年工作安排",
            "“十四五”时期，是关键期。",
            "各位代表，2021年是开局之年。",
            "(一)项目建设",
            "全年招商20次以上。",
        ]
    )
    assert frame_of(text, "17个百分点") == (Part.REVIEW_TERM, 2016, 2020)
    assert frame_of(text, "13个工作组") == (Part.REVIEW, 2020, 2020)
    assert frame_of(text, "是关键期") == (Part.PLAN_TERM, 2021, 2025)
    assert frame_of(text, "20次以上") == (Part.PLAN, 2021, 2021)


def test_the_first_report_of_a_term_in_one_line() -> None:
    text = (
        "2022年凌河区政府工作报告 ——2021年12月8日在凌河区第十九届人民代表大会第一次会议上 各位代表: 现在，我报告工作。 "
        f"一、过去四年工作回顾 区十八届人民代表大会一次会议以来的四年。{FILLER * 20} (一)聚力夯实产业基础,发展动能提升 "
        f"项目63个。{FILLER * 5} 二、今后五年总体要求 到2026年翻一番。 三、2022年主要工作安排 "
        f"2022年是关键之年。 (一)强化创新 新增10家。{FILLER * 5}"
    )
    assert picture(text) == [
        "1 opening",
        "1 review_term 2018-2021 一、过去四年工作回顾",
        "2 review_term 2018-2021 (一)聚力夯实产业基础,发展动能提升",
        "1 plan_term 2022-2026 二、今后五年总体要求",
        "1 plan 2022-2022 三、2022年主要工作安排",
        "2 plan 2022-2022 (一)强化创新",
    ]
    assert "(一)强化创新" in sentences(text)
    assert "新增10家。" in sentences(text)


def test_a_partial_report_is_placed_by_its_tense() -> None:
    text = (
        "四、聚焦改革开放，更大力度创优营商环境\n持续推进深化改革。加快推进开发区改革，力争新增2家。\n"
        "五、聚焦乡村振兴\n确保粮食产能稳定。"
    )
    assert picture(text, 2021) == [
        "1 plan 2021-2021 四、聚焦改革开放，更大力度创优营商环境",
        "1 plan 2021-2021 五、聚焦乡村振兴",
    ]


def test_without_headings_the_first_words_of_paragraphs_make_the_parts() -> None:
    text = lines(
        [
            "各位代表：",
            "现在，我代表市人民政府报告工作，请予审议，并请市政协委员提出意见。",
            "刚刚过去的2003年是不平凡的一年。" + FILLER * 3,
            "生产总值增长8%。" + FILLER,
            "今年是关键的一年。" + FILLER * 3,
            "生产总值增长9%以上。" + FILLER,
        ]
    )
    assert frame_of(text, "8%", 2004) == (Part.REVIEW, 2003, 2003)
    assert frame_of(text, "9%", 2004) == (Part.PLAN, 2004, 2004)


def test_lines_without_numbers_are_the_parts_when_一_counts_what_is_below() -> None:
    text = lines(
        [
            "各位代表：",
            "2023年工作回顾",
            FILLER,
            "2024年工作安排",
            FILLER,
            "一、建强产业",
            FILLER,
            "二、改善民生",
            FILLER,
        ]
    )
    assert picture(text, 2024) == [
        "1 opening",
        "1 review 2023-2023 2023年工作回顾",
        "1 plan 2024-2024 2024年工作安排",
        "2 plan 2024-2024 一、建强产业",
        "2 plan 2024-2024 二、改善民生",
    ]


def test_a_list_that_counts_from_one_again_stays_inside_its_part() -> None:
    text = lines(
        [
            "各位代表：",
            "一、2016年工作回顾",
            FILLER,
            "二、2017年工作安排",
            FILLER,
            "一、提高补助",
            FILLER,
            "二、修路",
            FILLER,
        ]
    )
    assert picture(text, 2017)[3:] == ["2 plan 2017-2017 一、提高补助", "2 plan 2017-2017 二、修路"]


def test_a_lost_heading_of_the_plan_shows_where_the_count_begins_anew() -> None:
    text = lines(
        [
            "一、2023年工作回顾",
            "（一）经济运行稳中向好",
            "完成投资30亿元，同比增长5%，取得了新的成绩。",
            "（二）产业发展再上台阶",
            "实现了新的突破，获评全国先进。",
            "（三）民生福祉持续增进",
            "已建成学校3所，累计新增学位900个。",
            "（一）坚定不移扩大有效投资",
            "加快推进重点项目，确保完成投资40亿元，力争新开工项目20个，进一步抓好招商。",
            "（二）坚定不移增进民生福祉",
            "继续加大投入，加快建设学校5所，将新增学位1500个。",
        ]
    )
    assert frame_of(text, "完成投资30亿元") == (Part.REVIEW, 2023, 2023)
    assert frame_of(text, "确保完成投资40亿元") == (Part.PLAN, 2024, 2024)
    assert frame_of(text, "加快建设学校5所") == (Part.PLAN, 2024, 2024)


def test_a_part_that_looks_back_first_and_ahead_later() -> None:
    text = lines(
        [
            "各位代表：",
            "一、2025年工作回顾",
            FILLER,
            "二、“十四五”时期发展成就和“十五五”时期主要目标任务",
            "五年来，累计新增就业50万人。" + FILLER,
            "“十五五”时期是关键时期。" + FILLER,
            "经济总量迈上新台阶，达到5000亿元。",
            "三、2026年重点工作",
        ]
    )
    assert frame_of(text, "50万人", 2026) == (Part.REVIEW_TERM, 2021, 2025)
    assert frame_of(text, "5000亿元", 2026) == (Part.PLAN_TERM, 2026, 2030)


@pytest.mark.parametrize(
    ("title", "part", "start", "end"),
    [
        ("一、2020年工作回顾", Part.REVIEW, 2020, 2020),
        ("一、过去一年工作回顾", Part.REVIEW, 2020, 2020),
        ("一、“十三五”和2020年工作回顾", Part.REVIEW_TERM, 2016, 2020),
        ("一、过去五年工作回顾", Part.REVIEW_TERM, 2016, 2020),
        ("一、本届政府工作回顾", Part.REVIEW_TERM, 2016, 2020),
        ("一、2019年以来工作回顾", Part.REVIEW_TERM, 2019, 2020),
        ("一、“十三五”计划确定的目标和任务全面完成", Part.REVIEW_TERM, 2016, 2020),
        ("二、今后五年的奋斗目标", Part.PLAN_TERM, 2021, 2025),
        ("二、“十四五”时期主要任务和二〇三五年远景目标", Part.PLAN_TERM, 2021, 2025),
        ("二、关于第十四个五年规划纲要（草案）的说明", Part.PLAN_TERM, 2021, 2025),
        ("三、全力以赴做好“十四五”开局工作", Part.PLAN, 2021, 2021),
        ("三、2021年政府工作建议", Part.PLAN, 2021, 2021),
        ("二、接续奋斗，2021年现代化建设迈出新步伐", Part.PLAN, 2021, 2021),
        ("四、加强政府自身建设", Part.GOVERNANCE, 2021, 2021),
        ("附件：名词解释", Part.GLOSSARY, None, None),
        ("名 词 解 释", Part.GLOSSARY, None, None),
    ],
)
def test_headings_declare_parts_and_years(title: str, part: Part, start: int | None, end: int | None) -> None:
    text = f"各位代表：\n现在，我报告工作，请予审议。\n{title}\n{FILLER}\n"
    assert frame_of(text, FILLER, 2021) == (part, start, end)


def test_a_joined_line_whose_headings_are_glued_to_the_next_sentence() -> None:
    text = (
        f"各位代表：现在，我报告工作，请予审议，提出意见。2023年工作回顾2023年是开局之年。{FILLER * 20}就业4万人。"
        f"2024年工作安排建议2024年是关键一年。就业5万人。{FILLER * 10}"
    )
    assert frame_of(text, "4万人", 2024) == (Part.REVIEW, 2023, 2023)
    assert frame_of(text, "5万人", 2024) == (Part.PLAN, 2024, 2024)
    assert "2023年工作回顾" in sentences(text)


def test_a_term_in_the_midst_of_a_paragraph_holds_for_its_rest() -> None:
    text = lines(
        [
            "各位代表：",
            "一、2015年工作回顾",
            "各位代表，2015年是收官之年。“十二五”期间，生产总值年均增长11%。完成23所学校改扩建。",
            "全年新增就业5万人。",
        ]
    )
    assert frame_of(text, "23所", 2016) == (Part.REVIEW_TERM, 2011, 2015)
    assert frame_of(text, "5万人", 2016) == (Part.REVIEW, 2015, 2015)


def test_the_term_that_the_heading_names_second_comes_after_the_year() -> None:
    text = lines(
        [
            "各位代表：",
            "一、2020年工作回顾及“十三五”发展成绩",
            "2020年是重要的一年。" + FILLER,
            "（一）抗击疫情",
            "建成方舱3座。",
            "各位代表，过去的一年也是收官之年，“十三五”目标任务圆满完成。",
            "——综合实力大幅提升。生产总值年均增长8.0%。",
        ]
    )
    assert frame_of(text, "3座", 2021) == (Part.REVIEW, 2020, 2020)
    assert frame_of(text, "8.0%", 2021) == (Part.REVIEW_TERM, 2016, 2020)


def test_一是_counts_points_of_a_paragraph_and_is_no_heading() -> None:
    text = "各位代表：\n一、2020年工作回顾\n一是经济总量不大。\n二是缺少大项目。\n一部分企业困难。\n"
    assert picture(text, 2021) == ["1 opening", "1 review 2020-2020 一、2020年工作回顾"]


def test_an_unnamed_list_of_terms_is_the_glossary() -> None:
    terms = "1.总部经济：是指总部集群布局。\n2.医共体：指县域医共体。\n3.六稳：指稳就业等。"
    text = f"各位代表：\n一、2021年工作安排\n{FILLER * 8}\n{terms}"
    assert frame_of(text, "总部集群", 2021) == (Part.GLOSSARY, None, None)


def test_a_line_cut_by_a_link_is_no_heading() -> None:
    text = f"各位代表：\n一、2003年工作回顾\n{FILLER}制定《\n教育振兴行动计划\n》，推进改革。{FILLER}\n"
    assert picture(text, 2004) == ["1 opening", "1 review 2003-2003 一、2003年工作回顾"]


def test_sentences_keep_their_closing_quotes_and_end_at_lines() -> None:
    text = "我们说：“说到做到！”增长7%；就业5万人。\n一、工作\n下一句没有句号\n"
    assert sentences(text) == ["我们说：“说到做到！”", "增长7%；", "就业5万人。", "一、工作", "下一句没有句号"]


def test_a_colon_after_a_heading_does_not_cut_the_sentence() -> None:
    text = "1.完成道路改造工程,铺好民心路。\n2.主要指标：增长7%。"
    assert sentences(text) == ["1.完成道路改造工程,铺好民心路。", "2.主要指标：增长7%。"]


def check(text: str, found: Structure) -> None:
    for spans in (found.paragraphs, found.sentences):
        assert all(a.end <= b.start for a, b in pairwise(spans))
        assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(any(p.contains(s) for p in found.paragraphs) for s in found.sentences)
    for section in found.sections:
        assert 0 <= section.start <= section.end <= len(text)
        assert section.start <= section.title.start <= section.title.end <= section.end or not section.title.end
    tops = [s for s in found.sections if s.level == 1]
    assert all(a.end == b.start for a, b in pairwise(tops))
    assert not tops or tops[-1].end == len(text)
    starts = [(s.start, s.level) for s in found.sections]
    assert starts == sorted(starts)


NUMBERS = ["一、", "二、", "（一）", "1.", "第一部分", "①", "（", "〔"]
WORDS = ["2020年", "2021年", "工作回顾", "工作安排", "名词解释", "增长7%", "全市", "𠮷", "过去五年，", "“十四五”时期"]
MARKS = ["。", "！”", "各位代表：", "\n", " ", "\u3000", "\u2028", "\r\n"]
PIECES = st.sampled_from(NUMBERS + WORDS + MARKS)


@given(st.lists(PIECES, max_size=80).map("".join))
@settings(max_examples=150, deadline=None)
def test_whatever_the_text_ranges_rise_and_sentences_stay_in_paragraphs(text: str) -> None:
    check(text, structure(text))


def test_nothing_comes_of_nothing() -> None:
    assert structure("").sections == ()
    assert structure(" \n\n").sentences == ()
