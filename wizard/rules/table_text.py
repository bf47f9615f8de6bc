"""Makes a table of cells out of the bytes of a file or the text of the clipboard. Judges no cell.

Spreadsheets write UTF-8 with and without a mark, UTF-16, and on Windows in these languages cp1251; they part
cells by semicolon, comma or tab. Which one it was is told from the text itself.
"""

from __future__ import annotations

import csv
import io
import re
from typing import Final

MOST_BYTES: Final = 20_000_000
"""More than any list of employees; the rest of a larger file is not read."""

WORKBOOK: Final = "workbook"
NOT_TEXT: Final = "not_text"

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TOLD = re.compile(r"sep=(.)", re.IGNORECASE)
_LOOKED_AT = 50  # lines from which the divider is told
_DIVIDERS = "\t;,"
_LONGEST_CELL = 131_072


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file, and why it has none: ``workbook``, ``not_text`` or empty."""
    if data.startswith(_WORKBOOKS):
        return "", WORKBOOK
    text = _decoded(data)
    return ("", NOT_TEXT) if text is None or _NO_TEXT.search(text) else (text, "")


def _decoded(data: bytes) -> str | None:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _as(data, name)
    zeros = data[:4096].count(0)
    if zeros and len(data) % 2 == 0:
        # A text of two bytes a letter without its mark: signs and digits have their zero before or behind.
        return _as(data, "utf-16-le" if data[1:4096:2].count(0) * 2 > zeros else "utf-16-be")
    text = _as(data, "utf-8")
    return text if text is not None else data.decode("cp1251", "replace")


def _as(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def records(text: str) -> list[list[str]]:
    """The rows of a table as a spreadsheet shows them, empty ones too, so that their numbers agree."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    told = _TOLD.fullmatch(first.strip())
    if told:
        # For the spreadsheet alone; it still counts as a row there.
        return [[], *_split(rest, told[1])]
    return _split(text, _divider(text))


def _divider(text: str) -> str:
    """The sign that parts most rows into as many cells."""
    lines = [each for each in text.split("\n", _LOOKED_AT)[:_LOOKED_AT] if each.strip()]
    best, most = "\t", 0
    for divider in _DIVIDERS:
        counts = [_outside_quotes(line).count(divider) for line in lines]
        usual = max(set(counts), key=lambda n: (counts.count(n), n)) if counts else 0
        alike = sum(1 for each in counts if each) if usual else 0
        if alike > most:
            best, most = divider, alike
    return best


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])


def _split(text: str, divider: str) -> list[list[str]]:
    csv.field_size_limit(max(_LONGEST_CELL, len(text) + 1))
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True))
    except csv.Error:
        # A quotation mark that is none: within a name, or never closed.
        return [line.split(divider) for line in text.split("\n")]
