"""Saved ways to export: format, selection, columns, headings; by name, in the user's settings."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from core.errors import EditError
from core.exporting.selecting import Selection, described, recalled
from core.settings import Settings

KEY = "export.presets"


@dataclass(frozen=True, slots=True)
class Preset:
    """How to export; what `duidu export --preset` and the dialog offer."""

    format: str = "xlsx"
    selection: Selection = field(default_factory=Selection)
    columns: tuple[str, ...] = ()
    headers: str = "en"
    bom: bool = False


def names(settings: Settings) -> list[str]:
    """The presets there are, by name."""
    return sorted(settings.get(KEY))


def load(settings: Settings, name: str) -> Preset:
    """A preset; EditError when there is none of that name."""
    rows = settings.get(KEY)
    if name not in rows:
        raise EditError("no_preset", name=name, names="、".join(names(settings)) or "—")
    row: dict[str, Any] = dict(rows[name])
    selection = recalled(row.pop("selection", {}))
    row["columns"] = tuple(row.get("columns", ()))
    known = {key: value for key, value in row.items() if key in Preset.__dataclass_fields__}
    return Preset(**known, selection=selection if isinstance(selection, Selection) else Selection())


def save(settings: Settings, name: str, preset: Preset) -> None:
    """Keep a preset under a name; one of that name is replaced."""
    row = asdict(preset)
    row["selection"] = {key: list(value) for key, value in described(preset.selection).items()}
    row["columns"] = list(preset.columns)
    settings.set(KEY, {**settings.get(KEY), name: row})


def drop(settings: Settings, name: str) -> None:
    """Forget a preset."""
    settings.set(KEY, {key: value for key, value in settings.get(KEY).items() if key != name})
