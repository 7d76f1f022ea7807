"""What a file manager shows of a project."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtGui import QImage

from core.edits import Accept
from gui.thumbnail import DONE, Seen, draw, seen
from tests.gui.projects import project

ROOT = Path(__file__).resolve().parents[2]


def green(image: QImage) -> int:
    """How many pixels have the colour of what is done."""
    size = range(image.width())
    return sum(image.pixelColor(x, y).name() == DONE.name() for y in size for x in size if y > image.height() * 0.8)


def test_it_tells_title_numbers_and_progress(tmp_path: Path) -> None:
    with project(tmp_path) as store:
        told = seen(store.path)  # while the desk has it open
        assert told == Seen(store.title or store.path.stem, len(store.documents()), told.facts, 0)
        store.do(Accept(tuple(fact.id for fact in store.facts(store.documents()[0].id)[:2])))
        assert seen(store.path).decided == 2


def test_the_picture_shows_how_far_the_review_is(qapp: Any) -> None:
    none, half, whole = (green(draw(Seen("示例", 5, 100, done), 128)) for done in (0, 50, 100))
    assert none == 0 < half < whole
    assert draw(Seen("很长的项目名称" * 12, 4000, 1_500_000, 3), 64).size().toTuple() == (64, 64)
    assert not draw(Seen("", 0, 0, 0), 64).isNull()


def test_the_command_that_file_managers_run(tmp_path: Path) -> None:
    """Without a screen and without a home; the words are those of packaging/linux/duidu.thumbnailer."""
    with project(tmp_path) as store:
        path = store.path
    picture = tmp_path / "thumbnail-without-an-ending"
    entry = (ROOT / "packaging" / "linux" / "duidu.thumbnailer").read_text(encoding="utf-8")
    line = re.search(r"^Exec=\S+ (.*)$", entry, re.MULTILINE)[1]
    words = [{"%i": str(path), "%o": str(picture), "%s": "128"}.get(word, word) for word in line.split()]
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "HOME")}
    kept |= {"PYTHONPATH": str(ROOT), "HOME": "/nowhere"}
    run = [sys.executable, "-m", "core.cli", *words]
    done = subprocess.run(run, env=kept, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert QImage(str(picture), "PNG").size().toTuple() == (128, 128)
    path.write_text("no project")
    picture.unlink()
    done = subprocess.run(run, env=kept, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not picture.exists()
