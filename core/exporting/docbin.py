"""spaCy's DocBin: one document a report, one token a character, so that every stretch fits; needs spaCy.

The stretches are the span group "facts" (entities can't overlap); their fields stand in user_data["facts"], in order.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.exporting.annotations import Read, about, details, plain, stretches
from core.rows import dumps

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.datasets import Dataset

GROUP = "facts"


def write(path: Path, dataset: Dataset, options: Options) -> tuple[str, ...]:
    """Write the file."""
    from spacy.tokens import Doc, DocBin, Span
    from spacy.vocab import Vocab

    del options
    vocab = Vocab()
    found = DocBin(attrs=[], store_user_data=True)
    for report in dataset.reports():
        text = plain(report.document.text)
        doc = Doc(vocab, words=list(text), spaces=[False] * len(text))
        marked = stretches(report)
        doc.spans[GROUP] = [Span(doc, s.start, s.end, label=s.label) for s in marked]
        doc.user_data[GROUP] = dumps([details(s.fact, dataset.tags) if s.fact else None for s in marked])
        doc.user_data["report"] = dumps(about(report))
        found.add(doc)
    path.write_bytes(found.to_bytes())
    return ()


def read(path: Path, options: Options) -> Read:
    """Read it back."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    del options
    for doc in DocBin().from_bytes(path.read_bytes()).get_docs(Vocab()):
        yield doc.text, [(span.start_char, span.end_char) for span in doc.spans[GROUP]]
