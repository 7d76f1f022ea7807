"""Where the program's own data and the user's files lie."""

from __future__ import annotations

import os
import sys
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


def user_data() -> Path:
    """Where projects and backups go when the user names no place; DUIDU_HOME overrides it (portable use, tests)."""
    if home := os.environ.get("DUIDU_HOME"):
        return Path(home)
    from platformdirs import user_data_path

    return user_data_path("Duidu", appauthor=False)


def user_config() -> Path:
    """Where settings go; inside DUIDU_HOME when that is set."""
    if home := os.environ.get("DUIDU_HOME"):
        return Path(home) / "config"
    from platformdirs import user_config_path

    return user_config_path("Duidu", appauthor=False)


def user_cache() -> Path:
    """Where caches go that may be deleted at any time; inside DUIDU_HOME when that is set."""
    if home := os.environ.get("DUIDU_HOME"):
        return Path(home) / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("Duidu", appauthor=False)
