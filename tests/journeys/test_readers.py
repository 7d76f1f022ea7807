"""Exports opened with the programs that they are meant for.

Those are large and no part of this one; `make readers` puts them into a place of their own and names it in
DUIDU_READERS (the path of a Python that has them). Without it, or where a reader is not there, a test is skipped with
the reason.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.edits import Accept, Correct, Reject
from core.exporting import FORMATS, export
from core.importing import take_in
from core.paths import seeds
from core.store import Store

ROOT = Path(__file__).resolve().parents[2]
READERS = os.environ.get("DUIDU_READERS", "")
# What each reader does with `folder`: it prints one JSON value, which the test looks at.
SCRIPTS = {
    "pandas": """
import pandas, warnings
warned = warnings.catch_warnings(record=True)
said = warned.__enter__()
warnings.simplefilter("always")
facts = pandas.read_csv(folder / "csv.csv")
stata = pandas.read_stata(folder / "dta.dta")
sheets = pandas.read_excel(folder / "xlsx.xlsx", sheet_name=None)
panel = pandas.read_stata(folder / "panel-dta.dta", convert_categoricals=False)
wide = pandas.read_csv(folder / "panel-csv.csv")
pandas.read_excel(folder / "panel-xlsx.xlsx")
warned.__exit__(None, None, None)
answer = {
    "rows": [len(facts), len(stata), len(sheets["facts"]), len(pandas.read_json(folder / "jsonl.jsonl", lines=True))],
    "same": bool((facts["id"] == stata["id"].astype("int64")).all() and (facts["sentence"] == stata["sentence"]).all()),
    "sheets": list(sheets), "panel": [list(panel.shape), list(wide.shape)],
    "years": panel["year"].astype(int).tolist() == wide["year"].tolist(), "warned": [str(w.message) for w in said],
}
""",
    "pyreadstat": """
import pyreadstat
data, about = pyreadstat.read_dta(str(folder / "dta.dta"))
answer = {"rows": len(data), "label": about.column_names_to_labels["canonical"],
          "codes": about.variable_value_labels["state"]}
""",
    "pyarrow": """
import pyarrow.parquet as parquet
table = parquet.read_table(folder / "parquet.parquet")
answer = {"rows": table.num_rows, "type": str(table.schema.field("id").type),
          "title": table.schema.field("canonical").metadata[b"title_zh"].decode()}
""",
    "frictionless": """
import os, zipfile
from frictionless import validate
zipfile.ZipFile(folder / "datapackage.zip").extractall(folder / "package")
os.chdir(folder / "package")
report = validate("datapackage.json")
answer = {"valid": report.valid, "errors": [e.message for t in report.tasks for e in t.errors][:5],
          "rows": {t.name: t.stats["rows"] for t in report.tasks}}
""",
    "cassis": """
import cassis, io, zipfile
right = total = tied = 0
package = zipfile.ZipFile(folder / "cas.zip")
for name in package.namelist():
    if name.endswith(".json") and name != "manifest.json":
        cas = cassis.load_cas_from_json(io.BytesIO(package.read(name)))
        for fact in cas.select("duidu.Fact"):
            total += 1
            right += fact.get_covered_text() == fact.quantity
            tied += fact.name is not None and bool(fact.name.get_covered_text())
answer = {"total": total, "right": right, "tied": tied}
""",
    "spacy": """
import spacy
from spacy.tokens import DocBin
zh = spacy.blank("zh")
total = right = 0
texts = []
for line in open(folder / "spacy.jsonl", encoding="utf-8"):
    row = json.loads(line)
    doc = zh.make_doc(row["text"])
    texts.append(row["text"])
    for span in row["spans"]:
        total += 1
        found = doc.char_span(span["start"], span["end"], label=span["label"])
        right += found is not None and ("fact" not in span or found.text == span["fact"]["quantity"])
answer = {"total": total, "right": right, "exact": all(zh.make_doc(t).text == t for t in texts)}
""",
    "spacy.tokens": """
import sys
sys.path.insert(0, str(root))
from spacy.tokens import DocBin
import spacy
from core.exporting import export
from core.store import Store
with Store.open(folder / "p.duidu", readonly=True) as store:
    for name in ("a", "b"):
        export("all", "docbin", folder / f"{name}.spacy", store)
docs = list(DocBin().from_disk(folder / "a.spacy").get_docs(spacy.blank("zh").vocab))
pairs = [(s, f) for d in docs for s, f in zip(d.spans["facts"], json.loads(d.user_data["facts"])) if f]
answer = {"docs": len(docs), "facts": len(pairs), "right": sum(s.text == f["quantity"] for s, f in pairs),
          "same": (folder / "a.spacy").read_bytes() == (folder / "b.spacy").read_bytes()}
""",
    "label_studio_sdk": """
from label_studio_sdk.label_interface import LabelInterface
interface = LabelInterface((folder / "labelstudio.json.labels.xml").read_text(encoding="utf-8"))
tasks = json.loads((folder / "labelstudio.json").read_text(encoding="utf-8"))
answer = {
    "tasks": len(tasks),
    "annotations": all(interface.validate_annotation(a) for t in tasks for a in t["annotations"]),
    "predictions": all(interface.validate_prediction(p) for t in tasks for p in t["predictions"]),
}
""",
    # doccano's own parser and its own checks of labels; the database behind them is not set up here.
    "backend.data_import.pipeline.parsers": """
import itertools, sys, types, uuid
for name, words in (("examples", "Example"), ("projects", "Project"),
                    ("label_types", "CategoryType LabelType RelationType SpanType"),
                    ("labels", "Category Label Relation Span TextLabel")):
    module = types.ModuleType(name + ".models")
    for word in words.split():
        setattr(module, word, type(word, (), {}))
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name + ".models"] = module
from backend.data_import.pipeline.label import RelationLabel, SpanLabel
from backend.data_import.pipeline.parsers import JSONLParser

def said(text, span):
    return text.encode("utf-16-le")[2 * span.start_offset : 2 * span.end_offset].decode("utf-16-le")

answer = {"errors": 0, "tasks": 0, "spans": [], "relations": 0, "beyond": 0}
for name in ("doccano", "doccano-relations"):
    parser, key = JSONLParser(encoding="utf-8"), uuid.uuid4()
    spans = []
    for row in parser.parse(str(min(folder.glob(name + ".*"), key=lambda path: len(path.name)))):
        answer["tasks"] += 1
        found = [SpanLabel.parse(key, item) for item in row.get("label", row.get("entities"))]
        answer["beyond"] += sum(not said(row["text"], span) for span in found)
        spans += [said(row["text"], span) for span in found]
        ids = {span.id for span in found}
        relations = [RelationLabel.parse(key, item) for item in row.get("relations", ())]
        assert all({r.from_id, r.to_id} <= ids for r in relations)
        answer["relations"] += len(relations)
    answer["errors"] += len(parser.errors)
    answer["spans"].append(spans)
""",
    "pyrefiqda": """
import os
os.chdir(folder)
from pyrefiqda import RefiProject
project = RefiProject.load(str(folder / "refi.qdpx"))
sources = project.sources.text_source
answer = {"sources": len(sources), "selections": sum(len(s.plain_text_selection) for s in sources),
          "cases": len(project.cases.case), "codes": len(project.code_book.codes.code)}
""",
}


def ask(reader: str, folder: Path) -> dict[str, object]:
    """What a reader makes of the exports."""
    if not READERS:
        pytest.skip("the readers are not installed: run `make readers`")
    if subprocess.run([READERS, "-c", f"import {reader}"], capture_output=True, check=False).returncode:
        pytest.skip(f"{reader} is not among the readers")
    places = f"folder, root = pathlib.Path({str(folder)!r}), pathlib.Path({str(ROOT)!r})"
    code = f"import json, pathlib\n{places}\n{SCRIPTS[reader]}\nprint(json.dumps(answer))"
    done = subprocess.run([READERS, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int, int]]:
    """Two sample reports, half reviewed, in every format that can be written here; facts and reports."""
    folder = tmp_path_factory.mktemp("exports")
    with Store.create(folder / "p.duidu") as store:
        list(take_in(store, sorted(seeds().glob("*2021.txt"))))
        for listing in store.documents():
            facts = store.facts(listing.id)
            store.do(Accept(tuple(fact.id for fact in facts[: len(facts) // 2])))
            store.do(Reject((facts[-1].id,)))
            store.do(Correct((facts[-2].id,), {"value": "1"}))
        for name, form in FORMATS.items():
            if not form.missing:
                export("all", name, folder / f"{name}{form.suffix}", store)
        total = sum(len(store.facts(listing.id)) for listing in store.documents())
        yield folder, total, len(store.documents())


pytestmark = pytest.mark.slow


def test_pandas(exports: tuple[Path, int, int]) -> None:
    folder, total, _ = exports
    found = ask("pandas", folder)
    assert found["rows"] == [total] * 4
    assert found["same"]
    assert found["sheets"] == ["facts", "codebook", "sources", "methods", "manifest"]
    one, other = found["panel"]
    assert one == other
    assert found["years"]
    assert found["warned"] == []


def test_stata(exports: tuple[Path, int, int]) -> None:
    found = ask("pyreadstat", exports[0])
    assert (found["rows"], found["label"]) == (exports[1], "标准指标")
    assert "采纳 Accepted (accepted)" in found["codes"].values()


def test_parquet(exports: tuple[Path, int, int]) -> None:
    if FORMATS["parquet"].missing:
        pytest.skip("arro3 is not installed: pip install 'duidu[parquet]'")
    assert ask("pyarrow", exports[0]) == {"rows": exports[1], "type": "int64", "title": "标准指标"}


def test_the_data_package(exports: tuple[Path, int, int]) -> None:
    found = ask("frictionless", exports[0])
    assert found["valid"], found["errors"]
    assert found["rows"]["facts"] == exports[1]
    assert found["rows"]["documents"] == exports[2]


def test_uima(exports: tuple[Path, int, int]) -> None:
    found = ask("cassis", exports[0])
    assert found["total"] == found["right"] == exports[1]
    assert found["tied"]


def test_spacy(exports: tuple[Path, int, int]) -> None:
    found = ask("spacy", exports[0])
    assert found["total"] == found["right"]
    assert found["total"] >= exports[1]
    assert found["exact"]


def test_docbin(exports: tuple[Path, int, int]) -> None:
    total = exports[1]
    assert ask("spacy.tokens", exports[0]) == {"docs": exports[2], "facts": total, "right": total, "same": True}


def test_label_studio(exports: tuple[Path, int, int]) -> None:
    assert ask("label_studio_sdk", exports[0]) == {"tasks": exports[2], "annotations": True, "predictions": True}


def test_refi_qda(exports: tuple[Path, int, int]) -> None:
    found = ask("pyrefiqda", exports[0])
    assert (found["sources"], found["cases"]) == (exports[2], exports[1])
    assert found["selections"] >= exports[1]


def test_doccano(exports: tuple[Path, int, int]) -> None:
    folder, total, reports = exports
    found = ask("backend.data_import.pipeline.parsers", folder)
    assert (found["errors"], found["beyond"], found["tasks"]) == (0, 0, 2 * reports)
    facts = [json.loads(line)["quantity"] for line in (folder / "jsonl.jsonl").read_text(encoding="utf-8").splitlines()]
    for spans in found["spans"]:
        assert not Counter(facts) - Counter(spans)
        assert len(spans) >= total
    assert found["relations"]
