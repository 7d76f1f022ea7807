"""The help as a folder for a web server: a page of HTML for each page and language, contents and search on each.

    python packaging/website.py build/help

No script from elsewhere, no font from elsewhere: the folder works from a disk as well.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from markdown_it import MarkdownIt  # noqa: E402 - the checkout has to be on the path first

from core import __version__, manual  # noqa: E402 - as above
from core.messages import catalogue  # noqa: E402 - as above
from gui.help import keys  # noqa: E402 - as above

STYLE = """
:root { --paper: #fffdf9; --side: #f3f1ec; --text: #1e2227; --muted: #5b6168; --line: #dcd8cf; --accent: #0e6659; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #17181c; --side: #1e2025; --text: #e6e4df; --muted: #a2a5aa; --line: #34373d; --accent: #63c5b0; }
}
* { box-sizing: border-box; }
html:lang(en) body { font-family: system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", "Noto Sans CJK SC", sans-serif; }
body { margin: 0; display: flex; min-height: 100vh; color: var(--text); background: var(--paper);
  font: 16px/1.7 "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
nav { width: 17rem; flex: none; padding: 1.2rem; background: var(--side); border-right: 1px solid var(--line); }
nav a { display: block; padding: .15rem .5rem; border-radius: 6px; color: var(--text); text-decoration: none; }
nav a[aria-current] { background: var(--accent); color: var(--paper); }
nav b { display: block; margin: .9rem .5rem .2rem; color: var(--muted); font-size: .85rem; }
nav input { width: 100%; padding: .4rem .6rem; font: inherit; color: inherit; background: var(--paper);
  border: 1px solid var(--line); border-radius: 6px; }
main { flex: 1; min-width: 0; max-width: 54rem; padding: 1rem 2.5rem 4rem; }
a { color: var(--accent); } img { max-width: 100%; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
td, th { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; }
pre { background: var(--side); padding: .8rem 1rem; border-radius: 8px; overflow-x: auto; }
code { font-family: "Noto Sans Mono", Consolas, monospace; font-size: .92em; }
blockquote { margin: 1rem 0; padding: .2rem 1rem; border-left: 4px solid var(--accent); }
a:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 50rem) { body { display: block; } nav { width: auto; } main { padding: 1rem; } }
"""
SEARCH = """
const pages = PAGES;
const field = document.querySelector("nav input"), list = document.querySelector("#list");
const all = list.innerHTML;
field.addEventListener("input", () => {
  const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
  if (!words.length) { list.innerHTML = all; return; }
  list.replaceChildren(...pages.filter(p => words.every(w => p.words.includes(w))).map(p => {
    const a = document.createElement("a"); a.href = p.name + ".html"; a.textContent = p.title; return a;
  }));
});
"""


def page(shown: manual.Page, listed: tuple[manual.Page, ...], language: str) -> str:
    """One page of HTML with contents and search."""
    body = MarkdownIt("commonmark").enable("table").render(shown.words)
    body = re.sub(r'href="([\w-]+)\.md"', r'href="\1.html"', body).replace('src="pictures/', 'src="../pictures/')
    rows, group = [], ""
    for other in listed:
        if other.group != group:
            group = other.group
            rows.append(f"<b>{html.escape(group)}</b>")
        here = ' aria-current="page"' if other.name == shown.name else ""
        rows.append(f'<a href="{other.name}.html"{here}>{html.escape(other.title)}</a>')
    texts = catalogue()
    other_language = "en" if language == "zh" else "zh"
    words = [
        {"name": p.name, "title": p.title, "words": f"{p.title} {re.sub(r'[*`#|]', ' ', p.words)}".lower()}
        for p in listed
    ]
    script = SEARCH.replace("PAGES", json.dumps(words, ensure_ascii=False).replace("</", "<\\/"))
    find = html.escape(texts["help.search"][language])
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{html.escape(shown.title)} · '
        f"{html.escape(texts['app.name'][language])} {__version__}</title>\n"
        f'<link rel="stylesheet" href="../style.css">\n<nav><a href="../{other_language}/{shown.name}.html">'
        f'{"English" if language == "zh" else "中文"}</a><input type=search placeholder="{find}" aria-label="{find}">\n'
        f'<div id="list">{"".join(rows)}</div></nav>\n<main>\n{body}</main>\n<script>{script}</script>\n</html>\n'
    )


def main() -> None:
    target = Path(sys.argv[1])
    shutil.rmtree(target, ignore_errors=True)
    shown = set()
    for language in ("zh", "en"):
        folder = target / language
        folder.mkdir(parents=True)
        listed = manual.pages(language, keys)
        for each in listed:
            (folder / f"{each.name}.html").write_text(page(each, listed, language), encoding="utf-8")
            shown |= set(re.findall(r"\(pictures/([\w-]+\.png)\)", each.words))
    (target / "pictures").mkdir()
    for name in sorted(shown):
        picture = manual.pictures() / "pictures" / name
        if picture.exists():
            shutil.copy(picture, target / "pictures" / name)
        else:
            print(f"{name} is not there: make shots makes it", file=sys.stderr)
    (target / "style.css").write_text(STYLE.lstrip(), encoding="utf-8")
    (target / "index.html").write_text(
        '<!doctype html>\n<meta charset="utf-8">\n<title>对读 Duidu</title>\n<script>location.replace('
        'navigator.language.startsWith("zh") ? "zh/index.html" : "en/index.html")</script>\n'
        '<p><a href="zh/index.html">中文</a> · <a href="en/index.html">English</a></p>\n',
        encoding="utf-8",
    )
    print(f"{target}/index.html: {sum(1 for _ in target.rglob('*.html'))} pages")


if __name__ == "__main__":
    main()
