"""Web pages: the report itself, without the portal's menus, tag clouds and footers."""

from __future__ import annotations

import email
import email.policy
import html as entities
import re
from typing import TYPE_CHECKING

from core.errors import ReadingError
from core.loading.texts import decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_DROPPED = (
    "script, style, noscript, template, iframe, object, embed, svg, canvas, form, select, button, nav, header, "
    "footer, aside, input, textarea, head"
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "thead",
        "td",
        "th",
        "tr",
        "ul",
        "body",
    ]
)
_TITLES = ("ArticleTitle", "og:title", "title", "DC.title")
_DATES = ("PubDate", "publishdate", "article:published_time", "DC.date")
_HAN = re.compile("[\u3400-\u9fff]")
_TAG = re.compile(
    r"<(/?)(?:div|span|font|b|i|a|table|td|tr|ul|section|article|center|strong|em|form|dl)\b", re.IGNORECASE
)
_DEEPEST = 2_000  # browsers stop at 512; deeper ones take time with the square of the depth
_LONGEST = 2_000_000  # characters of a page; with 60,000 of a report the rest is menus at most
_SIDE = re.compile(
    r"(?:上一篇|下一篇|相关(?:链接|新闻|文章|阅读)|打印本页|关闭窗口|分享到|扫一扫|版权所有|网站地图|责任编辑|ICP备|公网安备|"
    r"【?字体[:：]|收藏本站|设为首页|您(?:的位置|当前)|当前位置|主办单位|联系我们).{0,60}"
)


def html(data: bytes, name: str) -> tuple[str, str, dict[str, str]]:
    """`(text, encoding, hints)` of a page."""
    declared = _CHARSET.search(data[:4096])
    text = encoding = ""
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        encoding = declared[1].decode("ascii").lower()
        try:
            # Pages that say gb2312 mean its superset.
            text = data.decode({"gb2312": "gb18030", "gbk": "gb18030"}.get(encoding, encoding))
        except (LookupError, UnicodeDecodeError):
            text = ""
    if not text:
        text, encoding = decode(data, name)
    found, hints = readable(text, name)
    return found, f"html, {encoding}", hints


def mhtml(data: bytes, name: str) -> tuple[str, str, dict[str, str]]:
    """The page in a web archive; pictures and frames inside it are passed over."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
        pages = [part.get_payload(decode=True) for part in parts[:20]]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ReadingError("broken_file", name=name) from None
    # The report is the largest page; the others are frames of advertisement.
    page = max((p for p in pages if isinstance(p, bytes)), key=len, default=b"")
    if not page.strip():
        raise ReadingError("broken_file", name=name)
    return html(page, name)


def readable(page: str, name: str) -> tuple[str, dict[str, str]]:
    """The main text of a page, one line a block, and its title and date where the page declares them."""
    from selectolax.lexbor import LexborHTMLParser

    if _nesting(page) > _DEEPEST:
        raise ReadingError("broken_file", name=name)
    tree = LexborHTMLParser(page)
    hints: dict[str, str] = {}
    for field, wanted in (("title", _TITLES), ("date", _DATES)):
        for meta in wanted:
            node = tree.css_first(f'meta[name="{meta}" i], meta[property="{meta}" i]')
            if node is not None and (content := (node.attributes.get("content") or "").strip()):
                hints[field] = entities.unescape(content)[:300]
                break
    if "title" not in hints and (title := tree.css_first("title")) is not None:
        shown = title.text().strip()
        if shown:
            hints["title"] = re.split(r"[_|]|\s[-—]+\s", shown)[0].strip()[:300]
    body = tree.body
    if body is None:
        raise ReadingError("empty_file", name=name)
    length = len(body.text())
    if length > _LONGEST:
        raise ReadingError("too_long", name=name, count=length // 10_000, limit=_LONGEST // 10_000)
    for node in body.css(_DROPPED):
        # Some portals put the whole page into one form; a large one stays.
        if node.tag not in ("form", "header", "aside") or len(_HAN.findall(node.text())) < 1500:
            node.decompose()
    lines = _lines(_main(body))
    heading = tree.css_first("h1")
    if heading is not None and (shown := " ".join(heading.text().split())) and shown not in "\n".join(lines[:8]):
        lines.insert(0, shown)
    return "\n".join(lines) + "\n", hints


def _nesting(page: str) -> int:
    """How deep elements lie in each other, at most."""
    depth = deepest = 0
    for match in _TAG.finditer(page):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _weight(node: LexborNode) -> int:
    """Han characters outside links."""
    linked = sum(len(_HAN.findall(a.text())) for a in node.css("a"))
    return len(_HAN.findall(node.text())) - linked


def _main(body: LexborNode) -> LexborNode:
    """The innermost element that holds most of the text that is not links."""
    node, whole = body, _weight(body)
    for _ in range(40):
        children = [child for child in node.iter() if child.tag in _BLOCKS or child.tag in ("span", "font", "form")]
        best = max(children, key=_weight, default=None)
        # One paragraph of a report may be a third of it; only an element with nearly all of the text leads further.
        if best is None or _weight(best) < 0.85 * whole:
            return node
        node = best
    return node


def _lines(node: LexborNode) -> list[str]:
    """Text in the order of the page, a new line at each block; blocks of links and of site phrases left out."""
    lines: list[str] = []
    line: list[str] = []
    linked = 0

    def close() -> None:
        nonlocal linked
        text = re.sub(r"[ \t\r\n\f\v]+", " ", "".join(line)).strip(" \u3000")
        if text and not (linked > 0.6 * len(text) and linked > 3) and not _SIDE.fullmatch(text):
            lines.append(text)
        line.clear()
        linked = 0

    waiting: list[tuple[LexborNode | None, bool]] = [(node, False)]
    while waiting:
        current, in_link = waiting.pop()
        if current is None:
            close()
            continue
        tag = current.tag
        if tag == "-text":
            text = current.text_content or ""
            line.append(text)
            linked += len(text.strip()) if in_link else 0
            continue
        if tag == "br":
            close()
            continue
        if tag == "_comment" or (tag or "").startswith("-"):
            continue
        block = tag in _BLOCKS and tag not in ("td", "th")
        if block:
            close()
            waiting.append((None, False))
        elif tag in ("td", "th"):
            line.append("\t")
        children = list(current.iter(include_text=True))
        waiting.extend((child, in_link or tag == "a") for child in reversed(children))
    close()
    return lines
