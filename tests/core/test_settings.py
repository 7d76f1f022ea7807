from __future__ import annotations

from pathlib import Path

import pytest

from core.settings import SETTINGS, Settings


def test_what_is_set_is_there_the_next_time(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    Settings(path).set("language", "en")
    Settings(path).set("checks.off", ["a", "b"])
    again = Settings(path)
    assert (again.get("language"), again.get("checks.off"), again.get("theme")) == ("en", ["a", "b"], "")
    again.reset("language")
    assert Settings(path).get("language") == ""
    assert [p.name for p in path.parent.iterdir()] == ["settings.json"]


def test_every_default_fits() -> None:
    assert all(setting.fits(setting.default) for setting in SETTINGS)
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)


def test_what_does_not_fit_is_refused_and_never_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings = Settings(path)
    for key, value in (("language", "fr"), ("text.size", 200), ("text.size", "14"), ("export.bom", 1)):
        with pytest.raises(ValueError, match="does not fit"):
            settings.set(key, value)
    with pytest.raises(KeyError):
        settings.get("nothing")
    path.write_text('{"text.size": -3, "from.the.future": 1}', encoding="utf-8")
    newer = Settings(path)
    assert newer.get("text.size") == 13
    newer.set("text.size", 16)
    assert '"from.the.future": 1' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", [b"{", b"[1]", b"\xff\xfe\x00", b"null", b""])
def test_a_broken_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.get("text.size") == 13
    settings.set("text.size", 20)
    assert Settings(path).get("text.size") == 20
    assert (tmp_path / "settings.broken.json").read_bytes() == content


def test_a_folder_that_can_not_be_written_does_not_stop_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(tmp_path / "file" / "settings.json")
    settings.set("theme", "dark")
    assert settings.get("theme") == "dark"
