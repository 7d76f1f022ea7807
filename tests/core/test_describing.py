"""A report in brief."""

from __future__ import annotations

import json

from core import messages
from core.describing import info
from core.documents import Part
from core.reading import read_text


def test_what_info_prints() -> None:
    text = (
        "2021年北镇市政府工作报告\n——2021年1月5日在北镇市第三届人民代表大会第四次会议上\n市长 张雪冬\n各位代表：\n"
        "现在，我报告工作，请予审议。\n“十三五”时期及2020年工作回顾\n“十三五”期间，修路5公里。\n2021年工作安排\n修路6公里。\n"
    )
    found = json.loads(json.dumps(info(read_text(text, "北镇.txt")), ensure_ascii=False))
    assert found["region"] == "辽宁省/锦州市/北镇市"
    assert found["region_code"] == "210782"
    assert found["level"] == "county"
    assert found["year"] == 2021
    assert [(p["part"], p["title"], p["period"]) for p in found["parts"]] == [
        ("opening", "", ""),
        ("review_term", "“十三五”时期及2020年工作回顾", "2016-2020"),
        ("plan", "2021年工作安排", "2021"),
    ]
    assert found["parts"][-1]["end"] == len(text)
    assert found["repairs"] == {}


def test_every_part_and_level_has_a_name() -> None:
    for part in Part:
        assert messages.text(f"part.{part}")
    for level in ("nation", "province", "prefecture", "county", "township"):
        assert messages.text(f"level.{level}")
