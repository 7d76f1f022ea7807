"""What the program remembers between runs beside the projects: one table of settings, one JSON file."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.paths import user_config


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: its name, what holds until it is changed, and for some the values it may take."""

    key: str
    default: Any
    choices: tuple[Any, ...] = ()
    low: float | None = None
    high: float | None = None

    def fits(self, value: Any) -> bool:
        """True for a value of the default's type and within its limits."""
        if type(value) is not type(self.default) and not (type(self.default) is float and type(value) is int):
            return False
        if self.choices and value not in self.choices:
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


SETTINGS = (
    Setting("language", "", ("", "zh", "en")),  # "" follows the system
    Setting("theme", "", ("", "light", "dark", "contrast")),  # "" follows the system
    Setting("analyst", ""),  # "" is the name of the login
    Setting("text.size", 13, low=8, high=40),  # points
    Setting("text.spacing", 165, low=100, high=250),  # line height in percent of the letters' size
    Setting("text.column", 42, low=16, high=200),  # characters a line at most
    Setting("text.family", ""),
    Setting("review.advance", True),  # go to the next fact after a decision
    Setting("table.columns", ""),  # widths, order and choice, base64 of Qt's own form
    Setting("project.last", ""),
    Setting("project.recent", []),
    Setting("project.samples", ""),  # the project into which the sample reports are still being read
    Setting("folder.import", ""),
    Setting("folder.export", ""),
    Setting("places.known", []),  # folders of cloud services and network drives that need no more warning
    Setting("export.format", "xlsx"),  # a name of core.exporting.formats
    Setting("export.states", "accepted", ("accepted", "reviewed", "all")),
    Setting("export.bom", True),
    Setting("export.presets", {}),  # name → what core.exporting.presets keeps
    Setting("help.welcome", True),  # the first steps are still to be shown
    Setting("checks.off", []),  # rules that are not wanted
    Setting("checks.limits", {}),  # "rule.limit" → number, only where the user chose others
    Setting("keys", {}),  # action → keys, only where the user chose others
)
_TABLE = {setting.key: setting for setting in SETTINGS}


class Settings:
    """The settings in use. A broken file counts as none; it is set aside, never fatal."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or user_config() / "settings.json"
        self._values: dict[str, Any] = {}
        try:
            self._values = dict(json.loads(self.path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            pass
        except (OSError, ValueError, TypeError):
            with contextlib.suppress(OSError):
                os.replace(self.path, self.path.with_suffix(".broken.json"))

    def get(self, key: str) -> Any:
        """The value of a setting; its default where none, or one that does not fit, is stored. KeyError if unknown."""
        setting = _TABLE[key]
        value = self._values.get(key, setting.default)
        return value if setting.fits(value) else setting.default

    def set(self, key: str, value: Any) -> None:
        """Change a setting and write the file at once; ValueError for a value that does not fit."""
        if not _TABLE[key].fits(value):
            raise ValueError(f"{value!r} does not fit {key}")
        if self._values.get(key) == value and key in self._values:
            return
        self._values[key] = value  # settings of a newer version stay in the file as they are
        self._save()

    def reset(self, key: str) -> None:
        """Back to the default."""
        if self._values.pop(key, None) is not None:
            self._save()

    def _save(self) -> None:
        # A disk that is full or a folder that is read-only must not stop the work: the value holds for this run.
        draft = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}.new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(self._values, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")
            os.replace(draft, self.path)
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
