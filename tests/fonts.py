"""A system that has no fonts of its own, for programs that are started in a test."""

from __future__ import annotations

from pathlib import Path


def without_fonts(folder: Path) -> dict[str, str]:
    """What to add to a program's environment (Linux, fontconfig); the cache is made in `folder` too."""
    (folder / "fonts").mkdir()
    configuration = folder / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{folder}/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
    )
    return {"FONTCONFIG_FILE": str(configuration)}
