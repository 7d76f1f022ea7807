from __future__ import annotations

import struct
from decimal import Decimal
from pathlib import Path

import pytest

from core.exporting import COLUMNS, Options, export
from core.exporting.columns import Column
from core.exporting.stata import names, write
from core.store import Store
from tests.core.exports import golden


def part(data: bytes, name: str) -> bytes:
    return data.partition(f"<{name}>".encode())[2].partition(f"</{name}>".encode())[0]


def test_the_map_points_at_every_part_and_the_rows_have_their_width(tmp_path: Path) -> None:
    columns = [Column("id", "integer"), Column("value", "number"), Column("state", codes="state"), Column("note")]
    rows = [
        {"id": 562949953421311, "value": Decimal("28.6"), "state": "accepted", "note": "甲"},
        {"id": 2, "value": None, "state": None, "note": None},
    ]
    write(tmp_path / "a.dta", columns, rows, Options(made="2026-01-02T03:04:05.000Z"))
    data = (tmp_path / "a.dta").read_bytes()
    places = struct.unpack("<14Q", part(data, "map"))
    begins = (
        "<stata_dta>", "<map>", "<variable_types>", "<varnames>", "<sortlist>", "<formats>", "<value_label_names>",
        "<variable_labels>", "<characteristics>", "<data>", "<strls>", "<value_labels>", "</stata_dta>",
    )  # fmt: skip
    assert all(data[place:].startswith(begin.encode()) for place, begin in zip(places, begins, strict=False))
    assert places[-1] == len(data)
    assert b"02 Jan 2026 03:04" in data
    first, second = struct.iter_unpack("<ddb3s", part(data, "data"))
    assert (first[0], first[1], first[3].decode()) == (562949953421311, 28.6, "甲")
    assert second[2:] == (101, b"\0\0\0")
    assert "采纳 Accepted (accepted)".encode() in part(data, "value_labels")


def test_long_texts_are_kept_whole(tmp_path: Path) -> None:
    words = "𠮷" * 3000
    write(tmp_path / "a.dta", [Column("note")], [{"note": words}, {"note": ""}], Options())
    data = (tmp_path / "a.dta").read_bytes()
    assert words.encode() + b"\0" in part(data, "strls")
    assert part(data, "data") == struct.pack("<QQ", 1 | 1 << 16, 0)


def test_names_of_variables_fit_and_stay_apart() -> None:
    keys = [
        "id", "year", "地区", "2x", "gross_domestic_product_regional",
        "gross_domestic_product_regional_target_growth_low",
        "gross_domestic_product_regional_target_growth_high", "gross_domestic_product_rural_target_growth_qualifier",
        "ID",
    ]  # fmt: skip
    made = names(keys)
    assert len({name.lower() for name in made}) == len(keys)
    assert all(len(name) <= 32 and name.isascii() and not name[0].isdigit() for name in made)
    assert made[:2] == ["id", "year"]
    assert made[4] + "_tg_low" == made[5]
    assert made[7].endswith("_tg_qualifier")


@pytest.mark.parametrize("kind", ["dta", "panel-dta"])
def test_a_project_is_written(kind: str, tmp_path: Path) -> None:
    with Store.create(tmp_path / "p.duidu") as store:
        golden(store)
        summary = export("all", kind, tmp_path / "a.dta", store)
    data = (tmp_path / "a.dta").read_bytes()
    assert struct.unpack("<Q", part(data, "N"))[0] == summary.rows
    assert kind != "dta" or struct.unpack("<H", part(data, "K"))[0] == len(COLUMNS)
