"""`make help`: the folder for a web server. Every link leads somewhere, nothing comes from elsewhere, search finds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from core import manual

ROOT = Path(__file__).resolve().parents[2]
BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or ""


class Links(HTMLParser):
    """What a page leads to and what it loads, and the places on it that can be led to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.wanted: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.wanted.append(str(given["href"]))
        for name in ("src", "href"):
            if tag in ("img", "link", "script") and given.get(name):
                self.loaded.append(str(given[name]))
        if given.get("id"):
            self.places.add(str(given["id"]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("markdown_it", reason="markdown-it is not here: make help gets it")
    folder = tmp_path_factory.mktemp("site") / "help"
    words = [sys.executable, str(ROOT / "packaging" / "website.py"), str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # no picture is missing
    return folder


def test_every_page_is_there_in_both_languages(site: Path) -> None:
    names = {page.name for page in manual.pages("zh")}
    for language in ("zh", "en"):
        assert {path.stem for path in (site / language).glob("*.html")} == names


def test_every_link_leads_somewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        links = Links(page)
        for link in links.wanted + links.loaded:
            parts = urlsplit(link)
            if parts.scheme:
                assert link in links.wanted, f"{page.name} loads {link} from elsewhere"
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert target.is_file(), f"{page.name} leads to {link}"
            if parts.fragment:
                assert unquote(parts.fragment) in Links(target).places, f"{page.name} leads to {link}"


def test_no_word_of_the_templates_is_left(site: Path) -> None:
    for page in site.rglob("*.html"):
        words = page.read_text(encoding="utf-8")
        assert "{{" not in words
        assert "](" not in re.sub(r"<(script|code|pre).*?</\1>", "", words, flags=re.DOTALL), page


def test_search_has_every_page(site: Path) -> None:
    script = (site / "en" / "index.html").read_text(encoding="utf-8")
    held = json.loads(re.search(r"const pages = (\[.*?\]);\n", script, re.DOTALL)[1].replace("<\\/", "</"))
    assert {page["name"] for page in held} == {page.name for page in manual.pages("en")}
    assert any("regular expression" in page["words"] or "stata" in page["words"] for page in held)


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="no Chromium is here")
def test_a_browser_shows_it(site: Path, tmp_path: Path) -> None:
    """The scripts of the page run: the contents are listed, and the front page leads to a language."""
    flags = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=3000",
        f"--user-data-dir={tmp_path}",
    ]
    for page, told in (("zh/start.html", "第一个小时"), ("en/start.html", "The first hour"), ("index.html", "Duidu")):
        done = subprocess.run(
            [BROWSER, *flags, "--dump-dom", (site / page).as_uri()],
            env={**os.environ, "HOME": str(tmp_path)}, capture_output=True, encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip
        assert told in done.stdout, done.stderr[-2000:]
