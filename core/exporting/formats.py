"""The table of export formats; the command line, the dialog and the help read it. A new format is a line here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the module in this folder that writes it, the end of its file names, and what it holds.

    `table` is "facts" (one row a fact), "panel" (one row a region-year), "" for a format that makes its own files.
    `kind` groups the choices: "table", "package" or "annotations". `unit` is how an annotation format counts
    characters ("code points", "UTF-16", "lines"); `drops` names what it has no place for. `needs` are modules that are
    not part of the program, `extra` the words after `pip install` that bring them. Texts: format.ID, format.ID_hint.
    """

    id: str
    module: str
    suffix: str
    table: str = ""
    kind: str = "table"
    unit: str = ""
    drops: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    extra: str = ""
    inside: bool = False  # the manifest and the methods text are part of the file; otherwise they lie beside it

    @property
    def text(self) -> str:
        """The key of the format's name in the catalogue."""
        return f"format.{self.id.replace('-', '_')}"

    @property
    def missing(self) -> tuple[str, ...]:
        """The modules that would have to be installed first."""
        return tuple(name for name in self.needs if find_spec(name.partition(".")[0]) is None)


FORMATS: dict[str, Format] = {
    each.id: each
    for each in (
        Format("csv", "csv", ".csv", "facts"),
        Format("xlsx", "xlsx", ".xlsx", "facts", inside=True),
        Format("jsonl", "jsonl", ".jsonl", "facts"),
        Format("parquet", "parquet", ".parquet", "facts", needs=("arro3.core", "arro3.io"), extra="duidu[parquet]"),
        Format("dta", "stata", ".dta", "facts"),
        Format("panel-csv", "csv", ".csv", "panel"),
        Format("panel-xlsx", "xlsx", ".xlsx", "panel", inside=True),
        Format("panel-jsonl", "jsonl", ".jsonl", "panel"),
        Format(
            "panel-parquet", "parquet", ".parquet", "panel", needs=("arro3.core", "arro3.io"), extra="duidu[parquet]"
        ),
        Format("panel-dta", "stata", ".dta", "panel"),
        Format("datapackage", "package", ".zip", kind="package", inside=True),
        Format("sdmx", "sdmx", ".csv", kind="package"),
        Format("w3c", "w3c", ".zip", kind="annotations", unit="code points", inside=True),
        Format(
            "brat", "brat", ".zip", kind="annotations", unit="code points", drops=("reasons",), inside=True
        ),
        Format(
            "labelstudio", "labelstudio", ".json", kind="annotations", unit="code points", drops=("pieces", "reasons")
        ),
        Format(
            "doccano", "doccano", ".jsonl", kind="annotations", unit="UTF-16",
            drops=("values", "links", "pieces", "reasons"),
        ),
        Format(
            "doccano-relations", "doccano", ".jsonl", kind="annotations", unit="UTF-16",
            drops=("values", "pieces", "reasons"),
        ),
        Format("spacy", "spacy", ".jsonl", kind="annotations", unit="code points", drops=("links", "reasons")),
        Format(
            "docbin", "docbin", ".spacy", kind="annotations", unit="code points", drops=("links", "reasons"),
            needs=("spacy",), extra="duidu[spacy]",
        ),
        Format(
            "conll", "conll", ".conll", kind="annotations", unit="lines",
            drops=("overlaps", "values", "links", "pieces", "decisions", "reasons"),
        ),
        Format("refi", "refi", ".qdpx", kind="annotations", unit="code points", drops=("links", "reasons")),
        Format("cas", "cas", ".zip", kind="annotations", unit="UTF-16", drops=("pieces", "reasons"), inside=True),
    )
}  # fmt: skip
