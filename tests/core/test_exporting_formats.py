from __future__ import annotations

import tomllib
from importlib import import_module

import pytest

from core.errors import ExportError
from core.exporting import FORMATS, export
from core.exporting.formats import Format
from core.messages import LANGUAGES, catalogue
from core.paths import resource
from core.store import Store


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_format_has_its_texts_and_its_writer(form: Format) -> None:
    keys = [
        form.text,
        f"{form.text}_hint",
        f"format_kind.{form.kind}",
        *(f"format_drops.{name}" for name in form.drops),
    ]
    assert all(catalogue()[key][language] for key in keys for language in LANGUAGES)
    writer = import_module(f"core.exporting.{form.module}")
    assert callable(writer.write)
    assert writer.__doc__
    assert form.suffix.startswith(".")
    if form.kind == "annotations":
        assert callable(writer.read)


def test_what_has_to_be_installed_first_is_told_with_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    lacking = Format("parquet", "parquet", ".parquet", "facts", needs=("no_such_module",), extra="duidu[parquet]")
    monkeypatch.setitem(FORMATS, "parquet", lacking)
    assert lacking.missing == ("no_such_module",)
    with Store.create(f"{tmp_path}/p.duidu") as store, pytest.raises(ExportError) as told:
        export("all", "parquet", f"{tmp_path}/a.parquet", store)
    assert "pip install 'duidu[parquet]'" in str(told.value)


def test_no_text_stands_in_two_files() -> None:
    # The later file would win without a word.
    found: dict[str, str] = {}
    twice = []
    for path in sorted(resource("i18n").glob("*.toml")):
        for group, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for name in entries:
                key = f"{group}.{name}"
                if key in found:
                    twice.append((key, found[key], path.name))
                found[key] = path.name
    assert not twice
