"""What a selection without a number says: 高于全省平均, 位居前列, 保持稳定. Kind, direction and bound, never a value."""

from __future__ import annotations

import re
from typing import Any

from core.facts import Basis, Bound, Direction, Fact, Measure

_RANK = re.compile(r"前列|前茅|首位|榜首|第一方阵|第一梯队|靠前|领跑|领先|中游|上游|末位|靠后|垫底")
_FLAT = re.compile(r"持平|不变|稳定|平稳|相当|同步")
_UP = re.compile(r"增长|上升|提高|提升|增加|扩大|改善|好转|向好|回升|加快|快于|壮大|优化|攀升|上涨")
_DOWN = re.compile(r"下降|减少|降低|回落|缩小|收窄|压减|慢于|放缓|下滑|下跌|减轻")
_ABOVE = "高于|快于|优于|好于|多于|大于|高出|超过"
_BELOW = "低于|慢于|少于|小于|落后于|不及"
_AGAINST = re.compile(rf"(?:均|都|仍|也|明显|大幅|继续|持续|总体)*(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW}))")


def said(words: str, fact: Fact) -> dict[str, Any]:
    """The fields that the words of a fact without a number decide; the others stay as the sentence gave them."""
    plain = "".join(words.split())
    fields: dict[str, Any] = {}
    if (against := _AGAINST.match(plain)) is not None:
        fields["bound"] = Bound.GE if against["above"] else Bound.LE
        if (against["above"] or against["below"]) not in ("快于", "慢于"):
            return fields  # 高于全省平均 may be said of an amount or of a growth rate: the name before it tells
    if _RANK.search(plain) is not None and "bound" not in fields:
        return {"measure": Measure.RANK, "direction": Direction.NONE, "basis": Basis.NONE}
    kinds = ((_FLAT, Direction.FLAT), (_DOWN, Direction.DOWN), (_UP, Direction.UP))
    direction = next((way for pattern, way in kinds if pattern.search(plain) is not None), None)
    if direction is Direction.FLAT and "同步" in plain and fact.direction is not Direction.NONE:
        direction = fact.direction  # 居民收入增长与经济增长同步: in step with what grows
    if direction is None:
        return fields
    if "慢于" in plain:
        direction = Direction.UP if fact.direction is Direction.NONE else fact.direction  # slower, and growing still
    basis = fact.basis if fact.basis is not Basis.NONE else Basis.YOY
    return {**fields, "measure": Measure.CHANGE, "direction": direction, "basis": basis}
