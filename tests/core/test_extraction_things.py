"""Names of things counted: what they do, where they are, the stage they reached, without what is told of each."""

from __future__ import annotations

import pytest

from tests.core.test_extraction_names import named


@pytest.mark.parametrize(
    ("picture", "names"),
    [
        # a share is named with what it does
        ("政务服务和行政许可事项［100%］实现“零跑动”。", "政务服务和行政许可事项“零跑动”比例"),
        ("近岸海域水质［100%］达到功能区标准。", "近岸海域水质达到功能区标准比例"),
        (
            "行政审批事项［100%］网上申报、［100%］网上审批以及手机申报。",
            "行政审批事项网上申报比例 行政审批事项网上审批比例",
        ),
        (
            "国有企业下岗职工达［2700多万人］，［90%以上］进入再就业服务中心。",
            "国有企业下岗职工 国有企业下岗职工进入再就业服务中心比例",
        ),
        ("研发费用［150%］加计扣除等政策。", "研发费用加计扣除等政策"),
        # things are counted, not the measure told of each
        ("［57个］国省考断面优Ⅲ比例［93%］。", "国省考断面 国省考断面优Ⅲ比例"),
        ("［42个］国省考断面水质优良比例连续5年保持［100%］。", "国省考断面 国省考断面水质优良比例"),
        ("［66条］河流水质全部达到地表五类水以上。", "水质达到地表五类水以上的河流"),
        ("完成［12项］重大民生工程投资［300亿元］。", "重大民生工程 重大民生工程投资"),
        ("城发集团设立［5支］产业基金、总数达到［14支］。", "城发集团产业基金 产业基金总数"),
        # some of what was counted, with what they do
        ("新推出制度创新成果［111项］，其中［42项］全国领先。", "新推出制度创新成果 全国领先的制度创新成果"),
        (
            "［31项］改革成果纳入广东自贸区［60条］创新经验，［14项］在全省复制推广。",
            "纳入广东自贸区的改革成果 广东自贸区创新经验 在全省复制推广的改革成果",
        ),
        ("民营企业［9.3万户］，［11家］入围广西民营企业百强榜单。", "民营企业 入围广西民营企业百强榜单的民营企业"),
        # sayings are no part of a name; the state a thing is in is
        ("［45家］新型研发机构异军突起。", "新型研发机构"),
        ("［147条］已治理黑臭水体保持不黑不臭。", "保持不黑不臭的已治理黑臭水体"),
        ("完成［66个］基本管理单元的资源配置。", "基本管理单元的资源配置"),
        # works by the stage they reached
        ("鹏辉基地等［93个］重大项目竣工投产。", "竣工投产重大项目"),
        ("平桂羊头镇［601个］基地建成投产。", "平桂羊头镇基地建成投产"),
        # at a place
        ("开展社会管理领域［18项］专项工作。", "社会管理领域专项工作"),
        ("获得亚残运会［3枚］金牌。", "亚残运会金牌"),
        ("四川警察学院新增［6门］国家级一流课程。", "四川警察学院国家级一流课程"),
        ("盘活留仙洞片区［120公顷］低效用地。", "留仙洞片区低效用地"),
    ],
)  # fmt: skip
def test_what_they_do(picture: str, names: str) -> None:
    assert [f.indicator for f in named(picture)] == names.split()
