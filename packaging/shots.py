"""Pictures of the desk's main states: Chinese and English, light and dark, at 1280x800 and 1920x1080.

    python packaging/shots.py              in a virtual X server of its own, into resources/help/pictures
    python packaging/shots.py --here DIR   on the screen (or offscreen) that is in force, four pictures into DIR

The same sample reports and the same acts each time, so that two runs differ only where the desk does.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
PICTURES = ROOT / "resources" / "help" / "pictures"
REST = ROOT / "build" / "shots"  # for looking only: the README and the help show the light ones
KEPT = ("zh-light", "en-light")
LOOKS = (("zh", "light"), ("zh", "dark"), ("en", "light"), ("en", "dark"))


def prepare(project: Path) -> None:
    """The samples with a few decisions of every kind, so that each state is to be seen."""
    from core.edits import Accept, Annotate, Correct, MakeTag, Reject, Tag
    from core.importing import prepare as read
    from core.paths import seeds
    from core.store import Store

    with Store.create(project, title="示例报告") as store:
        store.analyst = "李研究员"
        rows = (seeds() / "index.tsv").read_text(encoding="utf-8").splitlines()[1:]
        for name in (row.split("\t", 1)[0] for row in rows if row):
            store.add(*read(seeds() / name), source=name)
        for listing in store.documents()[:2]:
            facts = store.facts(listing.id)
            ids = [fact.id for fact in facts]
            store.do(Accept(tuple(ids[:4] + ids[5:9] + ids[30:60])))
            store.do(Reject((ids[9],)))
            store.do(Correct((ids[4],), {"period_start": facts[4].period_end, "period_end": facts[4].period_end}))
        store.do(MakeTag("待核对", "#b45309", "与统计公报核对"))
        store.do(MakeTag("民生", "#0f766e"))
        tags = store.tags()
        first = store.facts(store.documents()[0].id)
        store.do(Tag((first[4].id, first[12].id), tags[0].id))
        store.do(Annotate((first[4].id,), "公报口径为年均"))


def prepare_team(project: Path) -> None:
    """The samples split between two analysts who differ here and there, merged again."""
    from core.edits import Accept, Correct, Reject
    from core.importing import prepare as read
    from core.merging import merge
    from core.paths import seeds
    from core.splitting import split
    from core.store import Store

    with Store.create(project, title="两人合作") as store:
        rows = (seeds() / "index.tsv").read_text(encoding="utf-8").splitlines()[1:]
        for name in (row.split("\t", 1)[0] for row in rows if row):
            store.add(*read(seeds() / name), source=name)
        names = ("李敏", "王强")
        shares = split(store, [project.with_name(f"{name}.duidu") for name in names], double=0.4)
        copies = []
        for turn, (share, name) in enumerate(zip(shares, names, strict=True)):
            copy = Store.open(share.path)
            copies.append(copy)
            copy.analyst, copy.merge_seconds = name, 0
            for document in share.documents:
                ids = [fact.id for fact in copy.facts(document)]
                copy.do(Accept(tuple(ids[:24])))
                if turn:
                    copy.do(Reject((ids[5],)))
                copy.do(Correct((ids[7],), {"period_start": 2019 + turn, "period_end": 2019 + turn}))
                if document == share.double[-1]:
                    copy.do(Correct((ids[8],), {"indicator": ("税收收入", "财政收入")[turn], "canonical": ""}))
        merge(store, copies)
        for copy in copies:
            copy.close()
            copy.path.unlink()


class Camera:
    """Drives the real window and keeps what it shows."""

    def __init__(self, app: Any, folder: Path, suffix: str) -> None:
        self.app, self.folder, self.suffix = app, folder, suffix

    def settle(self, seconds: float = 0.4) -> None:
        from PySide6.QtTest import QTest

        QTest.qWait(int(seconds * 1000))

    def take(self, name: str) -> None:
        from PySide6.QtWidgets import QApplication

        self.settle()
        dialog = QApplication.activeModalWidget()
        picture = self.app.window.grab()
        if dialog is not None:
            from PySide6.QtGui import QPainter

            painter = QPainter(picture)
            at = dialog.mapToGlobal(dialog.rect().topLeft()) - self.app.window.mapToGlobal(
                self.app.window.rect().topLeft()
            )
            painter.drawPixmap(at, dialog.grab())
            painter.setPen("#8a94a3")  # the edge that a desktop draws around it
            painter.drawRect(at.x() - 1, at.y() - 1, dialog.width() + 1, dialog.height() + 1)
            painter.end()
        kept = self.suffix in KEPT or (name == "desk" and self.suffix in ("zh-dark", "en-dark"))
        folder = self.folder if kept or self.folder != PICTURES else REST
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}-{self.suffix}.png"
        if not picture.save(str(path)):
            raise SystemExit(f"could not write {path}")
        _shrink(path)
        print(path.name, f"{picture.width()}x{picture.height()}", flush=True)

    def do(self, action: str) -> None:
        self.app.actions[action].trigger()
        self.settle()

    def team(self, project: Path) -> None:
        """What two analysts differ in, and how far they agree."""
        from PySide6.QtTest import QTest

        self.app.projects.open(project)
        for page in ("adjudication", "agreement"):
            self.do(f"view.{page}")
            shown = self.app.middle.pages[page]
            for _ in range(200):  # both are worked out in another process
                if not self.app.jobs.jobs:
                    break
                QTest.qWait(100)
            if page == "adjudication":
                shown.list.setCurrentRow(1)
            self.take(page)
            self.do(f"view.{page}")

    def dialog(self, action: str, name: str) -> None:
        from PySide6.QtWidgets import QApplication

        self.do(action)
        self.take(name)
        if (dialog := QApplication.activeModalWidget()) is not None:
            dialog.reject()
        self.settle()


def _shrink(path: Path) -> None:
    """256 colours: a third of the size, and no difference that the eye finds in a window of flat colours."""
    try:
        from PIL import Image
    except ImportError:
        return
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def shoot(project: Path, folder: Path, language: str, theme: str, size: tuple[int, int], *, few: bool) -> None:
    """One look: its pictures."""
    from PySide6.QtWidgets import QApplication

    from core.paths import user_config
    from core.settings import Settings
    from core.store import Store
    from gui.app import build
    from gui.theme import chinese_fonts
    from gui.toasts import Toasts

    QApplication.instance() or QApplication([])
    chinese_fonts()
    settings = Settings(Path(os.environ["DUIDU_HOME"]) / f"{language}-{theme}.json")
    settings.set("language", language)
    settings.set("theme", theme)
    # Each look begins as a first opening: no panes left over from the look before.
    shutil.rmtree(user_config() / "layouts", ignore_errors=True)
    store = Store.open(project)
    app = build(store, settings)
    app.window.resize(*size)
    app.window.show()
    wide = f"-{size[0]}" if size[0] > 1300 else ""
    camera = Camera(app, folder, f"{language}-{theme}{wide}")
    camera.settle(1.5)
    documents = store.documents()
    chosen = (
        next((f for f in store.facts(documents[0].id) if f.canonical == "地区生产总值"), None)
        or store.facts(documents[0].id)[4]
    )
    app.desk.select(documents[0].id, chosen.id, origin="shots")
    app.actions["tie.indicator"].trigger()
    app.desk.select(documents[0].id, chosen.id, origin="shots")
    app.window.findChild(Toasts).clear()
    camera.settle(6)  # messages lie over the text for a moment
    camera.take("desk")
    if not few and not wide:
        steps: list[Callable[[], object]] = [
            lambda: (camera.do("view.table"), camera.take("table"), camera.do("view.table")),
            lambda: (camera.do("fact.same"), camera.take("same"), camera.do("fact.same")),
            lambda: camera.dialog("project.export", "export"),
            lambda: camera.dialog("help.keys", "keys"),
            lambda: camera.dialog("fact.tag_set", "tags"),
            lambda: camera.dialog("project.preferences", "preferences"),
            lambda: (
                app.panes.panes[0].set_outline(True),
                camera.take("outline"),
                app.panes.panes[0].set_outline(False),
            ),
            lambda: (camera.do("view.matrix"), camera.settle(1.5), camera.take("matrix"), camera.do("view.matrix")),
            lambda: (camera.do("view.checks"), camera.settle(1.5), camera.take("checks"), camera.do("view.checks")),
            lambda: (camera.do("view.charts"), camera.settle(1.5), camera.take("charts"), camera.do("view.charts")),
            lambda: (camera.do("pane.add"), camera.do("pane.add"), camera.do("pane.grid"), camera.take("grid")),
            lambda: camera.team(project.with_name("两人合作.duidu")),
        ]
        for step in steps:
            step()
    app.close()


@contextmanager
def screen() -> Iterator[str]:
    """A virtual X server on a free display."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "2000x1200x24", "-nolisten", "tcp"],
        pass_fds=(write,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    try:
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--here", type=Path, help="into this folder, on the screen in force")
    parser.add_argument("--look", nargs=4, help=argparse.SUPPRESS)  # language, theme, width, height: one process each
    parser.add_argument("--project", type=Path, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.look:
        language, theme, width, height = words.look
        few = words.here is not None
        shoot(words.project, words.here or PICTURES, language, theme, (int(width), int(height)), few=few)
        return
    folder = words.here or PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        # A home of its own, in which the project lies where people put theirs: the status line shows that place.
        project = Path(home) / "Documents" / "对读" / "示例报告.duidu"
        project.parent.mkdir(parents=True)
        prepare(project)
        prepare_team(project.with_name("两人合作.duidu"))
        cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")  # the system's list of fonts
        environment = {**os.environ, "HOME": home, "XDG_CACHE_HOME": cache, "DUIDU_HOME": str(Path(home, "duidu"))}
        command = [sys.executable, __file__, "--project", str(project)]
        if words.here:
            command += ["--here", str(folder)]
            for look in LOOKS:
                subprocess.run([*command, "--look", *look, "1280", "800"], env=environment, check=True)
        else:
            with screen() as display:
                environment |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
                for look in LOOKS:
                    subprocess.run([*command, "--look", *look, "1280", "800"], env=environment, check=True)
                for look in (("zh", "light"), ("en", "dark")):
                    subprocess.run([*command, "--look", *look, "1920", "1080"], env=environment, check=True)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder.name}/ after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
