"""What was learned, in words: a rule in a sentence, what would become of a proposal."""

from __future__ import annotations

from typing import Any

from core.facts import Fact
from core.learning import Better, Rule
from core.messages import text
from gui.wording import listed, period_text, shown


def said(rule: Rule) -> str:
    """A rule in a sentence."""
    about, fields = rule.conditions, rule.fields
    match rule.kind:
        case "name" if "indicator" in fields:
            line = text("learn.name", old=about["indicator"], new=fields["indicator"] or text("card.empty"))
            return line + (text("learn.and_standard", name=fields["canonical"]) if fields.get("canonical") else "")
        case "name":
            key = "learn.standard" if fields["canonical"] else "learn.no_standard"
            return text(key, name=about["indicator"], standard=fields["canonical"])
        case "trim_start" | "trim_end":
            return text(f"learn.{rule.kind}", words=about["words"])
        case "swap_start" | "swap_end":
            written = text("learn.written" if about["written"] else "learn.unwritten")
            return text(f"learn.{rule.kind}", words=about["words"], new=fields["new"], written=written)
        case "add_end":
            unit = shown("base_unit", about["base_unit"]) or text("card.empty")
            return text("learn.add_end", words=_words(about["words"]), unit=unit, new=fields["new"])
        case "reject_after":
            unit = shown("base_unit", about["base_unit"]) or text("card.empty")
            return text("learn.reject_after", words=_words(about["words"]), unit=unit)
        case "known":
            return text("learn.known")
        case "along":
            return text("learn.along")
        case "reject" if about["indicator"]:
            return text("learn.reject", name=about["indicator"], unit=about["base_unit"] or text("card.empty"))
        case "reject":
            return text("learn.reject_words", words=about["quantity"])
        case "time":
            return text("learn.time", part=text(f"part.{about['part']}"), measure=shown("measure", about["measure"]),
                        old=_frame(about, fields), new=_frame(about | fields, fields))  # fmt: skip
    changes = listed(
        [
            text(
                "learn.field",
                field=text(f"field.{field}"),
                old=shown(field, about.get(field, "")),
                new=shown(field, value),
            )
            for field, value in fields.items()
        ]
    )
    if rule.kind == "wording":
        return text("learn.wording", words=_words(about["words"]), name=about["indicator"], changes=changes)
    if rule.kind == "manner":
        unit = shown("base_unit", about["base_unit"]) or text("card.empty")
        return text("learn.manner", words=_words(about["words"]), unit=unit, changes=changes)
    return text("learn.changes", name=about["indicator"], changes=changes)


def _words(words: str) -> str:
    """The words around a figure as a rule keeps them: cut at the front, a sign for every number."""
    return words.replace("#", "〇") if words.startswith("…") else f"…{words.replace('#', '〇')}"


def _frame(about: dict[str, Any], fields: dict[str, Any]) -> str:
    """Status and years as a rule of time has them: 目标，报告年前 5 年至前 1 年."""
    words = [shown("status", about["status"])] if "status" in fields else []
    if {"period_start", "period_end"} & fields.keys():
        ends = [about["period_start"], about["period_end"]]
        names = [_year(end) for end in dict.fromkeys(ends)]
        words.append(names[0] if len(names) == 1 else text("learn.span", start=names[0], end=names[1]))
    return text("learn.comma").join(words)


def _year(offset: int | None) -> str:
    if offset is None:
        return text("card.empty")
    if abs(offset) == 1:
        return text("learn.year_last" if offset < 0 else "learn.year_next")
    return text(
        "learn.year_same" if not offset else "learn.year_before" if offset < 0 else "learn.year_after", n=abs(offset)
    )


def surer(better: Better) -> bool:
    """True where a rule changes nothing but how sure the proposal is."""
    return not better.rejected and better.fields.keys() == {"confidence"}


def changes(fact: Fact, fields: dict[str, Any]) -> list[str]:
    """Old and new of what would change; both years in one."""
    told = []
    if {"period_start", "period_end"} & fields.keys():
        ends = [fields.get(name, getattr(fact, name)) for name in ("period_start", "period_end")]
        told.append(f"{period_text(fact.period_start, fact.period_end) or text('card.empty')} → {period_text(*ends)}")
    for name, value in fields.items():
        if not name.startswith("period") and name != "confidence":
            old, new = (shown(name, each) or text("card.empty") for each in (getattr(fact, name), value))
            told.append(
                f"{old} → {new}" if getattr(fact, name) else text("learn.set", field=text(f"field.{name}"), new=new)
            )
    if not told and "confidence" in fields:
        told.append(text("learn.surer", old=f"{fact.confidence:.0%}", new=f"{fields['confidence']:.0%}"))
    return told
