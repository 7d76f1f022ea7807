"""Where the panes, docks and window stood in each project, so that the next start brings them back.

Kept beside the settings and not in the project: another person's screen is another size, and reading must not
change the file.
"""

from __future__ import annotations

import contextlib
import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.paths import user_config


def _file(project: Path) -> Path:
    return user_config() / "layouts" / f"{sha256(str(project.resolve()).encode()).hexdigest()[:20]}.json"


def load(project: Path) -> dict[str, Any]:
    """The layout of a project; empty when there is none or it cannot be read (it is never worth an error)."""
    try:
        found = json.loads(_file(project).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def save(project: Path, layout: dict[str, Any]) -> None:
    """Keep the layout of a project; a full disk or a locked folder only means that it is not kept."""
    path = _file(project)
    draft = path.with_suffix(".new")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(layout | {"project": str(project)}, ensure_ascii=False), encoding="utf-8")
        os.replace(draft, path)
