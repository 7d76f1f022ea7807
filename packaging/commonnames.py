"""Make resources/regions/common.tsv: how widely reports use each short name of a division.

    python packaging/commonnames.py FOLDER

FOLDER holds reports and INDEX.tsv (columns file, code, level). A name such as 平安 or 北京 stands in the reports of
many divisions, so counting it says little about who reports. The share is over distinct divisions, the name's own
and those in it left out.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core import regions
from core.loading import load
from core.paths import resource
from core.repairing import repair

LEAST = 0.03  # rarer names are left out of the table


def main(folder: Path) -> None:
    """Write the table."""
    lines = (folder / "INDEX.tsv").read_text(encoding="utf-8").splitlines()
    head = lines[0].split("\t")
    texts: dict[str, list[str]] = defaultdict(list)
    for line in lines[1:]:
        row = dict(zip(head, line.split("\t"), strict=False))
        if len(texts[row["code"]]) < 3:
            texts[row["code"]].append(repair(load(folder / row["file"]).original)[0])
    table = regions.table()
    shares = {}
    for name, spells in table.by_short.items():
        codes = {spell.code for spell in spells}
        own = {above for code in codes for above in (code, *regions.parents(code))}
        others = [
            reports
            for code, reports in texts.items()
            if code not in own and not any(above in codes for above in regions.parents(code) if code)
        ]
        used = sum(any(report.count(name) > 1 for report in reports) for reports in others)
        if used / len(others) >= LEAST:
            shares[name] = used / len(others)
    target = resource("regions", "common.tsv")
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for name, share in sorted(shares.items(), key=lambda item: (-item[1], item[0])):
            file.write(f"{name}\t{share:.2f}\n")
    print(f"{len(shares)} names over {len(texts)} divisions")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
