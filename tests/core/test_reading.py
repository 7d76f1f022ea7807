"""The whole way from a file to a document."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from core.reading import read, read_text
from core.spans import Span

SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_every_seed_is_read_with_place_and_year(path: Path) -> None:
    document = read(path)
    region, year = path.stem.split("_")[:2]
    assert document.metadata.region.replace("/", "") == region
    assert document.metadata.year == int(year)
    assert len(document.structure.sections) > 3
    assert pickle.loads(pickle.dumps(document)) == document


@pytest.mark.parametrize("path", SEEDS, ids=lambda p: p.stem)
def test_every_place_in_the_text_leads_to_the_original(path: Path) -> None:
    document = read(path)
    if not document.repairs:
        assert document.text == document.original
    for sentence in document.structure.sentences:
        there = document.offsets.to_original(sentence)
        assert 0 <= there.start <= there.end <= len(document.original)
        # What stands between the numbers of a sentence may be mended; the numbers themselves are never moved.
        digits = [c for c in sentence.of(document.text) if c in "0123456789"]
        assert [c for c in there.of(document.original) if c in "0123456789"] == digits


def test_a_page_tells_title_and_day_where_the_text_does_not(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<html><head><meta name='ArticleTitle' content='政府工作报告'>"
        "<meta name='PubDate' content='2021-1-8 09:00'></head>"
        "<body><p>各位代表：现在向大会报告工作，请予审议。</p></body></html>",
        encoding="utf-8",
    )
    about = read(path).metadata
    assert (about.title, about.date) == ("政府工作报告", "2021-01-08")
    assert about.findings["date"].confidence < 0.5


def test_pasted_text_and_refused_repairs() -> None:
    text = "增长2 6.5％，达到１２亿元。"
    document = read_text(text)
    assert document.text == "增长26.5%，达到12亿元。"
    refused = {(r.kind, *r.original): None for r in document.repairs if r.before == "１２"}
    assert len(refused) == 1
    assert read_text(text, decisions=refused).text == "增长26.5%，达到１２亿元。"
    changed = {next(iter(refused)): "21"}
    again = read_text(text, decisions=changed)
    assert again.text == "增长26.5%，达到21亿元。"
    assert again.offsets.to_original(Span(10, 12)).of(text) == "１２"
