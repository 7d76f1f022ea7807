"""The words and patterns that the rules of extraction stand on; the long lists are in resources/lexicon/words.txt.

Several patterns are one long line: a list of alternatives reads better unbroken than in twenty pieces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.paths import resource


def _lists() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    section: set[str] = set()
    for line in resource("lexicon", "words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line[1:-1], set())
        elif not line.startswith("#"):
            section.update(line.split())
    return {name: frozenset(words) for name, words in found.items()}


WORDS = _lists()
BOUNDARY = "，,；;：:。！？!?\n"
UP_WORDS, DOWN_WORDS = WORDS["up"], WORDS["down"]
STRONG_SET = WORDS["strong"]
VP = WORDS["predicate"]

# What may stand between a change word and its quantity.
FILLER = r"(?:了|仍然|仍|依然|还|预期目标|目标|约为|约|近|超过|超出|超|突破|达到了|达到|高达|达|为|幅度|率|速度|将|均|都|各|分别|全部|总体|预计|约合|不低于|不少于|不超过|逾|至少|仅|只有|只|又|也|力争|在|保持在|保持|稳定在|控制在|：|:|是|[（(]以?下同[）)])"
_CHANGE_WORDS = "|".join(sorted(UP_WORDS | DOWN_WORDS, key=lambda word: (-len(word), word)))
CHANGE = re.compile(rf"({_CHANGE_WORDS})(?<!自然增长率)(?<!自然增长)(?<!自然增)(?:{FILLER})*\s*$")
# 提高到, 降至, 增加为: the quantity is the new level.
TO_LEVEL = re.compile(
    r"(?:增长|增加|提高|上升|上涨|提升|扩大|递增|攀升|下降|减少|降低|压减|缩短|缩减|回落|压缩|精简|调整|发展|扩展|拓展|增|升|降|减|缩|压|扩|延长|跃升|优化|回升|恢复)"
    r"(?:了|全部|均|都|分别|进一步|至少|大幅|逐步)*(?:到|至|为|成)(?:了|约|近|超|超过|不低于|不超过|每人每月|每人每年|每月|每年|人均|全省|全市|全国|全部|平均|月人均|现在的|目前的)*\s*$"
)
AVERAGE = re.compile(
    r"年均(?![^，。；]{0,6}(?:浓度|气温|降水))|(?<!全)年平均|平均每年|每年(?=递增|增长|新增|提高|下降)|年递增|(?<![\d去今上前同全当次每百两中历青少一二三四五六七八九十几])年增长|逐年(?=增|提|递)"
)
YEARLY = re.compile(
    r"同比|比上年|比去年|比前年|较上年|较去年|上年同期|去年同期|环比|同口径|可比口径|比上一年|较前年|比同期"
)
SINCE = re.compile(r"(?:比|较|相比|是|为)(?:于)?(?:“?[^，。；]{0,8}”?(?:末|初|底|五年前|期初|年前)|(?:19|20)\d\d年)")

# Nouns that mean nothing without what they belong to.
RELATIVE = re.compile(
    r"^(?:年|月|日|均|总|年均|累计|其|其中|实际|完成|计划|预计|完成总|占|协议|合同|到位|涉及|新增|户均|人均|劳务|全年|年度|当年|带动|实现|年实现|可实现|投产后|"
    r"直接|间接|本外币|平均|综合|占地|建筑|规划|年产|每|亩均|单|合计|投保|营业|销售|经营|主营业务|使用|服务|工程|通车|运营|订单|总体|形象|用地|总用地|规模|年销售|年处理|年营业|年接待|设计|建设|项目|"
    r"增速|增幅|总量|注册|答复|办复|群众|安排|支持|意向|点击|采购|厂房|拨付|兑付|筹措|签约|成交|交易|批复|下达|赔付|认缴|实缴|争取|招引|引资|担保|授信|贷款|保费|保险|信贷|投放|发放|资金|补助|补贴|救助|奖励|其余|同比)*"
    r"(?:(?:下降|上升|提升|提高|增长|改善|减少|扩大)幅度|产业规模|集群规模|投资额|总投资|投资|资金|面积|长度|总长|全长|里程|总里程|产值|产量|总产值|总产量|总产出|营收|销售收入|销售额|收入|利润|利税|税收|金额|总额|资金额|投资总额|占比|比重|比例|增速|增幅|涨幅|降幅|增长|"
    r"规模|体量|库容|估值|市值|能力|产能|长|宽|高|均价|单价|价格|数量|总数|总量|数|率|量|额|值|人数|户数|人次|参保人数|参保|总人数|增加值|贡献率|覆盖率|完成率|开工率|合格率|满意率|满意度|通过率|成功率|普及率|"
    r"办结率|开通率|利用率|进度|达标率|处理率|参保率|入园率|入学率|就业率|签约率|落地率|投产率|竣工率|到位率|整改率|结案率|化解率|知晓率|排名|排位|位次|总分|得分|营业额|营业收入|主营业务收入|交易额|成交额|合同额|到位资金|投资强度|"
    r"余额|存款|贷款|不良率|资产|总资产|净利润|税额|税费|费用|成本|用电量|装机|装机容量|总装机|受益群众|受益人口|受益|惠及|就业|带动就业|床位|学位|建筑面积|占地面积|概算|预算|结余|库存|保有量|拥有量|销量|花费|消费|支出)$|^[\u4e00-\u9fff]{2}率$"
)

# Figures of these are states: of a span of years they belong to the last one.
RATE_NAME = re.compile(
    r"(?:率|比重|占比|比例|水平|能力|强度|浓度|标准|满意度|寿命|覆盖面|系数|指数|年限|密度|均值|比率|化率|余额|总量|规模|人均.{1,12}|存量|保有量|拥有量|总数)$"
)

# The measure at the end of a name, which the members of a list share.
MEASURE_TAIL = re.compile(
    r"(?:(?:占|相当于)[^、占]{2,14}的?(?:比例|比重|份额)|(?:居民)?(?:年)?人均(?:可支配|纯|现金|消费)?(?:收入|支出)|(?:居民)?人均[^、和与及]{2,8}|(?:综合|有效|安全|无害化|集中|达标|全面|登记|按期|覆盖|平均)?[\u4e00-\u9fff]{1,3}率|排放(?:量|总量|强度)?|(?:饲养|出栏|存栏|总产|产|销售|交易|成交|总|数|用|排放|吞吐|供应|储备|保有|接待|投资|签约|融资|销|运输|周转|客运|货运|生产|消费|零售|批发|贸易|进口|出口|进出口|营业)?(?:量|额|数)|"
    r"占比|比重|比例|标准|浓度|面积|里程|增加值|总产值|产值|收入|支出|余额|存款|贷款|总额|税收|投资|利润|价格|指数|水平|满意度|营收|税金|增速|人数|户数|次数|起数|总数|均价|均值|时限|能力|规模|业务|覆盖面|待遇|养老金|待遇标准|补助标准|保障标准|改造|幅度|案件|警情|比率|工资|补贴|基本养老金)$"
)
# 增长6.6%，比全国、全省分别高1.4、｜0.6个百分点; 137亿元，剔除不可比因素增长｜9.4%; 与上年计划｜持平
AGAIN = re.compile(
    "(?:增速|增幅|涨幅)?(?:比[^0-9，]{0,10})?(?:分别|均)?(?:高于|低于|快于|慢于|高|低|快|慢|提升|回升|提高|回落)[^0-9]{0,8}[0-9.]+|(?:剔[除出]|扣除)不可|(?:上年)?计划"
)
RAISED = re.compile("(?:增加|提高|提升|上升|增长|扩大|发展|减少|下降|降低|降|增|升)(?:到|至)(?:了|约|近)?")
