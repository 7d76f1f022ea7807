"""From a report to a dataset and through the desk with sockets taken away: nothing asks for a network."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Sockets between processes of this machine (AF_UNIX, whose address is a path) are how a pool of workers talks and how a
# second start finds the desk; every other one is refused.
GUARD = """
import socket, sys

def refuse(*_arguments, **_keywords):
    raise AssertionError("the network was asked for")

class Guarded(socket.socket):
    def __init__(self, family=-1, *arguments, **keywords):
        if family != getattr(socket, "AF_UNIX", None):
            refuse()
        super().__init__(family, *arguments, **keywords)

socket.socket = Guarded
socket.create_connection = socket.getaddrinfo = socket.gethostbyname = refuse

def listen(event, arguments):
    if event == "socket.getaddrinfo" or (event == "socket.connect" and not isinstance(arguments[1], (str, bytes))):
        refuse()

sys.addaudithook(listen)
"""

DESK = """
import sys
from pathlib import Path

def main():
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication
    from core.edits import Accept
    from core.store import Store
    from gui.app import build

    application = QApplication([])
    app = build(Store.open(Path(sys.argv[1])))
    app.window.show()
    QTest.qWait(300)
    fact = app.desk.facts(app.desk.documents()[0].id)[0]
    app.desk.select(fact.document, fact.id, origin="pane")
    app.desk.do(Accept((fact.id,)))
    for name in ("view.table", "view.matrix", "view.checks", "view.charts", "help.open", "help.about"):
        app.actions[name].trigger()
        QTest.qWait(100)
    print("seen", app.desk.fact(fact.id).state)
    app.close()

if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="pools of processes use named pipes there, not sockets")
def test_a_journey_without_a_network(tmp_path: Path) -> None:
    guard = tmp_path / "guard"
    guard.mkdir()
    # Read by each Python that starts, the workers of a pool included.
    (guard / "sitecustomize.py").write_text(GUARD)
    (tmp_path / "desk.py").write_text(DESK)
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(guard), str(ROOT)]),
        "QT_QPA_PLATFORM": "offscreen",
        "DUIDU_HOME": str(tmp_path / "home"),
    }

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert "the network was asked for" not in done.stderr
        return done.stdout

    asked = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('localhost', 1))"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "the network was asked for" in asked.stderr  # the guard does its work
    report = tmp_path / "报告.txt"
    report.write_text("一、2020年工作回顾\n预计年末，地区生产总值实现105亿元，同比增长7%以上。\n", encoding="utf-8")
    duidu = ("-m", "core.cli")
    run(*duidu, "import", "p.duidu", "报告.txt", *map(str, sorted((ROOT / "seeds").glob("*北镇*.txt"))))
    assert "seen accepted" in run("desk.py", "p.duidu")
    for kind, name in (("xlsx", "facts.xlsx"), ("panel-csv", "panel.csv"), ("datapackage", "data.zip")):
        run(*duidu, "export", "p.duidu", "--format", kind, "--state", "all", "--output", name)
    assert "105亿元" in run(*duidu, "extract", "报告.txt")
    run(*duidu, "doctor")


def test_the_program_names_no_module_that_speaks_to_a_network() -> None:
    spoken = (
        "QtNetwork",
        "import requests",
        "urllib.request.urlopen",
        "import http.client",
        "import ftplib",
        "smtplib",
    )
    for folder in ("core", "gui"):
        for path in (ROOT / folder).rglob("*.py"):
            words = path.read_text(encoding="utf-8")
            assert [word for word in spoken if word in words] == [], path
