"""How right extracted facts are against labelled ones, compared in text order.

Facts are paired by a longest common subsequence over the numerals in their quantities, so offsets are not needed.
Optional labelled facts count neither for nor against.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

Row = dict[str, Any]

_CHINESE = "〇零一二两三四五六七八九十百千万亿半翻番持平分之"
_SIMPLIFIED = str.maketrans("萬億畝戶個條項處噸裏臺輛隻雙層間張畫兩餘", "万亿亩户个条项处吨里台辆只双层间张画两余")
FIELDS = (
    "value", "unit", "bound", "measure", "direction", "basis", "target", "status", "period", "indicator", "canonical",
)  # fmt: skip


def load(path: Path) -> list[Row]:
    """The rows of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def key(quantity: str) -> str:
    """The numeral of a quantity, by which two labellings are aligned."""
    # Full-width digits and spaces are folded: labels stand on the source, facts on the reading text.
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", quantity)).translate(_SIMPLIFIED)
    plain = plain.replace(",", "").replace("，", "")
    if (digits := re.search(r"\d[\d.]*", plain)) is not None:
        return digits.group(0).rstrip(".")
    words = re.search(f"[{_CHINESE}]+", plain)
    return words.group(0) if words else plain


def unit(written: str | None) -> str:
    return (written or "").translate(_SIMPLIFIED).replace("％", "%").strip()


def pairs_of_letters(name: str | None) -> set[str]:
    plain = re.sub(r"[“”\"'《》()（）、,，\s]", "", name or "")
    return {plain[i : i + 2] for i in range(len(plain) - 1)} or {plain}


def named_right(gold: Row, found: Row) -> bool:
    """An indicator name is right when it holds the head and shares half of the labelled name's letter pairs."""
    name = found.get("indicator")
    if not name:
        return False
    a, b = pairs_of_letters(gold["indicator"]), pairs_of_letters(name)
    shared = len(a & b)
    return (gold["head"] in name or gold["indicator"] in name) and shared * 2 >= len(a) and shared * 2.5 >= len(b)


def same_value(gold: Row, found: Row) -> bool:
    try:
        return abs(float(found["base_value"]) - gold["base_value"]) <= 1e-6 * max(1, abs(gold["base_value"]))
    except (TypeError, ValueError, KeyError):
        return False


def same_unit(gold: Row, found: Row) -> bool:
    a, b = unit(found.get("base_unit")), unit(gold["base_unit"])
    return a == b or a.startswith(b) or bool(a and b.startswith(a))


def period(gold: Row) -> tuple[int, int]:
    years = [int(year) for year in str(gold["period"]).split("-")]
    return years[0], years[-1]


def same_period(gold: Row, found: Row) -> bool:
    return (found.get("period_start"), found.get("period_end")) == period(gold)


def right(field: str, gold: Row, found: Row) -> bool:
    """Whether one field of a found fact agrees with the labelled one."""
    match field:
        case "value":
            return same_value(gold, found)
        case "unit":
            return same_unit(gold, found)
        case "target":
            return (found.get("status") == "target") == (gold["status"] == "target")
        case "period":
            return same_period(gold, found)
        case "indicator":
            return named_right(gold, found)
        case _:
            return (found.get(field) or "") == gold[field]


def counts(field: str, gold: Row) -> bool:
    """Direction and basis count for changes only, canonical only where there is one."""
    if field in ("direction", "basis"):
        return bool(gold["measure"] == "change")
    return field != "canonical" or bool(gold["canonical"])


def whole(gold: Row, found: Row) -> bool:
    """All that a dataset needs is right."""
    return all(
        right(field, gold, found)
        for field in ("value", "indicator", "measure", "direction", "target", "period", "bound")
    )


def core_whole(gold: Row, found: Row) -> bool:
    return all(right(field, gold, found) for field in ("value", "canonical", "measure", "target", "period"))


class Score:
    """Counts of one or more labelled texts; `figures` gives the shares."""

    def __init__(self) -> None:
        self.need = self.hit = self.false = self.predicted = self.core = 0
        self.field: dict[str, list[int]] = {field: [0, 0] for field in FIELDS}
        self.whole = self.core_whole = 0
        self.misses: list[str] = []
        self.calibration: list[tuple[float, bool]] = []

    def add(self, gold: list[Row], found: list[Row], name: str = "", misses: bool = False) -> None:
        """Compare one text's facts and add to the counts."""
        blocks = difflib.SequenceMatcher(
            None, [key(g["quantity"]) for g in gold], [key(f["quantity"]) for f in found], autojunk=False
        ).get_matching_blocks()
        pairs = [(a + i, b + i) for a, b, n in blocks for i in range(n)]
        seen, paired = {a for a, _ in pairs}, {b for _, b in pairs}
        self.need += sum(not g.get("optional") for g in gold)
        self.core += sum(bool(g["canonical"]) and not g.get("optional") for g in gold)
        self.predicted += len(found)
        self.false += len(found) - len(paired)
        for b, row in enumerate(found):
            if b not in paired:
                self.calibration.append((row.get("confidence", 0.0), False))
                if misses:
                    self.misses.append(
                        f"{name} FALSE {row['quantity']} {row['indicator']} | {row.get('sentence', '')[:80]}"
                    )
        if misses:
            self.misses += [
                f"{name} MISS {g['quantity']} {g['indicator']}"
                for a, g in enumerate(gold)
                if a not in seen and not g.get("optional")
            ]
        for a, b in pairs:
            self._pair(gold[a], found[b], name, misses)

    def _pair(self, gold: Row, found: Row, name: str, misses: bool) -> None:
        if gold.get("optional"):
            return
        self.hit += 1
        for field in FIELDS:
            if counts(field, gold):
                good = right(field, gold, found)
                self.field[field][0] += good
                self.field[field][1] += 1
                if misses and not good:
                    label = gold["period"] if field == "period" else gold.get(field, gold["status"])
                    got = (
                        f"{found.get('period_start')}-{found.get('period_end')}"
                        if field == "period"
                        else found.get(field, found["status"])
                    )
                    if field in ("value", "unit"):
                        label, got = (
                            gold["base_value"],
                            f"{found['base_value']} {found['base_unit']} ({gold['base_unit']})",
                        )
                    where = found.get("sentence", "")[:110]
                    self.misses.append(
                        f"{name} {field.upper()} {gold['quantity']} [{gold['indicator']}] {label} -> {got} | {where}"
                    )
        good = whole(gold, found)
        self.whole += good
        self.core_whole += bool(gold["canonical"]) and core_whole(gold, found)
        self.calibration.append((found.get("confidence", 0.0), good))

    def figures(self) -> dict[str, float]:
        """Shares between 0 and 1, and the counts behind them."""
        recall = self.hit / max(1, self.need)
        precision = (self.predicted - self.false) / max(1, self.predicted)
        shares = {
            "gold": self.need, "predicted": self.predicted, "recall": recall, "precision": precision,
            "f1": 2 * recall * precision / max(1e-9, recall + precision),
        }  # fmt: skip
        for field, (good, total) in self.field.items():
            shares[field] = good / total if total else 1.0
        shares["whole"] = self.whole / max(1, self.need)
        shares["core_gold"] = self.core
        shares["core_whole"] = self.core_whole / max(1, self.core)
        return shares
