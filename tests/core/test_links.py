from __future__ import annotations

from pathlib import Path

import pytest

from core import links
from core.edits import Accept, Remove
from core.errors import EditError
from core.store import Store
from core.versions import renew
from tests.core.test_versions import NEW, OLD, proposals, report


def test_an_address_leads_to_its_project_and_fact(tmp_path: Path) -> None:
    paths = [tmp_path / "a.duidu", tmp_path / "b.duidu"]
    keys = []
    for path in paths:
        with Store.create(path) as store:
            keys.append(store.select("SELECT value FROM project WHERE name = 'key'")[0][0])
    (tmp_path / "broken.duidu").write_text("x")
    candidates = [tmp_path / "gone.duidu", tmp_path / "broken.duidu", *paths]
    assert links.wanted([links.address(17, keys[1])], candidates) == (paths[1], 17)
    assert links.parsed(links.address(17, keys[1])) == (17, keys[1])
    with pytest.raises(EditError) as told:
        links.wanted([links.address(17, "none")], candidates)
    assert told.value.key == "link_project"


def test_the_words_of_a_command_line() -> None:
    assert links.wanted([], ()) == (None, None)
    assert links.wanted(["p.duidu"], ()) == (Path("p.duidu"), None)
    assert links.wanted([Path("/a b/甲.duidu").as_uri()], ()) == (Path("/a b/甲.duidu"), None)
    assert links.wanted(["p.duidu", "--fact", "17"], ()) == (Path("p.duidu"), 17)
    for wrong in (["p.duidu", "--fact"], ["p.duidu", "--fact", "x"], ["duidu://other/1"], ["duidu://fact/x"]):
        with pytest.raises(EditError):
            links.wanted(wrong, ())


def test_an_address_goes_on_leading_to_its_words_in_a_new_version(tmp_path: Path) -> None:
    with Store.create(tmp_path / "p.duidu") as store:
        store.add(report(OLD), proposals(report(OLD)))
        decided, changed, left, gone = (fact.id for fact in store.facts(1))
        store.do(Accept((decided,)))
        renew(store, 1, report(NEW, "新.txt"), proposals(report(NEW))[:-1])
        assert links.standing(store, decided) == (2, decided)
        assert links.standing(store, changed) == (2, None)  # its sentence is another one now
        document, fact = links.standing(store, left)
        assert (document, store.fact(fact or 0).quantity) == (2, "1200人")
        assert fact != left
        assert links.standing(store, gone) == (2, None)  # the same words, and nothing is proposed there any more
        store.do(Remove((2,)))
        with pytest.raises(EditError) as told:
            links.standing(store, left)
        assert told.value.key == "link_report"
        with pytest.raises(EditError):
            links.standing(store, 1)
