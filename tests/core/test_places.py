from __future__ import annotations

import json
from pathlib import Path, PurePosixPath

import pytest

from core import places
from core.places import cloud, network


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "onedrive"),
        ("OneDrive - 某某大学", "onedrive"),
        ("Library/CloudStorage/OneDrive-Personal", "onedrive"),
        ("Dropbox/项目", "dropbox"),
        ("Dropbox (Team)", "dropbox"),
        ("Library/Mobile Documents/com~apple~CloudDocs", "icloud"),
        ("iCloudDrive", "icloud"),
        ("Nutstore Files/我的坚果云", "nutstore"),
        ("坚果云", "nutstore"),
        ("Google Drive", "google"),
        ("Library/CloudStorage/GoogleDrive-a@b.cn/我的云端硬盘", "google"),
        ("BaiduSyncdisk", "baidu"),
        ("百度网盘同步空间/报告", "baidu"),
        ("WPS云盘", "wps"),
        ("WPSDrive/123/WPS云盘", "wps"),
        ("文档/坚果", ""),
        ("dropbox-notes", ""),
        ("我的 OneDriver", ""),
    ],
)
def test_folders_of_services(tmp_path: Path, folder: str, service: str) -> None:
    assert cloud(tmp_path / folder / "p.duidu") == service


def test_services_that_say_where_their_folder_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "同步"))
    assert cloud(tmp_path / "同步" / "a" / "p.duidu") == "onedrive"
    monkeypatch.setenv("APPDATA", str(tmp_path / "app"))
    (tmp_path / "app" / "Dropbox").mkdir(parents=True)
    told = {"personal": {"path": str(tmp_path / "盒子")}}
    (tmp_path / "app" / "Dropbox" / "info.json").write_text(json.dumps(told), encoding="utf-8")
    assert cloud(tmp_path / "盒子" / "p.duidu") == "dropbox"
    (tmp_path / "app" / "Dropbox" / "info.json").write_text("[", encoding="utf-8")
    assert cloud(tmp_path / "盒子" / "p.duidu") == ""


def test_drives_of_the_network(tmp_path: Path) -> None:
    assert network(tmp_path / "p.duidu") is False
    assert PurePosixPath("//server/share").parts[0] == "//"
    assert network(Path("//server/share/p.duidu")) is True


def test_every_service_has_words() -> None:
    from core.messages import text

    for service, _ in places.FOLDERS:
        assert text(f"place.{service}")
