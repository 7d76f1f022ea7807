"""`python -m gui [PROJECT]`: opens the desk, or says in one line what the system lacks for it."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import sys
from pathlib import Path

# Debian's names of what the wheel of Qt needs and does not bring along.
PACKAGES = (
    "libgl1 libegl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 "
    "libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 fonts-noto-cjk"
)


def lacking() -> str:
    """What keeps a window from opening here, in words for a terminal; empty when nothing does."""
    if sys.platform != "linux":
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not platform and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return (
            "没有图形界面（DISPLAY 和 WAYLAND_DISPLAY 都未设置）。请在桌面环境中运行，或用 duidu 命令行处理报告。\n"
            "No display (neither DISPLAY nor WAYLAND_DISPLAY is set). Run this on a desktop, or use the duidu command."
        )
    wanted = ["libGL.so.1", "libEGL.so.1", "libxkbcommon.so.0", "libfontconfig.so.1", "libdbus-1.so.3"]
    if platform.split(":")[0] in ("", "xcb") and os.environ.get("DISPLAY"):
        # Qt aborts without a word on the screen when one of these is missing, so it is asked first.
        wanted += ["libxcb-cursor.so.0", "libxkbcommon-x11.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1"]
    missing = [name for name in wanted if not _there(name)]
    if missing:
        return (
            f"缺少系统库 {', '.join(missing)}。请运行：sudo apt install {PACKAGES}\n"
            f"System libraries are missing: {', '.join(missing)}. Run: sudo apt install {PACKAGES}"
        )
    return ""


def _there(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def tell(words: str) -> None:
    """To standard error, and after a double click, where nobody sees that, in whatever the desktop has to show it."""
    if sys.stderr:
        sys.stderr.write(words + "\n")
    if (sys.stderr and sys.stderr.isatty()) or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return
    import shutil
    import subprocess

    for command in (("zenity", "--error", "--no-markup", f"--text={words}"), ("kdialog", "--error", words),
                    ("xmessage", "-center", words), ("notify-send", "Duidu", words)):  # fmt: skip
        if found := shutil.which(command[0]):
            subprocess.run([found, *command[1:]], check=False)  # noqa: S603 - the desktop's own
            return


def main() -> int:
    """Open the desk; the exit status is 0, or 2 where the system cannot show a window."""
    # Worker processes of a frozen program start here again; this call turns them into workers.
    multiprocessing.freeze_support()
    if "--thumbnail" in sys.argv:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"  # a file manager asks where there is no screen
        from gui.thumbnail import make

        project, _, picture, size = sys.argv[1:]
        return make(Path(project), Path(picture), int(size))
    if trouble := lacking():
        tell(trouble)
        return 2
    if os.environ.get("QT_IM_MODULE", "").startswith("fcitx"):
        # The wheel brings no fcitx plugin; fcitx5 answers to ibus, so Chinese can be typed.
        os.environ["QT_IM_MODULE"] = "ibus"
    try:
        if "--probe" in sys.argv:
            from gui.probing import probe

            return probe()
        from gui.starting import start
    except ImportError as error:
        command = f"sudo apt install {PACKAGES}"
        tell(f"无法启动窗口：{error}。请运行：{command}\nThe window cannot start: {error}. Run: {command}")
        return 2
    return start(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
