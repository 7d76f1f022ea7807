"""What a quantity measures: the indicator's name, put together from the words around the quantity.

Chinese states a quantity after its name (高标准农田27.63万亩, 地区生产总值实现105亿元) or before it (5处农村饮水安全工程);
names are shared over lists (分别) and left out when they were just said. Works on one sentence at a time.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from typing import Any, NamedTuple

from core.extraction import words
from core.numbers import Quantity


class Name(NamedTuple):
    """An indicator's name, its contiguous core in the text (-1 where there is none), the verb, and the rule."""

    name: str
    start: int
    end: int
    action: str
    rule: str
    base: str  # what a following 总投资, 覆盖率 belongs to


@cache
def _segmenter() -> Any:
    import rjieba

    return rjieba


def tag(text: str) -> list[tuple[str, str]]:
    """Words with their part of speech."""
    found: list[tuple[str, str]] = _segmenter().tag(text)
    return found


_STOP = frozenset(words.BOUNDARY)
_LINK = re.compile(r"^\s*(?:、|和|及|与|以及|或|或者|并|暨|/|\+|，|,|至)\s*")
_LIST_GAP = re.compile(r"^\s*(?:、|和|及|与|以及|/|，|,|；)\s*(?:达到|达|以及|近|约|超|超过|增长|突破)?$")
_LINK_END = re.compile(
    r"(?:、|和|及|与|以及|或|并|同时|共|总计|合计|，|,|（|\(|\s|其中|另有|用于|等|、新增|等共|每人|每户|给予|其中，|的)+$"
)

_TRAIL = frozenset(
    w
    for w in (
        "达到了 达到 已达到 已达 高达 多达 达 实现了 实现 完成了 完成 为 是 有 到 至 在 约 约为 约合 近 共 共有 共计 合计 总计 计 累计 累计达 累计达到 已 已经 均 都 各 分别 分别为 分别达 全部 "
        "全年 预计 预计达 预计达到 力争 力争达到 确保 确保达到 增加到 增加至 增至 增长到 增长至 提高到 提高至 提升到 提升至 上升到 上升至 扩大到 扩大至 发展到 发展至 壮大到 下降到 下降至 降到 降至 "
        "降低到 降低至 减少到 减少至 减至 压缩到 压缩至 压减到 压减至 缩短到 缩短至 缩短为 稳定在 保持在 保持 控制在 稳控在 维持在 稳定 突破 超过 超 逾 接近 将近 不低于 不少于 不超过 不高于 低于 高于 增长 "
        "增加 提高 上升 提升 下降 减少 降低 压减 缩短 缩减 扩大 回落 同比 环比 同口径 可比 同期 年均 年均增长 平均 年平均 比上年 较上年 比去年 较去年 了 将 要 再 又 也 还 仅 只 就 即 着 的 由 从 自 始终 继续 "
        "持续 进一步 大幅 大幅度 明显 显著 首次 率先 一举 成功 稳居 跃居 位居 位列 名列   排名 排 排在 跃升至 跃升到 跃升 跻身 升至 升到 前移 达标 递增 净增 每年 每人每年 每人每月 每月 最高 最低 至少 超出 调整为 "
        "调整到 调整至 优化为 优化至 优化到 恢复到 收窄到 收窄 回升 回升到 跨越 跨上 迈上 迈过 跃上 站上 登上 逼近 不足 占到 控制到 净增加 净增长 上涨 下跌 涨 增 减 降 升       "
        "规模达    预期 目标 幅度 缩减到 缩减至 精简到 精简至 压降到 压降至 压降 降为 升为 增为 变为 扩展到 拓展到 延伸到 扩容到 扩容至 扩面到 提速 延长到 延长至 延长 实际 高 低 快 慢 比 较 与 "
        "和 及 同 全市 全省 全国 全区 全县 目前 现在 现 现有 现已 已有 尚有 仍有 还有 年内 年底 今年 去年 上年 大约 上 力争全年  ： : 、 （ ( — - 压缩 精简 减轻 翻  在全国 在全省 在全市 全省排名 全国排名 攀升 攀升至 "
        "突破性 保持年均 以上 左右 超额 连续  维持 稳中有升 稳步 同步 大约为 近年 确保实现 占全市 占全省 占全国 占  增幅 增速 涨幅 降幅 增长率 要达到 达到了 高出 回升至 扭亏 再创 年增长  收于 落在 回落到 回落至 位于 处于 扩至 涵盖 即将 超越 减亏 上浮 下浮 上调 下调 上调至 下调至 上调到 提标 提标至 提标到 提至 提到 拓宽到 放宽至 并列 不断 有效 再次 逐年 今年达到  占总数 压至 压到 缩减 削减 为历年 创 突破了 超过了 全面 全力 "
        "升级 稳居全国 稳居全省 居全国 居全省 列全国 列全省 位居全国 位居全省 全国 本市 我市 我省 我区 我县 首破 翻了 升幅 跌幅 减幅  从 分别是  其中 新增 同比增长 同比下降 同比提高 同比减少 同比增加 较上年同期 比上年同期 与上年 与去年 与上年同期 与去年同期 去年同期 上年同期 同期水平 基本 预计增长 预计全年 预计实现 预计完成 预计可达 预计将达 全年预计 全年预计达 实现年均 实现同比 争取达到 分别占 分别增长 均达 均达到 均超 均为 均超过 全部达到 已增至 已超 已超过 已突破 人均 只有 平均每 每 最多 最少 总体 初步 "
    ).split()
)
_TRAIL |= {"定为", "确定为", "安排", "仍然", "实际增长", "可比", "增长幅度", "跨越", "迈上", "再上", "上浮到", "动态", "实现动态", "全部", "保持动态", "新增", "居", "列", "年"}
_TRAIL_KEEP = frozenset(
    "占比 基地 用地 土地 工地 场地 林地 耕地 湿地 草地 绿地 宅地 荒地 飞地 房地 占地 产地 属地 本地 外地 当地 各地 农地 高地 阵地 园地 驻地 营地 坡地 沙地 行为 作为 合同 协同 共同 国有 拥有 公有 私有 所有 持有 网上 线上 "
    "班列 系列 专列 民居 定居 安居 首都 成都 设计 统计 审计 会计 公共 雷达 传达 发达 直达 到达 抵达 节约 预约 合约 签约 集约 契约 公约 报到 晋升 新高 职高 普高 自由 大学 放大 强大 合比 跳高 人大 重大 扩大 单位 学位 床位 车位 泊位 "
    "机位 岗位 部位 吨位 村居 邻居 旧居 故居 新居 迁居 移居 陈列 文列 以上 海上 路上 陆上 水上 市上 地上 会同 等同 连同 陪同 总和 共和 饱和 缓和 温和 调和 参与 赠与 给予 授予 论及 普及 涉及 危及 埃及 停止  直升 毫升 公升 擢升 新年 青年 少年 老年 成年 "
    "百年 常年 多年 历年 全年 丰年 周年 学年 童年 中年 早年 晚年 整年 贴近 附近 邻近 靠近 亲近  空降 迫降 增减 缩减 裁减 抵减 加减 核减 性价比 自从 服从 无从 简要 纪要 重要 需要 主要 必要 摘要 概要 扼要 险要 机要".split()
)
_LEAD = frozenset(
    (
        "其中 预计 年末 全年 累计 共 共有 共计 合计 总计 已 已经 同时 目前 现在 截至目前 截止目前 截至 截止 到 力争 确保  努力 必保 保证 保持    全市 全省 全区 全县 全州 全盟 全旗 我市 我省 我区 我县 我州 本市 "
        "本省 本区 全镇 全乡 市域 县域 积极 全力 大力 深入 全面 扎实 有序 稳步 持续 加快 成功 先后 陆续 相继 继续 进一步 不断 着力 著力 大幅 适时 统筹           年内 今年 去年 上年 当年 本年 年底前 "
        "年底 全年完成 全年实现 一年来 过去一年 过去五年 五年来 五年 五年间 近年来 三年来 四年来 期间 以来 期末 时期 使 让 把 将 对 为 与 和 及 以及 并 而 则 也 又 再 还 均 都 各 其 该 在 从 由 向 按 按照 以 由于 因 比 较 是 的 了 、 ， "
        "还有 另有 另外 此外 特别是 尤其是 包括 含 涉及 主动  认真 有效 千方百计 严格 高质量 高水平 高效 顺利 圆满 超额  如期 率先 首次 重点 重点推进 突出  抓实 做好 办好 管好   实有 通过  经过 随着 围绕 聚焦 依托 "
        "立足 坚持 牢牢 切实 一次性 同步 预期 目标 主要预期目标是 主要目标是 主要预期目标 主要指标 具体 上半年 下半年 一季度 前三季度 三季度 四季度 二季度 今后五年 未来五年 未来 每年  年均 平均 底 要 我们 并且 各位代表 累计完成 累计实现 已累计 "
        "始终 基本 建立健全 扎实推进 深入开展 大力实施 深入实施 全面推进 加快推进 持续推进 积极推进 稳步推进 协调推进 协同推进 强力推进 高位推进 认真落实 全面落实 严格落实 建好 管护 好 起 共同 预计全年 预计实现 预计完成 全年预计 确保全年 力争全年 确保实现 力争实现 "
        "力争完成 确保完成 全国 所有 一个 广泛 常态化  科学  依法 实行 采取 先行 逐步 加大 加速 精心 强力 高位 倾力 倾情 用心 用情 全程 从严 从快 严厉 严肃 坚决 果断 及时 妥善 稳妥 稳慎 倒逼 撬动社会 有力 合理 更加 更好 更 高标准推进 高标准完成 高标准建设"
    ).split()
)
_LEAD |= {"初步预计", "初步统计", "初步核算", "但", "其中新增"} - {"其中新增"}
_LEAD_KEEP = frozenset(
    "再就 再生 再贷 再融 再教 对外 对口 对接 在园 在校 在册 在建 在岗 在职 在库 在线 在营 在孵 在学 在读 在用 在产 从业 从事 以工 各类 各项 各级 比重 比例 均衡 向上 为民 因病 因灾 还款 还田 还林 还草 还湿 还迁 还建 将军 把关 使用 让利 与会 和谐 和美 和平 并购 并网 并联 到位 到期 到岗 到账 "
    "按期 按揭 其他 共享 共建 共青 共有 共同 共治 已建 都市 都江 每百 每千 每万 每人 每户 每亩 较大 含氧 好人 好评 底层 起重 起降 以上 以下 为企 一个 更新 要素 要客".split()
)
_TITLE_LEAD = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[——\-•·●◆■]+|[（(]\d+[)）])\s*")
_YEAR_LEAD = re.compile(
    r"^(?:(?:到|至|自|从|截至)?(?:19|20)\d\d年?(?:[-—～~至](?:19|20)\d\d年?)?(?:年末|年底|末|底|全年|上半年)?"
    r"|[“\"]?(?:[一二三四五六七八九]|十[一二三四五六]?)五[”\"](?:时期|期间|以来|末|规划期)?|\d{1,2}月(?:份|底|末)?|截至\d{1,2}月底?)[，,]?"
)
_GENERIC = frozenset(
    "完成 实现 达到 开展 实施 建设 建成 举办 推进 落实 确保 力争 争取 组织 加快 推动 打造 创建 建立 获得 成立 组建  发放 获批 拥有 形成 召开 促进 制定 出台 安排  投入 引进 签约 有 成 做到 培育 发展 启动 举行 支持 保障  累计 "
    "强化 加强 深化 优化 完善 提升 提高 扩大 办理 争创 创成 配备  接待 承办 稳定 办好   选派 取得 兑现 落地 抓好 开工 竣工 集聚 协调 统筹 投资 销售 安装 购置 新建 设立".split()
)
_CUT = frozenset(
    "完成 实现 新建 建成 实施 开展 举办 组织 发放 投入 争取 引进 签约 签订 办理 处置 盘活 打造 创建 启动 落实 配备 组建 成立 设立 获得 获批 纳入 列入 整改 取缔 解决 发现 查处 拆除 举行 承办 承接 推出 出台 制定 安排 筹集 筹措 拨付 兑现 建立 接待 达成 吸引 "
    "带动 撬动 惠及 受理 办结 破获 抓获 选派 招录 招聘 安置 推进 推动 促进 确保 力争 加快 帮助 争创 创成 协调 支持 引导 保持 保障 为 使 让 将 新建成 获 获评 荣获 淘汰 关停 关闭 清理 整治 排查 检查 走访 救助 资助 发行 募集 偿还 减免 降低 减轻 节约 拥有 形成 "
    "集聚 汇聚 新引进 新签约 新开工 新培育 启动建设 统筹 提供 确定 储备 谋划 盘活了 打掉 侦破 培养 引育 选聘 增设 增加 购置 更新 铺设 铺设了 疏通 转移 输出 归集 投放 植树 种植 播种 栽植 收储 出让 供应 流转 升级 维修 征收 搬迁 回迁 腾退 调处 化解 承担 参加 提出 收到 收回 办了 认定 评选 开发 建设 "
    "改造 治理 加固 铺装 投资 完善 强化 提升 优化 改善 巩固 扩大 深化 加强 修复 新增 给予 申报 达到".split()
)
# Verbs that also stand inside names; they govern only at the beginning.
_FIRST_ONLY = frozenset(
    "建设 改造 治理 加固 投资 完善 强化 提升 优化 改善 巩固 扩大 深化 加强 修复 新增 升级 维修 征收 搬迁 回迁 检查 走访 救助 资助 更新 安置 转移 输出 种植 播种 整治 清理 排查 接待 保障 申报 投入 节约 供应 流转 开发 出让 收储 参加 引导 统筹 偿还 处置 发现 办结 整改 投放 降低 达到 储备 培养 培育 认定 化解 受理 落实 带动 购置 减免".split()
)
_HARD_VERB = _CUT - _FIRST_ONLY


def _strip_end(text: str, start: int, end: int) -> tuple[int, str]:
    """Cut joining verbs and adverbs off the end; returns the new end and the verb nearest to the name."""
    action = ""
    while end > start:
        if text[end - 1] in " \u3000\t":
            end -= 1
            continue
        if text[end - 1] in "年底末来间" and (when := _WHEN_END.search(text, max(start, end - 8), end)) is not None:
            end = when.start()
            continue
        for size in (6, 5, 4, 3, 2, 1):
            if end - size < start:
                continue
            piece = text[end - size : end]
            if piece in _TRAIL:
                if (
                    size <= 2
                    and end - 2 >= start
                    and text[end - 2 : end] in _TRAIL_KEEP
                    and not (size == 2 and piece in _TRAIL and piece not in _TRAIL_KEEP)
                ):
                    continue
                end -= size
                action = piece
                break
        else:
            break
    return end, action


def _strip_start(text: str, start: int, end: int) -> int:
    while start < end:
        if text[start] in " \u3000\t、，,“（(" and (text[start] not in "“（(" or _unclosed(text, start, end)):
            start += 1
            continue
        if text[start] in ")）”":
            start += 1
            continue
        head = text[start : min(end, start + 24)]
        if (
            (match := _TITLE_LEAD.match(head) or _YEAR_LEAD.match(head)) is not None
            and match.end()
            and match.end() < len(head)
        ):
            start += match.end()
            continue
        if text[start : start + 2] in _LEAD_KEEP:
            break
        for size in (8, 7, 6, 5, 4, 3, 2, 1):
            if size < end - start and text[start : start + size] in _LEAD:
                start += size
                break
        else:
            break
    return start


def _unclosed(text: str, at: int, end: int) -> bool:
    closing = {"“": "”", "（": "）", "(": ")"}[text[at]]
    return text.find(closing, at, end) < 0


_WHEN_END = re.compile(r"(?:(?:19|20)\d\d年(?:底|末|年底|年末)?|(?<![十百])[两三四五六七八九]年(?:来|间)?)$")


class Namer:
    """Names the quantities of one sentence from first to last, remembering what was just named."""

    def __init__(
        self, text: str, start: int, end: int, quantities: list[Quantity], known: Container[str] = frozenset()
    ) -> None:
        self.text = text
        self.known = known  # names of indicators; they need nothing in front of them
        self.start = start
        self.end = end
        self.quantities = quantities
        self.names: list[Name | None] = [None] * len(quantities)
        self.also: dict[int, tuple[str, ...]] = {}  # further subjects of the same figure
        self.limits = [self._is_limit(i) for i in range(len(quantities))]
        self.floors = [self._floor(i) for i in range(len(quantities))]

    # -- the neighbourhood of a quantity --

    def clause_start(self, at: int) -> int:
        text = self.text
        while at > self.start and text[at - 1] not in _STOP:
            at -= 1
        return at

    def clause_end(self, at: int) -> int:
        text = self.text
        while at < self.end and text[at] not in _STOP:
            at += 1
        return at

    def _is_limit(self, i: int) -> bool:
        """5000万元以上(项目): a bound that defines a class, with the class named straight after it."""
        q = self.quantities[i]
        if q.bound.value not in ("ge", "le") or q.kind == "rank":
            return False
        following = self.text[q.end : q.end + 8]
        if not following or following[0] in _STOP or following[0] in "、”）)":
            return False
        return (
            re.match(
                r"(?:的)?(?:工业|产业|重大|重点|制造业|签约|亿元|新|大|招商|投资|市级|省级|在建|开工|储备|规模|农|行政|集体)*(?:项目|企业|村|工程|企|产业|园区|集群|乡镇|镇|经济|主体|合作社|家庭|学校|人群|老年人|老人|纳税)",
                following,
            )
            is not None
        )

    def _floor(self, i: int) -> int:
        """Where the text that belongs to quantity i begins: its clause, or the end of the previous quantity."""
        q = self.quantities[i]
        start = self.clause_start(q.start)
        for j in range(i - 1, -1, -1):
            if self.quantities[j].end <= start:
                break
            if self.limits[j]:
                continue
            return self.quantities[j].end
        return start

    def _ceiling(self, i: int) -> int:
        q = self.quantities[i]
        end = self.clause_end(q.end)
        for j in range(i + 1, len(self.quantities)):
            if self.quantities[j].start >= end:
                break
            if self.limits[j]:
                continue
            return self.quantities[j].start
        return end

    def joined(self, i: int) -> bool:
        """True when only a list mark stands between this quantity and the one before."""
        if not i:
            return False
        gap = self.text[self.quantities[i - 1].end : self.quantities[i].start]
        return len(gap) <= 4 and (not gap or _LIST_GAP.match(gap) is not None)

    # -- naming --

    def name(self, i: int, change: bool) -> Name:
        """The name of quantity i; `change` when it is a change or rank, which never stands before its name."""
        found = self.names[i]
        if found is None:
            found = self._shared(i) or self._topical(i, self._single(i, change))
            self.names[i] = found
        return self._ranked(i, found) if self.quantities[i].kind == "rank" else found

    def _previous(self, i: int) -> Name | None:
        for j in range(i - 1, -1, -1):
            if self.names[j] is not None and not self.limits[j]:
                return self.names[j]
        return None

    def _shared(self, i: int) -> Name | None:
        """Names shared out over a list: 城镇和农村居民人均可支配收入分别增长6.16%和8.06%."""
        last = i
        apart = "分别" in self.text[self.floors[i] : self.quantities[i].start]
        while (
            last + 1 < len(self.quantities)
            and self.joined(last + 1)
            and (apart or self.quantities[last + 1].base_unit == self.quantities[i].base_unit)
        ):
            last += 1
        count = last - i + 1
        start, end = self.floors[i], self.quantities[i].start
        if count == 1:
            return self._both(i, start, end)
        left = self.text[start:end]
        at = left.rfind("分别")
        apart = at >= 0
        if apart:
            # The subjects may stand before a comma: 城市、农村低保标准，分别提高到…
            if _NOTHING.fullmatch(left[:at]):
                before = self.clause_start(max(self.start, start - 1))
                if any(before <= o.start < start for o in self.quantities[:i]):
                    return self._again(i)
                start = before
            stop = self.floors[i] + at
            _, action = _strip_end(self.text, stop + 2, end)
        else:
            stop, action = end, ""
        if self.quantities[i].kind == "rank":
            stop = self._before_comparison(start, stop, True)
        stop, before = _strip_end(self.text, start, stop)
        start = _strip_start(self.text, start, stop)
        whole_list = self.text[start:stop]
        if count == 2 and "城乡" in whole_list and not re.search("[、和与及]", whole_list):
            for k, place in enumerate(("城镇", "农村")):
                name = whole_list.replace("城乡", place)
                self.names[i + k] = Name(name, start, stop, action or before, "shared", name)
            return self.names[i]
        items = _split_list(self.text, start, stop)
        if apart and len(items) == 1 and (spread := self._spread(i, count, self.text[start:stop])) is not None:
            return spread
        if len(items) < count or (not apart and len(items) != count):
            return None
        if not apart and self.quantities[i].kind not in ("rank",) and count < 2:
            return None
        names = _distribute([self.text[a:b] for a, b in items], count)
        if max(map(len, names)) <= 4 and not any(n in self.known for n in names) and (topic := self._topic_of(i)) is not None:
            if 3 <= len(topic.name) <= 10:
                names = [topic.name + n for n in names]
        spans = items[-count:]
        for k, name in enumerate(names):
            a, b = spans[k]
            whole = self.text[a:b] == name
            self.names[i + k] = Name(
                name, a, b if whole or name.startswith(self.text[a:b]) else b, action or before, "shared", name
            )
        return self.names[i]

    def _spread(self, i: int, count: int, relative: str) -> Name | None:
        """推进甲保险和乙保险，参保人数分别达到…: one measure of as many things as the clause before names."""
        if words.RELATIVE.match(relative) is None:
            return None
        at = self.clause_start(self.quantities[i].start)
        if at <= self.start:
            return None
        start = self.clause_start(at - 1)
        if any(start <= q.start < at for q in self.quantities):
            return None
        begin, noun = _topic(self.text, _strip_start(self.text, start, at - 1), at - 1)
        items = _split_list(self.text, begin, at - 1)
        if len(items) != count or not noun:
            return None
        for k, (a, b) in enumerate(items):
            name = self.text[a:b] + relative
            self.names[i + k] = Name(name, a, b, "", "shared", self.text[a:b])
        return self.names[i]

    def _both(self, i: int, start: int, end: int) -> Name | None:
        """污染地块、重点建设用地安全利用率均达到100%: one figure said of each of two or three subjects."""
        text = self.text
        match = _EACH.search(text, start, end)
        if match is None or (i and start == self.quantities[i - 1].end):
            return None
        stop, action = _strip_end(text, start, match.start())
        begin = _strip_start(text, start, stop)
        items = _split_list(text, begin, stop)
        if not 2 <= len(items) <= 3 or _COUNTED.search(text[begin:stop]):
            return None
        written = [text[a:b] for a, b in items]
        if words.MEASURE_TAIL.search(written[-1]) is None or min(map(len, written)) < 2:
            return None
        names = _distribute(written, len(items))
        self.also[i] = tuple(names[:-1])
        return Name(names[-1], items[-1][0], items[-1][1], action, "both", names[-1])

    def _single(self, i: int, change: bool) -> Name:
        q = self.quantities[i]
        if i and self.limits[i]:
            pass
        left = self._left(i, change)
        previous = self._previous(i)
        if change:
            return self._changed(i, left, previous)
        if previous is not None and _OLD.match(self.text[self.floors[i] : q.start]):
            return previous._replace(rule="carried")
        right = self._right(i, left)
        if right is not None:
            return right
        if (
            left is not None
            and left.name
            and left.name not in _LONE
            and (len(left.name) > 2 or not self._next_close(i))
        ):
            invested = self._invested(i, left)
            if invested is not None:
                return invested
            bare = left.name.removeprefix("其中").removeprefix("基本")
            if bare in _LONE or bare in _CUT and previous is not None and len(bare) <= 3:
                if previous is not None and previous.base:
                    return Name(left.name + previous.base, -1, -1, left.name, "verb", previous.base)
            if not self._governs(left) or not self._next_close(i):
                return self._relative(i, left, previous) or left
        elif left is not None and left.name and (invested := self._invested(i, left)) is not None:
            return invested
        elif (
            left is not None
            and left.name in _LONE
            and previous is not None
            and previous.base
            and not self._next_close(i)
        ):
            return Name(left.name + previous.base, -1, -1, left.name, "verb", previous.base)
        # Nothing on either side: 3779户7346人, 22例107.2万元, 2条共1000余米主干路.
        if (
            i + 1 < len(self.quantities)
            and self.quantities[i + 1].start - q.end <= 3
            and not self._stops(q.end, self.quantities[i + 1].start)
        ):
            borrowed = self._right(i + 1, None)
            if borrowed is not None and (previous is None or not i or self.floors[i] != self.quantities[i - 1].end):
                if left is not None and left.name and self._governs(left):
                    agent = left.name[:-2]
                    if len(agent) >= 3 and not _NO_AGENT.search(agent):
                        borrowed = borrowed._replace(name=agent + borrowed.name, base=agent + borrowed.base)
                return borrowed._replace(rule="borrowed")
        if previous is not None:
            name = previous.name
            if (
                i
                and self.quantities[i - 1].end == q.start
                and q.base_unit in ("元", "美元")
                and self.quantities[i - 1].base_unit not in ("元", "美元")
            ):
                name += "金额"
            return previous._replace(name=name, rule="carried")
        return self._from_before(i) or Name("", -1, -1, "", "none", "")

    def _next_close(self, i: int) -> bool:
        """2条共1000余米主干路: the next quantity follows at once and has the name for both."""
        if i + 1 >= len(self.quantities):
            return False
        gap = self.text[self.quantities[i].end : self.quantities[i + 1].start]
        return gap in ("", "共", "约", "共计", "总计") and self._right(i + 1, None) is not None

    def _changed(self, i: int, left: Name | None, previous: Name | None) -> Name:
        """The subject of a change or rank: the words before it, or what the sentence speaks of."""
        if left is not None and not _EMPTY.match(left.name):
            return self._relative(i, left, previous) or left
        if previous is not None:
            again = self._again(i)
            return (again or previous)._replace(rule="carried")
        return self._from_before(i) or left or Name("", -1, -1, "", "none", "")

    def _again(self, i: int) -> Name | None:
        """进出口4743亿美元，其中出口2492亿美元，分别增长69%和67%: as many changes as there were subjects."""
        if "分别" not in self.text[self.floors[i] : self.quantities[i].start]:
            return None
        count = 1
        while i + count < len(self.quantities) and self.joined(i + count):
            count += 1
        before = [n for n in self.names[:i] if n is not None]
        distinct: list[Name] = []
        for name in reversed(before):
            if all(name.name != d.name for d in distinct):
                distinct.insert(0, name)
        if count < 2 or len(distinct) < count:
            return None
        subjects = distinct[-count:]
        for k in range(1, count):
            self.names[i + k] = subjects[k]._replace(rule="carried")
        return subjects[0]

    def _ranked(self, i: int, name: Name) -> Name:
        """A rank's name says among whom: 花生参保面积全省位次."""
        if not name.name or name.name.endswith(("排名", "位次")):
            return name
        q = self.quantities[i]
        before = self.text[self.clause_start(q.start) : q.start]
        scope = _SCOPE.search(before)
        among = scope.group(1) if scope else ""
        rate = "增速" if "增速" in before and "增速" not in name.name else ""
        label = "排名" if "排" in before[-12:] else "位次"
        return Name(
            name.name + rate + ("" if among and among in name.name else among) + label,
            -1,
            -1,
            name.action,
            name.rule,
            name.base or name.name,
        )

    def _invested(self, i: int, left: Name) -> Name | None:
        """累计投入资金5.6亿元,完成…工程: money that says only what it was spent on, before or behind."""
        q = self.quantities[i]
        match = _SPENT.match(left.name)
        if i and self.floors[i] == self.quantities[i - 1].end or left.name == "总投资" and i:
            return None
        if q.base_unit not in ("元", "美元") or match is None:
            return None
        text = self.text
        at = q.end
        if text[at : at + 1] in "，,":
            at += 1
        stop = self.clause_end(at)
        for other in self.quantities[i + 1 :]:
            if other.start < stop:
                stop = other.start
                break
        if text[at : at + 1] in "的、；。" or stop - at < 4:
            return None
        purpose, _ = _strip_end(text, at, min(stop, at + 26))
        begin = _strip_start(text, at, purpose)
        written = text[begin:purpose]
        if len(written) < 4:
            return None
        tokens = tag(written)
        if tokens and tokens[0][0] in _GENERIC | {"用于", "支持", "加强", "实施", "完成"} and len(tokens) > 1:
            written = written[len(tokens[0][0]) :]
        return Name(written + left.name, -1, -1, left.action, "spent", written)

    def _stops(self, start: int, end: int) -> bool:
        return any(c in _STOP for c in self.text[start:end])

    def _left(self, i: int, change: bool = False) -> Name | None:
        """The name before the quantity: 改造高标准农田｜27.63万亩, 全市地区生产总值实现｜105亿元."""
        text, q = self.text, self.quantities[i]
        start, end = self.floors[i], q.start
        linked = False
        if i and start == self.quantities[i - 1].end and (link := _LINK.match(text[start:end])) is not None:
            start += link.end()
            linked = True
        elif text[start : start + 1] in "、和及与":
            start += 1
        if change:
            end = self._before_comparison(start, end, q.kind == "rank")
        stop, action = _strip_end(text, start, end)
        begin = _strip_start(text, start, stop)
        if stop - begin < 1:
            return Name("", -1, -1, action, "left", "") if action else None
        return self._noun(i, begin, stop, action, linked)

    def _before_comparison(self, start: int, end: int, rank: bool) -> int:
        """Where 比上年, 按可比价格计算, 居全省 begin, which stand between a name and its change or rank."""
        pattern = _PLACED if rank else _COMPARISON
        match = pattern.search(self.text, start, end)
        if match is None and not rank:
            match = _ADJUSTED.match(self.text, start, end) or _ADJUSTED_INSIDE.search(self.text, start, end)
        return end if match is None else match.start()

    def _noun(self, i: int, begin: int, stop: int, action: str, linked: bool) -> Name:
        """Within the words before a quantity, tell agent, verb and noun apart."""
        text = self.text
        written = text[begin:stop]
        agent, verb = "", ""
        noun_at = begin
        if len(written) > 3:
            position, quote = begin, 0
            tokens = tag(written)
            for index, (word, _kind) in enumerate(tokens):
                if word in "“《（(":
                    quote += 1
                elif word in "”》）)":
                    quote = max(0, quote - 1)
                after = position + len(word)
                if (
                    not quote
                    and stop - after >= (2 if index == 0 or (verb and position == noun_at) else 3)
                    and word in _CUT
                    and (word in _HARD_VERB or index == 0 or (verb and position == noun_at))
                ):
                    if not (
                        index + 1 < len(tokens)
                        and tokens[index + 1][0] in ("的", "率", "额", "量", "数", "金额", "资金", "面积", "任务")
                    ) or word in ("完成", "实现"):
                        agent = text[begin:position] if not verb else agent
                        verb = (verb + word) if verb and position == noun_at else word
                        noun_at = after
                        if text[noun_at : noun_at + 1] in ("了", "起", "出", "好"):
                            noun_at += 1
                position = after
        noun_start = noun_at
        while (
            noun_start < stop
            and text[noun_start] in "的了着 、，“"
            and (text[noun_start] != "“" or _unclosed(text, noun_start, stop))
        ):
            noun_start += 1
        noun = text[noun_start:stop]
        if not noun:
            noun, noun_start, agent, verb = written, begin, "", ""
        if (listed := _AMONG.match(noun)) is not None and len(noun) - listed.end() >= 3:
            noun_start += listed.end()
            noun = text[noun_start:stop]
        name = base = noun
        whole_start = noun_start
        if verb:
            agent = agent.rstrip("累计共已全面、，成功先后均都将")
            if verb not in _GENERIC or len(noun) <= 4 and words.RELATIVE.match(noun) is None:
                name = verb + noun
                if text[noun_start - len(verb) : noun_start] == verb:
                    whole_start = noun_start - len(verb)
            if 2 <= len(agent) <= 12 and not _NO_AGENT.search(agent):
                name, whole_start = agent + name, -1
                base = agent + base
        if linked and not verb and (previous := self._previous(i)) is not None and words.RELATIVE.match(noun) is None:
            lent = _lent_beginning(previous.base, noun)
            if lent:
                name, base, whole_start = lent + noun, lent + noun, -1
            if len(noun) <= 3 and previous.action and not lent and noun not in _LONE:
                name, whole_start = previous.action + noun, -1
        return Name(name, whole_start if whole_start >= 0 else noun_start, stop, verb or action, "left", base)

    def _topical(self, i: int, name: Name) -> Name:
        """A bare 商家, 颁证率, 信访案件 takes the topic that a clause before it has set."""
        if name.rule not in ("left", "right", "right_predicate") or name.name != name.base or not 1 <= len(name.base) <= 4:
            return name
        if name.base in self.known or i and self.floors[i] == self.quantities[i - 1].end and self.floors[i] != self.clause_start(self.quantities[i].start):
            return name
        topic = self._topic_of(i)
        if topic is None or not 3 <= len(topic.name) <= 18:
            return name
        return name._replace(name=topic.name + name.name, start=-1, rule="topic", base=topic.name + name.base)

    def _topic_of(self, i: int) -> Name | None:
        """The clause before that speaks of something and counts nothing."""
        at = self.clause_start(self.quantities[i].start)
        while at > self.start and self.text[at - 1] in "，,":
            start = self.clause_start(at - 1)
            if any(start <= q.start < at for q in self.quantities):
                return None
            found = self._clause_topic(start, at - 1)
            if found is not None:
                return found
            at = start
        return None

    def _clause_topic(self, start: int, end: int) -> Name | None:
        text = self.text
        stop, action = _strip_end(text, start, end)
        begin = _strip_start(text, start, stop)
        if stop - begin < 2 or _ASIDE.match(text, begin, stop):
            return None
        first = tag(text[begin : min(stop, begin + 12)])
        if first and first[0][1] in ("v", "p", "d") and first[0][0] not in _TOPIC_VERBS:
            return None
        begin, noun = _topic(text, begin, stop)
        return Name(noun, begin, begin + len(noun), action, "before", noun)

    def _relative(self, i: int, left: Name, previous: Name | None) -> Name | None:
        """总投资, 覆盖率, 占工业总产值的比重 and the like belong to what was named before."""
        share = left.name.startswith("占") and 3 <= len(left.name) <= 22 and left.name not in ("占地面积", "占地")
        if not share and (len(left.name) > 9 or words.RELATIVE.match(left.name) is None or left.name in self.known):
            return None
        if (
            previous is None
            or not previous.name
            or any(c in "；;" for c in self.text[self.quantities[i - 1].end : self.quantities[i].start])
        ):
            previous = self._from_before(i)
            if previous is None or not previous.name:
                return None
        base = previous.base or previous.name
        if base.endswith(left.name):
            return None
        if previous.rule == "relative" and not share:
            base = previous.base
        elif not share and words.MEASURE_TAIL.search(base) and len(base) > 4:
            base = _without_measure(base)
        return Name(base + left.name, left.start, left.end, left.action, "relative", base)

    def _right(self, i: int, left: Name | None) -> Name | None:
        """The name after the quantity: 新建5处｜农村饮水安全巩固提升工程, 100多个｜高频事项实现“最多跑一次”."""
        text, q = self.text, self.quantities[i]
        end = self._ceiling(i)
        start = q.end
        if text[start : start + 1] == "的":
            start += 1
        while start < end and text[start] in " \u3000":
            start += 1
        if start >= end or text[start] in "、（(）)”,和及与":
            return None
        segment = text[start : min(end, start + 44)]
        if text[end - 1 : end] and (trail := _LINK_END.search(segment)) is not None and end - start <= 44:
            segment = segment[: trail.start()]
        if i + 1 < len(self.quantities) and end == self.quantities[i + 1].start:
            if (other := _ANOTHER.search(segment)) is not None and other.start() >= 2:
                segment = segment[: other.start()]
        if q.base_unit not in ("人", "名", "位", "户") and (among := _EXAMPLES.match(segment)) is not None:
            segment = among.group(1)
        if _THRESHOLD.match(segment):
            return None
        if not segment:
            return None
        tokens = tag(segment)
        length, vp = _noun_end(tokens)
        if length < 1 and "的" in segment[2:22] and left is not None and left.name and self._governs(left):
            length, vp = len(segment), False  # 新增5.96万名享受政府补贴的居家养老服务对象
        if length < 1:
            return None
        noun = segment[:length].rstrip("的、")
        if len(noun) < 1 or (len(noun) == 1 and noun not in "村桥人井站馆园校厂塘湖山树路户企店景岛县市区乡镇车船"):
            return None
        rest = segment[length:]
        governed = left is not None and bool(left.name) and self._governs(left)
        action = ""
        name = noun
        owner = ""
        if left is not None and left.name and text[q.start - 1] == "的" and len(left.base) <= 16:
            owner = left.base + "的"
        elif governed and left is not None:
            action = left.action
            if left.name[-2:] in _CAUSING:
                governed = False
            verb = next(
                (v for v in (left.name[-4:], left.name[-3:], left.name[-2:]) if v in _CUT or v in words.STRONG_SET), ""
            )
            agent = left.name[: len(left.name) - len(verb)].rstrip("累计共已全年")
            action = verb or action
            if 3 <= len(agent) <= 12 and not _NO_AGENT.search(agent):
                owner = agent
            if governed and (verb and verb not in _GENERIC or len(noun) <= 2):
                owner += verb
        elif (
            left is not None
            and left.name
            and not left.action
            and 2 <= len(left.name) <= 14
            and not left.name.endswith(("等", "为"))
            and words.RELATIVE.match(left.name) is None
        ):
            # 市冰球队｜金牌, 2019年度｜13个小区
            if not _ENUMERATED.search(left.name):
                owner = left.name
        name = owner + noun
        rule = "right"
        if vp and (not governed):
            rule = "right_predicate"
            tail = _clean_vp(rest)
            if tail in _CUT and i + 1 < len(self.quantities) and end == self.quantities[i + 1].start:
                object_ = self._right(i + 1, None)
                tail = tail + object_.base if object_ is not None else ""
            if tail and 2 <= len(tail) <= 26:
                action = action or tail[:2]
                name = owner + noun + tail if len(tail) <= 2 else tail + "的" + owner + noun
        elif not vp and not governed and not owner:
            tail = self._predicate_of_list(i, end)
            if tail:
                name, rule = tail + "的" + noun, "right_predicate"
        return Name(name, start, start + len(noun), action, rule, owner + noun if owner and not governed else noun)

    def _predicate_of_list(self, i: int, end: int) -> str:
        """近900名医护人员、近千名公安干警奋战在抗疫一线: the predicate behind the last member holds for all."""
        text = self.text
        j = i
        while (
            j + 1 < len(self.quantities)
            and self._ceiling(j) == self.quantities[j + 1].start
            and text[self.quantities[j + 1].start - 1] in "、和及与"
        ):
            j += 1
        if j == i:
            return ""
        start = self.quantities[j].end
        segment = text[start : min(self._ceiling(j), start + 44)]
        length, vp = _noun_end(tag(segment)) if segment else (0, False)
        if not vp or length < 2:
            return ""
        tail = _clean_vp(segment[length:])
        return tail if 2 <= len(tail) <= 16 else ""

    def _governs(self, left: Name) -> bool:
        return (
            left.name in _CUT
            or left.name in words.STRONG_SET
            or (bool(left.name) and left.name[-2:] in _CUT | words.STRONG_SET)
            or left.name[-1:] == "了"
        )

    def _from_before(self, i: int) -> Name | None:
        """The subject of the clause before, when the quantity's own clause names none."""
        text = self.text
        end = self.clause_start(self.quantities[i].start)
        while end > self.start and text[end - 1] in "，,：:":
            start = self.clause_start(end - 1)
            stop, action = _strip_end(text, start, end - 1)
            begin = _strip_start(text, start, stop)
            if stop - begin >= 2 and not _ASIDE.match(text, begin, stop):
                begin, noun = _topic(text, begin, stop)
                return Name(noun, begin, begin + len(noun), action, "before", noun)
            end = start
        return None


_COMPARISON = re.compile(
    r"(?:[（(][^）)]{0,12}[）)])?(?:按[^，；。]{0,10}|扣除[^，；。]{0,10}|剔除[^，；。]{0,10}|考虑[^，；。]{0,10}|同口径)?(?:分别|均|也|又|都|还)?(?<![占同环对配性之百])(?:比(?![重例率值])|较(?![大高好])|与|高于|低于|快于|高出)[^，；。、]{1,18}$"
)
_ADJUSTED = re.compile(
    r"[^\u4e00-\u9fff]*(?:按|扣除|剔除|考虑)[^，；。]{2,14}(?:计算|因素|口径|影响|后|价)?[^，；。]{0,6}$|[（(][^）)]{0,12}[）)]?[，,]?(?:增长|下降)?$"
)
_ADJUSTED_INSIDE = re.compile(r"(?:按|扣除|剔除|考虑)[^，；。]{2,12}(?:计算|因素|口径|影响)[^，；。]{0,6}$")
_PLACED = re.compile(
    r"(?:[增涨降]幅|增速)?(?:继续|连续[^，]{0,6}|首次|再次|均|已)?(?:位居|跃居|稳居|保持|居于|居|位列|名列|列|排名|排在|排位|排|位次|位|升至|跃升至|跃升|由|从|在|获|创|进入|并列)[^，；。]{0,14}$"
)
_SCOPE = re.compile(
    r"(全[国省市区县州盟旗球]|世界|全国[^，]{0,6}城市|全市各区|[省市]直|我国|国内|中部|西部)[^，；。]{0,8}$"
)
# 芦田肥业、天晟重工等(民营企业捐款): the examples are left out of the name.
_AMONG = re.compile(r"^[^等]*[、》”][^等]*(?<![高中初同平均优])等(?![级地于候待腰])|^《[^》]*》")
_NO_AGENT = re.compile(
    r"(?:为|对|与|向|等|、|的|和)$|^(?:赴|在|向|对|为|通过|围绕|经|按|把|将|由|从|以|与|年|分|共|每)|[、，]|等地"
)


def _lent_beginning(previous: str, item: str) -> str:
    """乡村振兴示范县区、示范乡镇: what the item shares with the one before it and does not repeat."""
    if len(previous) <= len(item) or len(item) < 2:
        return ""
    at = previous.find(item[:2])
    if at > 0:
        return previous[:at]
    if at == 0:
        return ""
    shared = 0
    while shared < len(item) and previous[-1 - shared] == item[-1 - shared]:
        shared += 1
    if shared >= 3 and shared >= len(item) - 2:
        return previous[: len(previous) - len(item)]
    return ""


# 11条小街小巷道路硬化｜以及…, 240万千瓦风电｜和基地化建设: a second member that has its own verb
_ANOTHER = re.compile(
    r"以及.*$|(?:和(?!美|谐)|[及与、并])[^和及与、]{0,6}(?:建设|新建|改造|建成|实施|完成|开展|新增|打造|培育|引进|发放)$"
)
_NOTHING = re.compile(r"[，,、]?(?:月人均|年人均|人均|每人每[年月]|预计|全年|力争|确保|实际|将|可|已|同比|均|比上年|较上年|(?:19|20)\d\d年(?:底|末)?|到|累计|年均|\s)*")
_EXAMPLES = re.compile(r"([^、，“]{2,12})、[^，]*等")
_THRESHOLD = re.compile(r"(?:新)?(?:大关|台阶|关口|大台阶|门槛|目标|水平|红线|任务|大坎|高位|左右|整数)")
_CAUSING = frozenset(
    "组织 帮助 推动 促进 引导 鼓励 确保 力争 选派 使 让 将 支持 助力 推进 保障 带领 动员 实现 共促进 促使".split()
)
_OLD = re.compile(r"[，,]?(?:比|较)[^，；。]{1,14}$")
_TOPIC_VERBS = frozenset("推进 开展 做好 推动 实施 加强 深化 落实 启动 完善 推行 强化 优化 抓好 发展 支持 成立 建设 打造 开工 举办 加快 提升 创建 探索 承办 实行 全面启动 巩固".split())
_ASIDE = re.compile(r"(?:按|扣除|剔除|考虑|以|通过|虽然|尽管|面对|在)|[（(].*[）)]$")
_EACH = re.compile(r"(?:均|都|分别|双双)(?:[^，；。、]{0,8})$")
_COUNTED = re.compile(r"[两三四五六\d][种个项类大家所座]|等|各")
_SPENT = re.compile(
    r"^(?:累计|全年|共|总计|市财政|财政|各级财政|区财政)*(?:投入|投资|总投资|完成投资|筹措|统筹|安排|拨付|投入各类|整合)(?:资金|各类资金|财政资金|专项资金)?$"
)
_LONE = frozenset(
    "新建 建成 竣工 开工 新开工 续建 在建 改造 新增 完成 完工 投产 新改建 改扩建 扩建 改建 投用 竣工投产 基本建成 交付 签约 落地 拆除 整改 办结 新签约 新引进 新认定 培育 开通 投放 关闭 累计 审结 执结 受理 起诉 批捕 入库 上市 挂牌".split()
)
_EMPTY = re.compile(
    r"^(?:增长|下降|增幅|涨幅|降幅|增速|速度|年均|同比|比上年|较上年|其中|分别|且|并|全市|全省|全国|全县|全区|.?)$"
)
_ENUMERATED = re.compile(r"[、等]|以及")


_BLOCK = frozenset(
    "增至 减至 降至 升至 到 至 压缩 缩短到 增加到 减少到 提高到 提升到 发展到 扩大到 调整 优化 翻 新增 累计 同比 环比 比 较 占 其中 创 排名 居 位居".split()
)


def _topic(text: str, start: int, end: int) -> tuple[int, str]:
    """What a clause speaks of: its subject, or the object of the verb it begins with."""
    end = min(end, start + 30)
    tokens = tag(text[start:end])
    while len(tokens) > 1 and (tokens[0][0] in _CUT or tokens[0][0] in words.STRONG_SET or tokens[0][1] in ("v", "d", "ad", "p")):
        start += len(tokens[0][0])
        tokens = tokens[1:]
    length, _ = _noun_end(tokens)
    return start, text[start : start + length] if length >= 2 else text[start : min(end, start + 20)]


def _noun_end(tokens: list[tuple[str, str]]) -> tuple[int, bool]:
    """How many characters of the tokens are the thing counted; whether a verb phrase follows."""
    length = 0
    quote = 0
    for index, (word, kind) in enumerate(tokens):
        if word in "“《（(":
            quote += 1
        elif word in "”》）)":
            quote -= 1
        elif not quote:
            if index == 0 and (word in words.UP_WORDS or word in words.DOWN_WORDS or word in _BLOCK):
                return 0, True
            if word in words.VP:
                following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
                if (
                    word
                    in (
                        "投入",
                        "集中",
                        "集体",
                        "应",
                        "可",
                        "能",
                        "有",
                        "对",
                        "为",
                        "年",
                        "总",
                        "运行",
                        "开放",
                        "转移",
                        "整改",
                        "合作",
                        "就业",
                        "创业",
                        "毕业",
                        "修复",
                        "使用",
                        "合格",
                        "统一",
                        "验收",
                        "安置",
                        "上市",
                        "到位",
                        "调整",
                        "转型",
                        "支援",
                        "支持",
                        "搬迁",
                    )
                    and kind in ("vn", "n", "v", "b", "f", "nz")
                    and following
                    and following not in words.VP
                    and word not in ("为", "对", "有")
                ):
                    length += len(word)
                    continue
                return length, True
            if kind in ("d", "p", "r") and index == 0 and word not in ("各", "专", "单", "双", "共", "依"):
                return 0, True
            if kind == "p" and word not in ("沿", "以", "依"):
                return length, True
        length += len(word)
    return length, False


_VP_CLEAN = re.compile(
    r"^(?:全部|均|都|已经|已|也|将|正|得到|顺利|成功|全面|基本|如期|按期|有效|彻底|正式|正在|相继|陆续|先后|分别|稳步|加快|有序|提前|共|累计|了)+(?=[一-龥])"
)


def _clean_vp(rest: str) -> str:
    tail = _VP_CLEAN.sub("", rest)
    return re.sub(r"(?:了|共|累计|合计|总计|达|、|和|以及|完成)+$", "", tail) if len(tail) > 2 else tail


def _split_list(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The items of a list of names, by 、和与及以及, outside quotes and brackets."""
    items: list[tuple[int, int]] = []
    begin, depth, at = start, 0, start
    while at < end:
        character = text[at]
        if character in "“《（(":
            depth += 1
        elif character in "”》）)":
            depth -= 1
        elif depth == 0:
            size = 0
            if character in "、，,；":
                size = 1
            elif text.startswith("以及", at):
                size = 2
            elif (
                character in "和及与"
                and begin < at
                and at + 1 < end
                and text[at : at + 3] not in ("与发展", "与试验", "与开发")
                and text[at : at + 2] not in ("与会", "和谐", "和美", "和平", "及时", "与否")
                and text[at - 1 : at + 1] not in ("参与", "普及", "涉及", "以及", "共和", "总和", "赠与", "惠及")
            ):
                size = 1
            if size:
                if at > begin:
                    items.append((begin, at))
                begin = at = at + size
                continue
        at += 1
    if end > begin:
        items.append((begin, end))
    return items


_RATIO_TAIL = re.compile(r"(?:占|相当于)[^、占]{2,14}的?(?:比例|比重|份额)$")
_OWNER = re.compile(r"^(?:万元|单位|每[^、]{1,3})[^、]{0,8}?(?:GDP|生产总值|增加值|产值)")
_MEASURED = ("GDP", "能耗", "水耗", "电耗", "总值", "增长", "指数")
_PLACES = frozenset("城镇 农村 城市 城区 县城 市区 乡村 省级 市级 县级 区级 国家 国有 民营 男性 女性 公办 民办 城乡 农民 市民".split())


def _distribute(items: list[str], count: int) -> list[str]:
    """Spell a shared ending (居民人均可支配收入) or beginning (万元GDP) out for each of the last `count` items."""
    kept = items[-count:]
    last = kept[-1]
    ratio = _RATIO_TAIL.search(last)
    match = ratio or words.MEASURE_TAIL.search(last)
    owner = _OWNER.match(kept[0])
    names = []
    for index, item in enumerate(kept):
        name = item
        if index and owner is not None and item[-1] in "耗地水电" and len(item) <= 4:
            name = owner.group() + item
        elif index and len(item) <= 3 and len(kept[0]) > len(item) + 2 and kept[0][-1] == item[-1]:
            name = kept[0][: len(kept[0]) - len(item)] + item  # 万元GDP能耗、水耗
        if index < len(kept) - 1 and match is not None and match.start() > 0:
            own = words.MEASURE_TAIL.search(item) is not None or item.endswith(_MEASURED)
            if not own or ratio is not None and _RATIO_TAIL.search(item) is None:
                name = item + _ending(item, last, match.start())
        names.append(name)
    return names


def _ending(item: str, last: str, measure_at: int) -> str:
    """The part of the last item that the others share: after the words parallel to `item`."""
    if item in _PLACES and last[: len(item)] in _PLACES:
        return last[len(item) :]
    if len(item) == 1:
        return last[1:]
    tail = item[-2:]
    at = last.rfind(tail, 0, measure_at)
    if at >= 0 and len(item) > 2:
        return last[at + 2 :]
    if len(item) <= 3:
        position = 0
        for word, _ in tag(last[:measure_at]):
            position += len(word)
            if position == len(item):
                return last[position:]
    return last[measure_at:]


def _without_measure(name: str) -> str:
    match = words.MEASURE_TAIL.search(name)
    if match is None or match.start() < 2:
        return name
    return re.sub(r"(?<=..)(?:播种|种植|饲养|养殖|总|综合|平均|累计|实际)$", "", name[: match.start()])
