"""Where the program's own data and the user's files lie."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path


@cache
def _home() -> Path:
    # Frozen: beside the executable's bundle; installed wheel: inside core/; checkout: beside core/.
    if bundle := getattr(sys, "_MEIPASS", None):
        return Path(bundle)
    here = Path(__file__).resolve().parent
    return here if (here / "resources").is_dir() else here.parent


def resource(*parts: str) -> Path:
    """A file or folder under resources/."""
    return _home().joinpath("resources", *parts)


def seeds() -> Path:
    """The folder of the sample reports."""
    return _home() / "seeds"


def beside() -> Path:
    """The folder in which the user sees the program: of the executable or the .app, of the checkout, of the wheel."""
    if not getattr(sys, "frozen", False):
        return _home()
    executable = Path(sys.executable).resolve()
    return next((up.parent for up in executable.parents if up.suffix == ".app"), executable.parent)


def own_home() -> Path | None:
    """One folder for everything: DUIDU_HOME, or `data` beside the program where a file `portable` lies; else None."""
    if home := os.environ.get("DUIDU_HOME"):
        return Path(home)
    return beside() / "data" if (beside() / "portable").exists() else None


LEFT = 24 * 3600  # seconds after which nobody can be writing to a draft any more


def sweep(folder: Path, pattern: str) -> None:
    """Take away drafts in a folder that a program left which was killed while it wrote; never one that is young."""
    with suppress(OSError):
        for left in folder.glob(pattern):
            with suppress(OSError):
                if left.is_file() and time.time() - left.lstat().st_mtime > LEFT:
                    left.unlink()


def user_data() -> Path:
    """Where projects and backups go when the user names no place; own_home() overrides it (portable use, tests)."""
    if home := own_home():
        return home
    from platformdirs import user_data_path

    return user_data_path("Duidu", appauthor=False)


def user_config() -> Path:
    """Where settings go; inside own_home() when there is one."""
    if home := own_home():
        return home / "config"
    from platformdirs import user_config_path

    return user_config_path("Duidu", appauthor=False)


def user_cache() -> Path:
    """Where caches go that may be deleted at any time; inside own_home() when there is one."""
    if home := own_home():
        return home / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("Duidu", appauthor=False)


def user_logs() -> Path:
    """Where the log and reports of mishaps go; inside own_home() when there is one."""
    if home := own_home():
        return home / "logs"
    from platformdirs import user_log_path

    return user_log_path("Duidu", appauthor=False)
