"""Measure region and year on reports whose answers are known.

    python tests/benchmarks/metadata.py FOLDER [--misses] [--raw]

FOLDER holds the reports and INDEX.tsv with the columns file, region, level, year, code.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core.metadata import metadata
from core.structure import structure


def words(path: Path) -> str:
    """The text of a report."""
    if path.suffix == ".docx":
        import docx

        return "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")


def reading(path: Path) -> str:
    """The reading text as the program makes it; decoded only where the format cannot be loaded."""
    from core.errors import ReadingError
    from core.loading import load
    from core.repairing import repair

    try:
        return repair(load(path).original)[0]
    except ReadingError:
        return words(path)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--raw", action="store_true", help="decode only, mend nothing")
    args = parser.parse_args()
    lines = (args.folder / "INDEX.tsv").read_text(encoding="utf-8").splitlines()
    head = lines[0].split("\t")
    rows = [dict(zip(head, line.split("\t"), strict=False)) for line in lines[1:]]
    texts = {}
    for row in rows:
        path = args.folder / row["file"]
        texts[row["file"]] = words(path) if args.raw else reading(path)
    characters = sum(map(len, texts.values()))
    for label, named in (("text and file name", True), ("text alone", False)):
        region = year = 0
        spent = 0.0
        found = dict.fromkeys(("date", "session", "speaker"), 0)
        for row in rows:
            text = texts[row["file"]]
            begun = time.perf_counter()
            result = metadata(text, structure(text), row["file"] if named else "")
            spent += time.perf_counter() - begun
            place = result.region_code == row["code"] and (result.level == "nation") == (row["level"] == "national")
            if not row["code"] and row["level"] != "national":
                place = place and result.region.replace("/", "") == row["region"]
            when = result.year == int(row["year"])
            region, year = region + place, year + when
            for key in found:
                found[key] += bool(getattr(result, key))
            if args.misses and not (place and when):
                wrong = [] if place else [f"{result.region} {result.region_code} for {row['region']} {row['code']}"]
                wrong += [] if when else [f"{result.year} for {row['year']} {result.findings.get('year')}"]
                print(f"  {label}: {row['file']}: {'; '.join(wrong)}")
        count = len(rows)
        print(
            f"{label}: region {region}/{count} = {region / count:.1%}, year {year}/{count} = {year / count:.1%}, "
            + ", ".join(f"{key} {value}" for key, value in found.items())
            + f"; {spent / characters * 1e6:.2f} µs a character with structure"
        )


if __name__ == "__main__":
    main()
