"""An exported dataset held against its project: what has changed since it was written."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from core.exporting.verifying import Difference, held
from core.messages import text
from core.settings import Settings
from gui.desk import Desk
from gui.filecheck import FileCheck, Go, Row, field_name
from gui.wording import listed


class Verifying(FileCheck):
    """The differences, the file itself first, then reports, then facts; each fact leads to its sentence."""

    def __init__(self, desk: Desk, settings: Settings, go: Go, parent: QWidget | None = None) -> None:
        super().__init__("verifying", ("kind", "report", "quote", "difference"), desk, settings, go, parent)

    def _look(self, path: Path) -> tuple[Any, ...]:
        return held, path

    def _show(self, found: tuple[tuple[Difference, ...], dict[str, Any]]) -> None:
        differences, counts = found
        if not differences:
            self._fill([], text("verify.same", facts=counts["facts"], reports=counts["reports"]))
            return
        facts = self.desk.store.many([each.fact for each in differences if each.fact is not None], reasons=False)
        names = {listing.id: listing.name for listing in self.desk.documents()}
        reports = {name: key for key, name in names.items()}
        rows = []
        for each in differences:
            fact = facts.get(each.fact) if each.fact is not None else None
            kind = text(f"verify_kind.{each.kind}")
            document = fact.document if fact is not None else reports.get(each.report, 0)
            if document not in names:
                document, fact = 0, None  # its report was taken out
            if fact is None:
                cells = (kind, each.report, "", each.words)
            else:
                changed = listed(list(dict.fromkeys(map(field_name, each.fields)))) or each.words
                cells = (kind, names[document], f"{fact.quantity}　{fact.indicator}", changed)
            rows.append(Row(kind, cells, document, fact.id if fact is not None else None))
        kinds = Counter(row.kind for row in rows)
        told = text("verifying.comma").join(f"{kind} {count}" for kind, count in kinds.items())
        self._fill(rows, text("verifying.told", n=len(rows), kinds=told))
