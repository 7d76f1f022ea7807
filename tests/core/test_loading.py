"""Every format and encoding that reports come in, and every bad file with a message that helps."""

from __future__ import annotations

import io
import json
import os
import pickle
import shutil
import zipfile
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from core import messages
from core.errors import ReadingError
from core.loading import LIMIT, archives, decode, load, members, source, table, words
from core.loading.pdfs import bare, joined
from core.loading.tables import Columns

ROOT = Path(__file__).resolve().parents[2]
SEED = next((ROOT / "seeds").glob("*北镇*.txt"))
TEXT = SEED.read_text(encoding="utf-8")
TRADITIONAL = "各位代表:現在,我代表市人民政府向大會報告工作,請予審議。一年來,經濟發展,產業進步,國際合作加強。"
FILES = ROOT / "tests" / "files" / "formats"


def key_of(data: bytes, name: str) -> str:
    with pytest.raises(ReadingError) as caught:
        source(data, name)
    # Both languages name the file and say what to do.
    for language in messages.LANGUAGES:
        messages.set_language(language)
        assert name in str(caught.value) or "inside" in caught.value.key
    messages.set_language("zh")
    return caught.value.key


def zipped(files: dict[str, bytes], **more: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, head: str = "") -> bytes:
    xml = f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:document {W}><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


# ---- characters


@pytest.mark.parametrize("size", [12, 200, 5000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_simplified_text_in_every_encoding(encoding: str, size: int) -> None:
    text, found = decode(TEXT[60 : 60 + size].encode(encoding))
    assert text == TEXT[60 : 60 + size]
    assert found == encoding.removesuffix("-sig")


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "gb18030", "utf-16-le"])
def test_traditional_text_in_every_encoding(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == (TRADITIONAL, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16"])
def test_a_text_cut_inside_a_character_loses_that_character_only(encoding: str) -> None:
    whole = TEXT[:400].encode(encoding)
    text, _ = decode(whole[:-1])
    assert text.rstrip("\ufffd") == TEXT[:399]


def test_a_few_broken_bytes_are_shown_as_such() -> None:
    data = bytearray(TEXT[:2000].encode())
    data[900] = 0xFF
    text, encoding = decode(bytes(data))
    assert encoding == "utf-8"
    assert 1 <= text.count("\ufffd") <= 3
    assert text[:200] == TEXT[:200]


def test_nul_bytes_in_a_text_do_not_make_it_binary() -> None:
    text, _ = decode(TEXT[:500].encode() + b"\0" * 20 + TEXT[500:900].encode())
    assert text.replace("\0", "") == TEXT[:900]


def test_the_original_keeps_line_ends_and_every_character(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("甲\r\n乙\n丙\r丁\u2028\u00a0".encode())
    assert load(path).original == "甲\r\n乙\n丙\r丁\u2028\u00a0"


# ---- bad files


@pytest.mark.parametrize(
    ("data", "name", "key"),
    [
        (b"", "a.txt", "empty_file"),
        (b" \r\n\t\n", "a.txt", "empty_file"),
        (b"\xef\xbb\xbf", "a.txt", "empty_file"),
        (b"\0" * 100, "a.txt", "empty_file"),
        (bytes(range(256)) * 40, "a.txt", "binary_file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "a.txt", "picture_given"),
        (b"\x7fELF" + bytes(300), "a.txt", "not_supported"),
        (b"SQLite format 3\0" + bytes(300), "a.duidu", "not_supported"),
        (b"{\\rtf1 abc}", "a.rtf", "not_supported"),
        (b"no zip at all", "a.docx", "broken_file"),
        (b"PK\x03\x04 broken", "a.docx", "broken_file"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
            "a.docx",
            "locked_file",
        ),
        (b"%PDF-1.7 broken", "a.pdf", "broken_file"),
        (docx(""), "a.docx", "empty_file"),
        (docx(paragraph("x"), '<!DOCTYPE d [<!ENTITY a "aaaa">]>'), "a.docx", "broken_file"),
        (b"text,year\n", "a.csv", "no_reports"),
        (b'{"text": broken', "a.jsonl", "broken_file"),
        (zipped({"a.png": b"x"}), "a.zip", "no_reports"),
        (zipped({"a.txt": TEXT.encode(), "b.txt": TEXT.encode()}), "a.zip", "several_reports"),
    ],
)
def test_bad_files_get_a_clear_message(data: bytes, name: str, key: str) -> None:
    assert key_of(data, name) == key


def test_missing_folder_and_locked_files(tmp_path: Path) -> None:
    for path, key in ((tmp_path / "no.txt", "missing_file"), (tmp_path, "folder_given")):
        with pytest.raises(ReadingError) as caught:
            load(path)
        assert caught.value.key == key
    if os.name == "posix" and os.geteuid():
        locked = tmp_path / "locked.txt"
        locked.write_text("x")
        locked.chmod(0)
        with pytest.raises(ReadingError) as caught:
            load(locked)
        assert caught.value.key == "unreadable_file"


@pytest.mark.skipif(os.name != "posix", reason="named pipes")
def test_a_pipe_does_not_keep_us_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReadingError):
        load(tmp_path / "pipe.txt")


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)
    with pytest.raises(ReadingError) as caught:
        load(path)
    assert caught.value.key == "too_large"
    assert "50" in str(caught.value)


def test_an_error_crosses_a_process_boundary(tmp_path: Path) -> None:
    with pytest.raises(ReadingError) as caught:
        load(tmp_path / "no.txt")
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)


# ---- Word


def test_docx_keeps_the_order_of_paragraphs_and_tables() -> None:
    rows = "".join(f"<w:tr><w:tc>{paragraph(a)}</w:tc><w:tc>{paragraph(b)}</w:tc></w:tr>" for a, b in ("甲1", "乙2"))
    body = paragraph("一、回顾") + f"<w:tbl>{rows}</w:tbl>" + paragraph("二、任务")
    assert source(docx(body), "a.docx").original == "一、回顾\n甲\t1\n乙\t2\n二、任务\n"


def test_docx_takes_insertions_and_leaves_deletions_and_fields() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>增长</w:t></w:r></w:ins><w:del><w:r><w:delText>下降</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>5%</w:t><w:tab/><w:br/><w:t>左右</w:t></w:r></w:p>"
    )
    assert source(docx(body), "a.docx").original == "增长5%\t\n左右\n"


def test_docx_numbers_that_word_counts_itself() -> None:
    levels = (
        ("0", "chineseCounting", "%1、"),
        ("1", "chineseCounting", "（%2）"),
        ("2", "decimal", "%3."),
        ("3", "bullet", "•"),
    )
    kinds = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{f}"/><w:lvlText w:val="{t}"/></w:lvl>'
        for n, f, t in levels
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="5">{kinds}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num></w:numbering>'
    )

    def numbered(level: int, text: str) -> str:
        mark = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        return f"<w:p>{mark}<w:r><w:t>{text}</w:t></w:r></w:p>"

    body = "".join(
        numbered(*one)
        for one in ((0, "回顾"), (1, "经济"), (1, "民生"), (2, "就业"), (3, "点"), (0, "任务"), (1, "产业"))
    )
    xml = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    data = zipped({"word/document.xml": xml.encode(), "word/numbering.xml": numbering.encode()})
    assert source(data, "a.docx").original == "一、回顾\n（一）经济\n（二）民生\n1.就业\n点\n二、任务\n（一）产业\n"


def test_docx_drops_a_page_number_at_the_end() -> None:
    assert source(docx(paragraph("谢谢大家！") + paragraph("— 21 —")), "a.docx").original == "谢谢大家！\n"


def test_a_docx_under_another_name_is_still_read() -> None:
    assert source(docx(paragraph("各位代表")), "a.doc").original == "各位代表\n"


@pytest.mark.parametrize("converter", ["soffice", "antiword"])
def test_an_old_word_file_is_read_whole(converter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which(converter):
        pytest.skip(f"{converter} is not installed")
    chosen = {"soffice": "_by_office", "antiword": "_by_antiword"}
    (other,) = (function for program, function in chosen.items() if program != converter)
    monkeypatch.setattr(words, other, lambda program, path: "")
    data = FILES.joinpath("old.doc").read_bytes()
    try:
        lines = source(data, "old.doc").original.split()
    except ReadingError:  # LibreOffice without its part for texts cannot read it, and says so only by doing nothing
        assert converter == "soffice"
        pytest.skip("LibreOffice is installed without Writer")
    assert lines[0] == "2022年政府工作报告"
    assert [line.partition("段：")[0] for line in lines[1:]] == [f"第{n}" for n in range(1, 41)]
    assert all(line.endswith("增长7.5%左右。") for line in lines[1:])


def test_an_old_word_file_without_converter_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert key_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc") == "no_converter"


# ---- web pages


def page(charset: str = "utf-8") -> str:
    menu = "".join(f"<li><a href='http://example.invalid/{i}'>栏目{i}</a></li>" for i in range(30))
    body = "".join(f"<p>　　{line}</p>" for line in TEXT.split("\n"))
    return (
        f"<html><head><meta charset='{charset}'><meta name='ArticleTitle' content='北镇市政府工作报告'>"
        "<meta name='PubDate' content='2021-01-08'><title>报告_门户</title><script>alert('x')</script></head>"
        f"<body><ul class=nav>{menu}</ul><div>您的位置：<a>首页</a>&gt;<a>公开</a></div>"
        f"<div><h1>北镇市政府工作报告</h1><div>【字体：<a>大</a> <a>小</a>】</div><div>{body}</div>"
        "<div>上一篇：<a>另一条新闻的标题</a></div></div><div><a>标签甲</a> <a>标签乙</a></div>"
        "<div>版权所有 ICP备12345号</div></body></html>"
    )


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_html_gives_the_report_without_menus(charset: str) -> None:
    found = source(page(charset).encode("gb18030" if charset == "gb2312" else charset), "a.html")
    assert "".join(TEXT.split()) in "".join(found.original.split())
    assert found.original.startswith("北镇市政府工作报告\n")
    assert found.hints == {"title": "北镇市政府工作报告", "date": "2021-01-08"}
    for noise in ("栏目", "alert", "上一篇", "标签", "ICP", "您的位置", "字体"):
        assert noise not in found.original


def test_a_page_of_nothing_but_depth_is_refused_at_once() -> None:
    assert key_of(b"<html>" + b"<div>" * 100_000 + b"x", "a.html") == "broken_file"


def test_mhtml_gives_its_largest_page() -> None:
    message = MIMEMultipart("related")
    message.attach(MIMEText("<html><body>广告</body></html>", "html", "utf-8"))
    message.attach(MIMEText(page(), "html", "utf-8"))
    found = source(message.as_bytes(), "a.mhtml")
    assert "".join(TEXT.split()) in "".join(found.original.split())


def test_markdown_reads_without_its_marks() -> None:
    text = "# 政府工作报告\n\n**各位代表**：\n\n- 增长[5%](http://x.invalid)左右\n> 引文 3*4*5\n"
    found = source(text.encode(), "a.md").original
    assert found == "政府工作报告\n\n各位代表：\n\n增长5%左右\n引文 3*4*5\n"


# ---- PDF


def test_pdf_text_with_joined_lines() -> None:
    found = source((FILES / "report.pdf").read_bytes(), "report.pdf")
    assert "现在,我代表北镇市人民政府向大会报告工作,请予审议,并请市政协委员和其他列席人员提出意见。\n" in found.original
    assert "".join(TEXT[:2000].split()) in "".join(found.original.split())


def test_a_scanned_pdf_says_that_it_needs_recognition() -> None:
    assert key_of((FILES / "scan.pdf").read_bytes(), "scan.pdf") == "scanned_pdf"


def test_running_heads_and_page_numbers_go() -> None:
    bodies = [[TEXT[n * 90 : n * 90 + 30], TEXT[n * 90 + 30 : n * 90 + 60]] for n in range(1, 6)]
    pages = [["北镇市政府工作报告", *body, f"— {n} —"] for n, body in enumerate(bodies, 1)]
    assert bare(pages) == bodies


def test_full_lines_go_on_in_the_next() -> None:
    lines = ["一、回顾", "甲" * 30, "乙" * 30, "丙" * 10 + "。", "丁" * 30, "（二）" + "戊" * 20, "己" * 30, "庚。"]
    assert joined([lines]).split("\n") == [
        "一、回顾", "甲" * 30 + "乙" * 30 + "丙" * 10 + "。", "丁" * 30, "（二）" + "戊" * 20, "己" * 30 + "庚。", "",
    ]  # fmt: skip


# ---- tables and archives


def rows_csv() -> bytes:
    return f'地区,年份,正文\n北镇市,2021,"{TEXT}"\n,,\n海州区,2022,"{TEXT[:3000]}"\n'.encode("gb18030")


def test_a_table_holds_one_report_a_row(tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    path.write_bytes(rows_csv())
    assert [str(p.relative_to(tmp_path)) for p in members(path)] == ["reports.csv/1", "reports.csv/2"]
    found = load(path / "2")
    assert (found.name, found.original) == ("海州区2022", TEXT[:3000])
    assert found.hints == {"region": "海州区", "year": "2022"}
    heads, some, columns = table(path)
    assert heads == ["地区", "年份", "正文"]
    assert columns == Columns(text="正文", region="地区", year="年份")
    assert len(some) == 2
    assert load(path / "1", Columns(text="地区")).original == "北镇市"
    with pytest.raises(ReadingError) as caught:
        load(path / "3")
    assert caught.value.key == "missing_row"


def test_jsonl_and_xlsx_are_tables_too(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"year": 2021, "content": TEXT}) for _ in range(2)), encoding="utf-8")
    assert load(path / "2").original == TEXT
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["标题", "年份", "全文"])
    sheet.write_row(1, 0, ["北镇报告", 2021, TEXT])
    book.close()
    only = load(tmp_path / "a.xlsx")
    assert (only.original, only.name, only.hints["year"]) == (TEXT, "北镇报告", "2021")


def test_an_archive_is_followed_inwards(tmp_path: Path) -> None:
    inner = zipped({"深/县.txt": TEXT.encode()})
    path = tmp_path / "all.zip"
    path.write_bytes(
        zipped(
            {
                "a.txt": TEXT.encode(),
                "in.zip": inner,
                "t.csv": rows_csv(),
                "p.png": b"",
                ".x.txt": b"x",
                "../../up.txt": b"\xe7\x94\xb2",
            }
        )
    )
    found = [str(p.relative_to(path)) for p in members(path)]
    assert found == ["a.txt", "in.zip/深/县.txt", "t.csv/1", "t.csv/2", "up.txt"]
    assert load(path / "in.zip/深/县.txt").original == TEXT
    assert load(path / "up.txt").original == "甲"
    with pytest.raises(ReadingError) as caught:
        load(path / "none.txt")
    assert caught.value.key == "missing_file"


def test_names_written_by_chinese_windows() -> None:
    data = zipped({"县.txt": TEXT.encode()})
    with archives.opened(data, "a.zip") as archive:
        info = archive.infolist()[0]
    info.filename = "县.txt".encode("gb18030").decode("cp437")
    info.flag_bits = 0
    assert archives._shown(info) == "县.txt"


def test_bombs_are_not_unpacked() -> None:
    bomb = zipped({"a.txt": b"0" * 40_000_000})
    assert key_of(bomb, "bomb.zip") == "too_much_inside"
    nested = zipped({"a.txt": TEXT.encode()})
    for _ in range(6):
        nested = zipped({"n.zip": nested})
    assert key_of(nested, "nested.zip") == "too_much_inside"
    big = zipped({"[Content_Types].xml": b"", "word/document.xml": b" " * 40_000_000})
    assert key_of(big, "a.docx") == "too_much_inside"
