"""Make resources/regions/divisions.tsv from the sources named in resources/regions/README.md.

    python packaging/regions.py FOLDER

FOLDER holds divisions_2025.tsv, gb2260_spells_1980_2019.tsv and quhua_historical_changes_v1.json. One row a
spell of a code with a name: code, name, first year, last year (9999: in force).
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
PLACEHOLDERS = ("市辖区", "市辖县", "县", "市", "省直辖", "自治区直辖", "直辖", "行政单位")
IN_FORCE = 9999


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table with a header line."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def main(folder: Path) -> None:
    """Write the table."""
    spells: dict[tuple[str, str], list[int]] = {}
    for row in rows(folder / "gb2260_spells_1980_2019.tsv"):
        name = row["name"].strip()
        if name in PLACEHOLDERS or "直辖" in name:
            continue
        first, last = int(row["first_revision"][:4]), int(row["last_revision"][:4])
        spell = spells.setdefault((row["code"], name), [first, last])
        spell[0], spell[1] = min(spell[0], first), max(spell[1], last)
    events = json.loads((folder / "quhua_historical_changes_v1.json").read_text(encoding="utf-8"))["events"]
    began: dict[tuple[str, str], int] = {}
    ended: dict[tuple[str, str], int] = {}
    for event in events:
        if event["year"] < 2019:
            continue
        for side, found in (("new", began), ("old", ended)):
            division = event.get(side)
            if division and division.get("code"):
                found[division["code"][:6], division["name"]] = event["year"]
    current = {(row["code"], row["name"].strip()) for row in rows(folder / "divisions_2025.tsv")}
    for key in current:
        spell = spells.setdefault(key, [began.get(key, 2020), IN_FORCE])
        spell[1] = IN_FORCE
    for key, spell in spells.items():
        if key not in current and spell[1] >= 2019:
            spell[1] = ended.get(key, 2020)
    target = HERE / "resources" / "regions" / "divisions.tsv"
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for (code, name), (first, last) in sorted(spells.items(), key=lambda item: (item[0][0], item[1])):
            file.write(f"{code}\t{name}\t{first}\t{last}\n")
    print(f"{len(spells)} spells, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
