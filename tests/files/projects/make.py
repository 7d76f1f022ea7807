"""Writes the project of the newest schema: `PYTHONPATH=. python tests/files/projects/make.py`, before a release only.

Files of schemas that were released are never written again: they are what users have.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from core.documents import Document
from core.edits import Accept, Annotate
from core.facts import Fact
from core.migrations import VERSION
from core.store import Store

HERE = Path(__file__).parent


def make(path: Path) -> None:
    """One report, a fact that was accepted with a note, a proposal."""
    path.unlink(missing_ok=True)
    with Store.create(path, title="样本") as store:
        store.analyst, store.merge_seconds = "张三", 0
        facts = (
            Fact(6, 11, "105亿元", Decimal(105), "亿元", Decimal(10500000000), "元", indicator="地区生产总值",
                 canonical="地区生产总值", confidence=0.9),
            Fact(14, 19, "10.8%", Decimal("10.8"), "%", Decimal("10.8"), "%", confidence=0.8),
        )  # fmt: skip
        store.add(Document.plain("地区生产总值105亿元，增长10.8%。\n", "样本.txt"), facts, "样本.txt")
        first = store.facts(1)[0].id
        store.do(Accept((first,)))
        store.do(Annotate((first,), "核对过"))


if __name__ == "__main__":
    make(HERE / f"schema-{VERSION}.duidu")
