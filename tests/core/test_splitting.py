from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import Document
from core.edits import Accept, Reject
from core.errors import DuiduError, ProjectError
from core.facts import Fact
from core.merging import merge
from core.splitting import deal, split
from core.store import Store


@given(st.integers(0, 40), st.integers(1, 5), st.floats(0, 1), st.integers(0, 3))
def test_every_report_is_dealt(count: int, parts: int, double: float, seed: int) -> None:
    reports = [f"{n:064}" for n in range(count)]
    hands = deal(reports, parts, double, seed)
    times = [sum(n in hand for hand in hands) for n in range(count)]
    assert all(times[n] in (1, 2) for n in range(count))
    assert times.count(2) == (round(count * double) if parts > 1 else 0)
    assert deal(reports, parts, double, seed) == hands
    # Which report it is counts, not where it stands in the project.
    turned = deal(reports[::-1], parts, double, seed)
    assert [sorted(count - 1 - n for n in hand) for hand in turned] == hands


def test_parts_are_even_and_the_seed_decides() -> None:
    reports = [f"{n:064}" for n in range(20)]
    assert [len(hand) for hand in deal(reports, 2, 0.2)] == [12, 12]
    assert deal(reports, 2, 0.2, 1) != deal(reports, 2, 0.2, 2)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "p.duidu") as store:
        for n in range(5):
            store.add(Document.plain(f"{n}增长5%", f"{n}.txt"), [Fact(3, 5, "5%", None, "%", None, "%")])
    return tmp_path / "p.duidu"


def test_files_for_each_analyst_and_back_again(project: Path, tmp_path: Path) -> None:
    paths = [tmp_path / "王.duidu", tmp_path / "李.duidu"]
    with Store.open(project) as store:
        shares = split(store, paths, double=0.2, seed=7)
        assert sorted({d for s in shares for d in s.documents}) == [1, 2, 3, 4, 5]
        assert [len(s.double) for s in shares] == [1, 1]
        assert {p.name for p in tmp_path.iterdir()} - {"p.duidu", "王.duidu", "李.duidu", "p.duidu.lock"} <= {
            "王.duidu.lock", "李.duidu.lock",
        }  # fmt: skip
        copies = [Store.open(path) for path in paths]
        for copy, share, act in zip(copies, shares, (Accept, Reject), strict=True):
            assert tuple(d.id for d in copy.documents()) == share.documents
            copy.analyst = copy.path.stem
            copy.do(act(tuple(copy.facts(d)[0].id for d in share.documents)))
        outcome = merge(store, copies)
        assert len(store.documents()) == 5
        assert [store.fact(c.key).document for c in outcome.conflicts] == list(shares[0].double)
        for copy in copies:
            copy.close()


def test_nothing_is_overwritten(project: Path, tmp_path: Path) -> None:
    a, b = tmp_path / "a.duidu", tmp_path / "b.duidu"
    with Store.open(project) as store:
        for paths, double in (
            ([a, project], 0.2),
            ([a, a], 0.2),
            ([a, b], 2.0),
            ([tmp_path / f"{n}" for n in range(6)], 0),
        ):
            with pytest.raises(DuiduError):
                split(store, paths, double=double)
    assert not a.exists()


def test_a_split_without_room_names_the_file_that_was_asked_for(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_store: Store, path: Path) -> None:
        raise ProjectError("disk_full", name=path.name, folder=str(path.parent))

    monkeypatch.setattr(Store, "snapshot", full)
    with Store.open(project, readonly=True) as store, pytest.raises(ProjectError) as told:
        split(store, (tmp_path / "a.duidu", tmp_path / "b.duidu"))
    assert told.value.values["name"] == "a.duidu"
