"""Measure the time frames of sections and the cutting of sentences against labelled reports.

    python tests/benchmarks/structure.py [--misses]

For each labelled figure: do the years of its section equal its period, and does its part say rightly whether it is a
target? (What single sentences say of their own years is left to extraction; these figures are the ground it starts
from.) Sentences are compared with the numbered ones of tests/files/gold.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core.metadata import metadata
from core.structure import structure

FILES = Path(__file__).resolve().parents[1] / "files"


def measure(text: str, name: str, facts: list[dict[str, object]], misses: bool) -> tuple[int, int, int]:
    """Right periods, right sides, and all figures of one report."""
    found = structure(text)
    year = metadata(text, found, name).year
    found = structure(text, year)
    periods = sides = 0
    for fact in facts:
        section = found.section_at(int(str(fact["start"])))
        first, last = (section.period_start, section.period_end) if section is not None else (None, None)
        years = str(first) if first == last else f"{first}-{last}"
        ahead = section is not None and section.part.ahead
        periods += years == fact["period"]
        sides += ahead == (fact["status"] == "target")
        if misses and (years != fact["period"] or ahead != (fact["status"] == "target")):
            print(f"  {name}: {fact['quantity']} {fact['period']} {fact['status']}, section {years} ahead={ahead}")
    return periods, sides, len(facts)


def tunable() -> list[Path]:
    """The labelled excerpts of the half for tuning: this tool shows misses, and nobody may look at the others."""
    names = []
    for index in sorted((FILES / "labelled").glob("index-*.tsv")):
        with index.open(encoding="utf-8", newline="") as file:
            names += [row["name"] for row in csv.DictReader(file, delimiter="\t") if row["half"] == "dev"]
    return [FILES / "labelled" / f"{name}.jsonl" for name in sorted(names)]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true")
    args = parser.parse_args()
    totals = [0, 0, 0]
    for path in tunable():
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        facts = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for index, value in enumerate(measure(text, path.stem, facts, args.misses)):
            totals[index] += value
    print(f"excerpts: period {totals[0] / totals[2]:.1%}, target or not {totals[1] / totals[2]:.1%} of {totals[2]}")
    for path in sorted((FILES / "gold").glob("*.clean.txt")):
        text = path.read_text(encoding="utf-8")
        begun = time.process_time()
        found = structure(text)
        spent = time.process_time() - begun
        mine = [span.of(text) for span in found.sentences]
        table = path.with_name(path.name.replace(".clean.txt", ".sentences.tsv")).read_text(encoding="utf-8")
        gold = [line.split("\t", 1)[1] for line in table.splitlines()]
        same = sum(sentence in set(mine) for sentence in gold)
        print(f"{path.name}: sentences {same}/{len(gold)} as cut by hand, {spent / len(text) * 1e6:.2f} µs a character")


if __name__ == "__main__":
    main()
