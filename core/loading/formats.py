"""Which format a file has, told by its bytes first and by its name only where they say nothing."""

from __future__ import annotations

import re

from core.errors import ReadingError
from core.loading.texts import decode

TABLES = ("csv", "xlsx", "jsonl")
SUFFIXES = (
    ".txt",
    ".md",
    ".docx",
    ".doc",
    ".html",
    ".htm",
    ".mhtml",
    ".mht",
    ".pdf",
    ".csv",
    ".xlsx",
    ".jsonl",
    ".zip",
)
"""The names of files that are taken from folders and archives; others are passed over there."""

_FOREIGN = (
    (b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"BM", "picture"),
    (b"II*\0", "picture"), (b"MM\0*", "picture"),
    (b"Rar!", "archive"), (b"7z\xbc\xaf", "archive"), (b"\x1f\x8b", "archive"), (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"SQLite format 3\0", "program"),
)  # fmt: skip
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # in which Office puts a docx or xlsx with a password
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}?content-type:\s*multipart/related", re.IGNORECASE)


def kind(data: bytes, name: str) -> str:
    """One of "text", "md", "html", "mhtml", "docx", "doc", "rtf", "pdf", "zip", "csv", "xlsx", "jsonl"."""
    suffix = name.lower().rpartition(".")[2] if "." in name else ""
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        from core.loading.archives import office

        return office(data, name) or "zip"
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if _ENCRYPTED in data:
            raise ReadingError("locked_file", name=name)
        return "doc"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    head = data[:20_000].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    for magic, what in _FOREIGN:
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:256]):
            raise ReadingError("not_supported" if what != "picture" else "picture_given", name=name)
    if suffix in ("mhtml", "mht") or _MHTML.match(head):
        return "mhtml"
    if _HTML.match(head) or suffix in ("html", "htm", "xhtml", "shtml"):
        return "html"
    if suffix == "docx":
        # A document whose beginning is damaged must not be taken for a text in a strange encoding.
        raise ReadingError("broken_file", name=name)
    if suffix in ("xlsx", "zip", "pdf", "xls", "wps"):
        raise ReadingError("broken_file" if suffix not in ("xls", "wps") else "not_supported", name=name)
    if suffix in ("csv", "tsv"):
        return "csv"
    if suffix in ("jsonl", "ndjson", "json"):
        return "jsonl"
    return "md" if suffix in ("md", "markdown") else "text"


def extracted(data: bytes, name: str, kind: str) -> tuple[str, str, dict[str, str]]:
    """`(text, encoding, hints)` of one report; heavy libraries are imported only where their format comes."""
    if kind == "html":
        from core.loading.pages import html

        return html(data, name)
    if kind == "mhtml":
        from core.loading.pages import mhtml

        return mhtml(data, name)
    if kind == "docx":
        from core.loading.words import docx

        return docx(data, name)
    if kind == "doc":
        from core.loading.words import doc

        return doc(data, name)
    if kind == "pdf":
        from core.loading.pdfs import pdf

        return pdf(data, name)
    if kind == "rtf":
        raise ReadingError("not_supported", name=name)
    text, encoding = decode(data, name)
    return (_unmarked(text) if kind == "md" else text), encoding, {}


_LARGE = 400_000
_MARKS = (
    (re.compile(r"^```[^\n]*$", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", re.MULTILINE), r"\1"),
    (re.compile(r"^ {0,3}>[ \t]?", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"^([ \t]*)[-*+][ \t]+", re.MULTILINE), r"\1"),
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\)"), ""),
    (re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,2000}\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)([^\n]{1,400}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![*\w])\*(?=\S)([^*\n]{1,400}?)(?<=\S)\*(?![*\w])"), r"\1"),
    (re.compile(r"^[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|)+[ \t]*:?-*:?[ \t]*$\n?", re.MULTILINE), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), r"\1"),
)


def _unmarked(text: str) -> str:
    """Markdown as it reads: headings, emphasis, quotes and links without their marks."""
    if text.startswith("---\n") and (end := text.find("\n---\n", 4)) > 0:
        text = text[end + 5 :]
    # Marks inside lines are looked for within some hundred characters; a huge text of stars would take minutes.
    for pattern, replacement in _MARKS if len(text) < _LARGE else _MARKS[:5]:
        text = pattern.sub(replacement, text)
    return text
