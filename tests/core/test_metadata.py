"""Who reports, where and when, from the text and the file's name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.documents import Metadata
from core.metadata import metadata
from core.structure import structure

BODY = "\n一、去年工作回顾\n去年，生产总值增长8%。\n"


def read(head: str, name: str = "", who: str = "县人民政府", body: str = BODY) -> Metadata:
    text = f"{head}\n各位代表：\n现在，我代表{who}向大会报告工作，请予审议。{body}"
    return metadata(text, structure(text), name)


def test_the_lines_before_the_salutation_tell_all() -> None:
    found = read(
        "2022年锦州市凌河区政府工作报告\n——2021年12月8日在锦州市凌河区第十九届\n人民代表大会第一次会议上\n区长 马晓春",
        who="区人民政府",
        body="\n一、过去四年工作回顾\n四年来。\n二、2022年主要工作安排\n2022年是关键之年。\n",
    )
    assert found.region == "辽宁省/锦州市/凌河区"
    assert (found.region_code, found.level) == ("210703", "county")
    assert (found.year, found.date) == (2022, "2021-12-08")
    assert found.session == "第十九届人民代表大会第一次会议"
    assert found.speaker == "马晓春"
    assert found.title == "2022年锦州市凌河区政府工作报告"
    assert all(found.findings[key].confidence > 0.6 for key in ("region", "year", "date", "session", "speaker"))


@pytest.mark.parametrize(
    ("head", "who", "path", "code"),
    [
        ("——2014年2月18日在徐水县第十五届人民代表大会第三次会议上", "县人民政府", "河北省/保定市/徐水县", "130625"),
        ("——2016年2月18日在徐水区第一届人民代表大会第三次会议上", "区人民政府", "河北省/保定市/徐水区", "130609"),
        ("（2012年1月9日在米易县第十二届人民代表大会第一次会议上）", "县人民政府", "四川省/攀枝花市/米易县", "510421"),
        ("二〇一二年一月九日在易县第十四届人民代表大会第二次会议上", "县人民政府", "河北省/保定市/易县", "130633"),
        ("2021年2月3日在天门市第九届人民代表大会第五次会议上", "市人民政府", "湖北省/天门市", "429006"),
        ("2020年1月3日在长春市朝阳区第十八届人民代表大会第四次会议上", "区人民政府", "吉林省/长春市/朝阳区", "220104"),
        ("2005年1月15日在襄樊市第十四届人民代表大会第五次会议上", "市人民政府", "湖北省/襄樊市", "420600"),
        ("2015年1月15日在坪山新区2015年工作会议上", "坪山新区管委会", "广东省/深圳市/坪山新区", "440310"),
        ("2015年1月15日", "大鹏新区管委会", "广东省/深圳市/大鹏新区", ""),
    ],
)
def test_the_region_is_that_of_the_year(head: str, who: str, path: str, code: str) -> None:
    found = read("政府工作报告\n" + head, who=who)
    assert (found.region, found.region_code) == (path, code)


def test_the_nation() -> None:
    found = read("——2024年3月5日在第十四届全国人民代表大会第二次会议上\n国务院总理　\n李　强", who="国务院")
    assert (found.region, found.region_code, found.level) == ("全国", "", "nation")
    assert found.session == "第十四届全国人民代表大会第二次会议"
    assert found.speaker == "李强"


def test_one_name_of_two_places_asks_the_analyst() -> None:
    finding = read("2020年朝阳区政府工作报告", who="区人民政府").findings["region"]
    assert finding.confidence < 0.6
    assert {"北京市/朝阳区", "吉林省/长春市/朝阳区"} <= set(finding.choices)


def test_the_text_tells_which_of_two_places() -> None:
    body = BODY + "推动长春新区建设，长春国际影都投入使用，支持长春一汽发展，朝阳经济开发区扩区。" * 3
    assert read("2020年朝阳区政府工作报告", who="区人民政府", body=body).region == "吉林省/长春市/朝阳区"


def test_without_any_title_the_place_named_throughout_is_taken() -> None:
    text = (
        "持续推进深化改革。制定具有陵城特色的办法，打造“陵城小麦”品牌，对接德州市四区。推进陵城一中扩建。"
        "全区一盘棋，我区经济发展，自觉接受区人大监督。"
    )
    found = metadata(text, structure(text), "")
    assert found.region == "山东省/德州市/陵城区"
    assert found.findings["region"].source == "text"


@pytest.mark.parametrize("name", ["唐县_2015.txt", "2015年唐县政府工作报告.docx", "130627_2015.txt"])
def test_the_file_name_helps_where_the_text_is_silent(name: str) -> None:
    found = read("", name)
    assert (found.region, found.year) == ("河北省/保定市/唐县", 2015)
    assert found.findings["region"].source == "file name"
    assert found.findings["year"].source == "file name"


def test_the_text_wins_over_the_file_name_with_less_confidence() -> None:
    found = read(
        "政府工作报告\n——2014年2月18日在徐水县第十五届人民代表大会第三次会议上",
        "徐水县_2016.txt",
        body="\n一、2013年工作回顾\n二、2014年工作安排\n",
    )
    assert found.year == 2014
    assert found.findings["year"].confidence <= 0.6
    assert "2016" in found.findings["year"].choices


def test_a_report_of_december_is_about_the_coming_year() -> None:
    found = read(
        "——2020年12月29日在肇源县第十七届人民代表大会第六次会议上\n县长宁利文",
        body="\n一、“十三五”工作回顾\n三、2021年工作安排\n2021年是开局之年。\n",
    )
    assert (found.year, found.date, found.speaker) == (2021, "2020-12-29", "宁利文")


def test_an_earlier_meeting_in_the_text_is_only_a_hint() -> None:
    found = read("", body="\n一、工作回顾\n完成了县十六届人大二次会议确定的任务。\n")
    assert found.session == ""
    assert found.findings["session"].choices == ("第十六届人民代表大会第三次会议",)
    assert found.findings["session"].confidence < 0.5


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("市长 张雪冬", "张雪冬"),
        ("县长宁利文", "宁利文"),
        ("代县长：王  军", "王军"),
        ("自治区主席 艾尔肯·吐尼亚孜", "艾尔肯·吐尼亚孜"),
        ("旗长 色音图", "色音图"),
        ("呼伦贝尔市海拉尔区人民政府代区长  萨国文", "萨国文"),
        ("上海市市长韩正", "韩正"),
        ("打印 全屏 收藏", ""),
    ],
)
def test_speakers(line: str, speaker: str) -> None:
    assert read("政府工作报告\n" + line).speaker == speaker


def test_a_text_that_tells_nothing_gives_nothing() -> None:
    found = metadata("", structure(""), "")
    assert (found.region, found.year, found.date, found.session, found.speaker) == ("", None, "", "", "")


def test_a_township_stands_under_its_county_without_a_code() -> None:
    found = read("2021年1月5日在北镇市沟帮子镇第十八届人民代表大会第三次会议上\n镇长 王军", who="镇人民政府")
    assert (found.region, found.region_code, found.level) == ("辽宁省/锦州市/北镇市/沟帮子镇", "", "township")


def test_the_words_a_report_uses_for_itself_tell_its_level() -> None:
    body = (
        BODY
        + "全省首个，居全省第一。在省委、市委和区委领导下，自觉接受区人大监督，全区上下团结一心，南山更美好，深圳南山。"
        * 3
    )
    found = read("", who="政府", body=body)
    assert found.region == "广东省/深圳市/南山区"


PIECES = [
    "政府工作报告",
    "北京市",
    "易县",
    "2021年",
    "1月5日",
    "第三届",
    "人民代表大会",
    "第四次会议",
    "市长",
    "张雪冬",
    "各位代表",
]


@given(
    st.lists(st.sampled_from([*PIECES, "\n", "　", "（", "——", "我代表", "全区"]), max_size=40).map("".join),
    st.text(max_size=12),
)
@settings(max_examples=100, deadline=None)
def test_whatever_the_words_an_answer_comes(text: str, name: str) -> None:
    found = metadata(text, structure(text), name)
    assert all(0 <= finding.confidence <= 1 for finding in found.findings.values())
    assert bool(found.region) == bool(found.level)
