"""`duidu doctor`: what this machine has of all that the program needs, and what to do where something is missing.

Everything but the window is asked here; the window is asked in a process of its own, because Qt ends the process when
a library or a screen is missing.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core import __version__
from core.messages import text
from core.migrations import lacking
from core.paths import own_home, resource, seeds, user_cache, user_config, user_data, user_logs

GOOD, WEAK, BAD = "good", "weak", "bad"
SIGNS = {GOOD: "✓", WEAK: "!", BAD: "✗"}
ROOM = 500  # MB; a project of 1,000 reports and its backups
PATIENCE = 60  # seconds for a window's parts to load from a slow disk
OLDEST_SQLITE = (3, 37, 0)  # STRICT tables


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: `name` keys its words, `found` says what is there, `advice` what to do."""

    name: str
    state: str
    found: str
    advice: str = ""

    def line(self) -> str:
        """The check for a person to read."""
        told = f"{SIGNS[self.state]} {text(f'doctor.{self.name}')}: {self.found}"
        return f"{told}\n    → {self.advice}" if self.advice else told


def checks(*, window: bool = True) -> Iterator[Check]:
    """Every check in turn; `window` starts a process that opens Qt without showing anything."""
    yield Check("version", GOOD, f"{__version__}, Python {platform.python_version()}, {platform.platform()}")
    yield from _sqlite()
    yield from _folders()
    yield _room()
    yield _parts()
    yield _extras()
    if window:
        yield from _window()


def _sqlite() -> Iterator[Check]:
    found = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield Check("sqlite", BAD, found, text("doctor.sqlite_old", version=".".join(map(str, OLDEST_SQLITE))))
        return
    if missing := lacking():
        yield Check("sqlite", BAD, found, text("doctor.sqlite_lacks", features=", ".join(missing)))
    else:
        yield Check("sqlite", GOOD, f"{found}, STRICT, FTS5, JSON")


def _folders() -> Iterator[Check]:
    if home := own_home():
        yield Check("portable", GOOD, str(home))
    for name, folder in (
        ("folder_data", user_data()), ("folder_config", user_config()), ("folder_cache", user_cache()),
        ("folder_logs", user_logs()),
    ):  # fmt: skip
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"duidu")
        except OSError as error:
            yield Check(name, BAD, f"{folder}: {error.strerror or error}", text("doctor.folder_advice"))
        else:
            yield Check(name, GOOD, str(folder))


def _room() -> Check:
    folder = user_data()
    try:
        free = shutil.disk_usage(folder if folder.exists() else folder.anchor or ".").free // 1_000_000
    except OSError as error:
        return Check("room", WEAK, str(error.strerror or error))
    if free < ROOM:
        return Check("room", WEAK, f"{free:,} MB", text("doctor.room_advice", needed=ROOM))
    return Check("room", GOOD, f"{free:,} MB")


def _parts() -> Check:
    wanted = [resource(*parts) for parts in (
        ("lexicon", "indicators.tsv"), ("regions", "divisions.tsv"), ("fonts", "DuiduSansSC.ttf"), ("i18n", "cli.toml"),
        ("themes", "desk.qss"), ("help", "zh", "index.md"),
    )] + [seeds() / "index.tsv"]  # fmt: skip
    missing = [path.name for path in wanted if not path.is_file()]
    modules = [name for name in ("rjieba", "opencc", "xlsxwriter", "python_calamine", "selectolax", "pypdfium2")
               if importlib.util.find_spec(name) is None]  # fmt: skip
    if missing or modules:
        return Check("parts", BAD, ", ".join(missing + modules), text("doctor.parts_advice"))
    return Check("parts", GOOD, text("doctor.complete"))


def _extras() -> Check:
    there = {name: importlib.util.find_spec(module) is not None
             for name, module in (("Parquet", "arro3"), ("spaCy", "spacy"))}  # fmt: skip
    words = ", ".join(f"{name} {text('doctor.there' if got else 'doctor.absent')}" for name, got in there.items())
    return Check("extras", GOOD, words)


def probe() -> list[str]:
    """The command that asks Qt what it finds here and prints it as JSON."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "open", "--probe"]
    return [sys.executable, "-P", "-m", "core.cli", "open", "--probe"]


def _window() -> Iterator[Check]:
    try:
        done = subprocess.run(  # noqa: S603 - the program itself
            probe(), capture_output=True, encoding="utf-8", errors="replace", timeout=PATIENCE, check=False,
            cwd=Path.home() if Path.home().is_dir() else None,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        yield Check("window", BAD, type(error).__name__, text("doctor.window_advice"))
        return
    if done.returncode:
        display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform != "linux"
        said = " ".join(done.stderr.split())[-600:] or f"exit {done.returncode}"
        advice = "window_advice" if display else "no_display"
        yield Check("window", BAD if display else WEAK, said, text(f"doctor.{advice}"))
        return
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    screens = "; ".join(found["screens"])
    yield Check("window", GOOD, f"Qt {found['qt']}, {found['platform']}, {screens}")
    families = found["chinese"]
    if families:
        yield Check("fonts", GOOD, ", ".join(families[:4]))
    elif found["fallback"]:
        yield Check("fonts", WEAK, text("doctor.fonts_own"), text("doctor.fonts_advice"))
    else:
        yield Check("fonts", BAD, text("doctor.fonts_none"), text("doctor.fonts_advice"))
    if found["texts"]:
        yield Check("texts", GOOD, text("doctor.complete"))
    else:
        yield Check("texts", WEAK, text("doctor.texts_lack"), text("doctor.parts_advice"))
    asked = found["input"] or text("doctor.input_system")
    if sys.platform != "linux":
        yield Check("input", GOOD, asked)
    elif "ibus" in found["plugins"]:
        yield Check("input", GOOD, f"{asked} ({', '.join(found['plugins'])})")
    else:
        yield Check("input", WEAK, text("doctor.input_lacks"), text("doctor.parts_advice"))
