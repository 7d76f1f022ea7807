"""Mutated files of every format: loading and repairing end in a text or in a ReadingError, and soon.

The run here tries 120 files in some seconds. `python -m tests.core.test_fuzzing 20000` tries as many as asked and
prints how many ended how. 5,600 were tried in one go: each ended in a text or a message, the slowest in 5.6 seconds.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from core.errors import ReadingError
from core.loading import members, source
from core.repairing import repair

ROOT = Path(__file__).resolve().parents[2]
TEXT = next((ROOT / "seeds").glob("*北镇*.txt")).read_text(encoding="utf-8")[:4000]
DAMAGED = next((ROOT / "seeds").glob("*阜新*.txt")).read_text(encoding="utf-8")[:5000]
PARTS = tuple(
    part.encode("utf-8", "surrogateescape")
    for part in ("\0", "\r\n", "\\r\\n", "&nbsp;", "(xiàn)", "<", "</div>", "%PDF", "PK\x03\x04", "\ufeff", "????",
                 "。ㄒ唬", "!笆弧", "<!DOCTYPE x>", '"', ",", "\0\0\0\0", "\udcff", "\udc81")
)  # fmt: skip
SECONDS = 20  # of computing, which a busy machine does not make longer; an input that runs away takes minutes


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def examples() -> dict[str, bytes]:
    """A sound file of every format."""
    import xlsxwriter

    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in TEXT.split("\n"))
    docx = {"word/document.xml": f'<w:document xmlns:w="{word}"><w:body>{lines}</w:body></w:document>'.encode()}
    html = "<html><head><title>报告</title></head><body>" + "".join(f"<p>{x}</p>" for x in TEXT.split("\n"))
    mail = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
    mail += "Content-Type: text/html; charset=utf-8\n\n"
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
        workbook.add_worksheet().write_column(0, 0, ["正文", TEXT])
    return {
        "a.txt": TEXT.encode(),
        "b.txt": TEXT.encode("gb18030"),
        "c.txt": TEXT.encode("utf-16"),
        "d.txt": DAMAGED.encode(),
        "a.docx": zipped(docx),
        "a.html": html.encode(),
        "a.mhtml": (mail + html + "\n--b--\n").encode(),
        "a.pdf": (ROOT / "tests/files/formats/report.pdf").read_bytes(),
        "a.md": ("# 报告\n\n**" + TEXT).encode(),
        "a.csv": f'地区,正文\n北镇,"{TEXT}"\n'.encode(),
        "a.xlsx": book.getvalue(),
        "a.jsonl": json.dumps({"text": TEXT}, ensure_ascii=False).encode(),
        "a.zip": zipped({"a.txt": TEXT.encode()}),
        "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + TEXT.encode("utf-16-le"),
    }


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One to eight random wounds."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(7):
            case 0:
                out[at : at + chance.randint(1, 4)] = b""
            case 1:
                out[at:at] = chance.choice(PARTS)
            case 2:
                out[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                out = out[:at]
            case 4:
                other = chance.randrange(len(out) + 1)
                out[at:at] = out[other : other + chance.randint(1, 2000)]
            case 5:
                out[at : at + 40] = chance.randbytes(40)
            case _:
                out[at:at] = chance.choice(PARTS) * chance.randint(2, 400)
    return bytes(out)


def attempt(data: bytes, name: str) -> str:
    """How it ended: "read", or the key of the error."""
    begun = time.process_time()
    try:
        found = source(data, name)
        text, offsets, _ = repair(found.original)
        assert offsets.text_at[-1] == len(text)
        assert offsets.original_at[-1] == len(found.original)
        ended = "read"
    except ReadingError as error:
        ended = error.key if str(error) else "no message"
    assert ended != "no message"
    assert time.process_time() - begun < SECONDS, name
    return ended


@pytest.mark.parametrize("name", sorted(examples()))
def test_the_sound_files_are_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert attempt(examples()[name], name) == ("no_converter" if name == "a.doc" else "read")


def test_wounded_files_end_in_a_text_or_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # converters of the machine are not what is tried here
    chance = random.Random(20)
    files = examples()
    for number in range(120):
        name = chance.choice(sorted(files))
        data = mutated(files[name], chance)
        attempt(data, name)
        if number % 10 == 0:
            path = tmp_path / name
            path.write_bytes(data)
            with contextlib.suppress(ReadingError):
                members(path)


def main(count: int) -> None:
    """Try many, print what became of them."""
    chance = random.Random()
    files = examples()
    ends: Counter[str] = Counter()
    slowest = 0.0
    for _ in range(count):
        name = chance.choice(sorted(files))
        data = mutated(files[name], chance)
        begun = time.monotonic()
        try:
            ends[attempt(data, name)] += 1
        except Exception:
            Path("/tmp", f"wounded-{name}").write_bytes(data)
            raise
        slowest = max(slowest, time.monotonic() - begun)
    print(f"{count} inputs, slowest {slowest:.2f} s, {dict(ends.most_common())}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
