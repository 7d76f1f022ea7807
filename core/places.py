"""Where a project lies: a folder that a service copies to other computers, or a drive of the network.

Two computers that sync one folder can both write to the same file; the services then keep two versions and call one a
conflict. So the desk says what kind of place it is. Recognised are the folders' own names and, where a service says in
the environment or in a file where its folder is, that.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

# A service and the names its folder bears on Windows, macOS and Linux, in the languages it is sold in.
FOLDERS: tuple[tuple[str, str], ...] = (
    ("onedrive", r"onedrive( ?- ?.+)?|onedrive-.+|skydrive"),
    ("dropbox", r"dropbox( \(.+\))?"),
    ("icloud", r"icloud ?drive|icloud云盘|com~apple~clouddocs|mobile documents"),
    ("nutstore", r"nutstore( files)?|我的坚果云|坚果云(文件)?|\.?nutstorefiles"),
    ("google", r"google ?drive( \(.+\))?|googledrive-.+|my drive|我的云端硬盘|drivefs"),
    ("baidu", r"baidusyncdisk|baidunetdiskworkspace|百度网盘(同步空间|同步盘)?|百度云同步盘"),
    ("wps", r"wps ?云盘|wps ?drive|wps cloud files|wpsdrive|金山文档"),
    ("other", r"aliyundrive|阿里云盘|微云同步助手|微云|腾讯微云|nextcloud|owncloud|seafile|pcloud ?drive|mega(sync)?"),
)
NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afpfs", "webdav", "fuse.rclone", "davfs")
_KNOWN = tuple((service, re.compile(names, re.IGNORECASE)) for service, names in FOLDERS)


def cloud(path: Path) -> str:
    """The service that copies the folder of a file elsewhere, a name of FOLDERS; "" for none that is known."""
    place = path.absolute().parent
    for variable in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        if (root := os.environ.get(variable)) and place.is_relative_to(root):
            return "onedrive"
    if any(place.is_relative_to(root) for root in _dropbox()):
        return "dropbox"
    for part in place.parts:
        for service, name in _KNOWN:
            if name.fullmatch(part):
                return service
    return ""


def network(path: Path) -> bool:
    """True for a drive that can go away with the network."""
    place = path.absolute()
    if place.drive.startswith("\\\\") or str(place).startswith("//"):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == 4)  # DRIVE_REMOTE
    kinds = {}
    try:
        for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
            _, where, kind, *_ = line.split(" ")
            kinds[where.replace("\\040", " ")] = kind
    except (OSError, ValueError):
        return False
    nearest = max((where for where in kinds if place.is_relative_to(where)), key=len, default="")
    return kinds.get(nearest, "") in NETWORK


def _dropbox() -> list[str]:
    """Dropbox says where its folder is, whatever its name."""
    for base in filter(
        None, (os.environ.get("APPDATA"), os.environ.get("LOCALAPPDATA"), str(Path.home() / ".dropbox"))
    ):
        for told in (Path(base) / "info.json", Path(base) / "Dropbox" / "info.json"):
            try:
                found = json.loads(told.read_text(encoding="utf-8"))
                return [str(entry["path"]) for entry in found.values()]
            except (OSError, ValueError, TypeError, KeyError, AttributeError):
                continue
    return []
