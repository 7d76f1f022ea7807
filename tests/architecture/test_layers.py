"""The rules of the house that a reader of the code relies on."""

from __future__ import annotations

import ast
import gc
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = sorted((ROOT / "core").rglob("*.py"))
GUI = sorted((ROOT / "gui").rglob("*.py"))
QT = ("PySide6", "shiboken6", "gui")


def imports(path: Path) -> set[str]:
    """Every module that a file imports, at any depth of the code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def loaded_by(*modules: str) -> set[str]:
    """The modules in memory after a fresh interpreter imported these."""
    code = f"import {','.join(modules)}, sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return set(json.loads(done.stdout))


@pytest.mark.parametrize("path", CORE, ids=lambda p: str(p.relative_to(ROOT)))
def test_core_never_imports_qt(path: Path) -> None:
    wrong = {m for m in imports(path) if m.split(".")[0] in QT}
    # `duidu open` is the one door from the command line to the desk.
    allowed = {"gui", "gui.__main__", "gui.__main__.main"} if path == ROOT / "core" / "cli.py" else set()
    assert not wrong - allowed


@pytest.mark.parametrize("path", CORE + GUI, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_the_store_opens_sqlite(path: Path) -> None:
    # Transactions, durability and locking are decided in one place.
    allowed = {ROOT / "core" / "store.py", ROOT / "core" / "migrations.py"}
    if path not in allowed:
        calls = [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute) and node.attr == "connect" and getattr(node.value, "id", "") == "sqlite3"
        ]
        assert not calls


@pytest.mark.parametrize("path", GUI, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_positions_knows_utf16(path: Path) -> None:
    if path.name != "positions.py":
        assert "utf-16" not in path.read_text(encoding="utf-8").lower()


def test_work_in_processes_loads_no_qt() -> None:
    loaded = loaded_by("core.reading", "core.extraction", "core.importing", "core.exporting")
    assert not {m for m in loaded if m.split(".")[0] in QT}


def test_the_command_line_starts_light() -> None:
    # Each of these costs 0.1 s or more; they are imported inside the commands that need them.
    heavy = {"jieba", "opencc", "sqlite_utils", "xlsxwriter", "PySide6", "docx", "lxml", "pypdfium2"}
    assert not {m.split(".")[0] for m in loaded_by("core.cli")} & heavy


def test_data_folders_hold_no_python() -> None:
    assert not list((ROOT / "resources").rglob("*.py"))
    # An __init__.py here would shadow the PyPI module `packaging` under pytest.
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_qt_calls_keep_none_alive(qapp: object) -> None:
    # PySide6 6.12.0 on Python 3.11 loses one reference to None a void call and aborts after some thousands.
    from PySide6.QtWidgets import QWidget

    widget = QWidget()
    gc.collect()  # what is collected meanwhile gives references to None back
    gc.disable()
    try:
        before = sys.getrefcount(None)
        for _ in range(10_000):
            widget.update()
        lost = before - sys.getrefcount(None)
    finally:
        gc.enable()
    assert lost < 5000
