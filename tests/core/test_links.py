from __future__ import annotations

from pathlib import Path

import pytest

from core import links
from core.errors import EditError
from core.store import Store


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
