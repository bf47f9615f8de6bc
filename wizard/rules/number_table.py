"""Takes people and their numbers out of a table whose columns may stand in any order, with or without a heading.

Names the rows that it cannot take, each with the reason; the others are taken. Finds nobody in the account and
judges no number beyond whether it can be one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wizard.rules.models import Listed
from wizard.rules.pasted import plain
from wizard.rules.phones import SHORTEST, digits
from wizard.rules.table_columns import (
    EMAIL,
    FIRST,
    FLAG,
    LAST,
    MIDDLE,
    NAME,
    PHONE,
    SHORT,
    WIRE,
    WIRE_GUESSED,
    Columns,
    columns_of,
    flag_of,
    spoiled,
)
from wizard.rules.table_text import records

REASONS: Final = (
    "no_person",
    "too_many_cells",
    "short_not_number",
    "short_several",
    "wire_not_phone",
    "wire_several",
    "spoiled",
)
"""Why a row is not taken."""

_LONGEST = 200
_NOTHING: Final = frozenset({
    "-", "–", "—", ".", "?", "нет", "немає", "нема", "none", "no", "null", "n/a", "na", "nan",
    "не указан", "не вказано",
})  # fmt: skip
_USUAL = re.compile("[ -~\u0400-\u04ff]*")
_QUOTED = re.compile(r'="(.*)"')
_WHOLE = re.compile(r"(\d+)[.,]0+")
_NUMBER = re.compile(r"[\d\s()+\-.]+")
_SEVERAL = re.compile(r"[,;/|\n]")
_MAIL = re.compile(r"[^\s<>,;:\"']+@[^\s<>,;:\"']+")


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was not taken: its number as a spreadsheet counts, why, and the cell that is to blame."""

    row: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What was found. ``understood`` False: no column with people and numbers was recognised in ``rows``."""

    people: tuple[Listed, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    understood: bool = False
    rows: int = 0


def parse_table(text: str) -> Table:
    """People and numbers of a table; ``understood`` is False where there is none to be seen."""
    rows = [[_clean(cell) for cell in row] for row in records(text)]
    columns = columns_of(rows)
    if columns is None:
        return Table(rows=sum(map(any, rows)))
    people: dict[Listed, None] = {}
    rejected: list[Rejected] = []
    for number, row in enumerate(rows[columns.start :], start=columns.start + 1):
        if not any(row):
            continue
        found = _person(row, number, columns)
        if isinstance(found, Rejected):
            rejected.append(found)
        elif found is not None:
            people[found] = None  # a row that says the same as one before says nothing
    return Table(tuple(people), tuple(rejected), understood=True, rows=len(rows))


def _clean(cell: str) -> str:
    # Most cells hold nothing unseen, and looking at every letter takes its time.
    return (cell if _USUAL.fullmatch(cell) else plain(cell, lines=True)).strip()


def _person(row: Sequence[str], number: int, columns: Columns) -> Listed | Rejected | None:
    if any(row[columns.width :]):
        return Rejected(number, "too_many_cells", " ".join(filter(None, row[columns.width :])))
    short = _short(_cell(row, columns.of(SHORT)))
    wire, proposed = _wire_of(row, columns)
    for value in (short, wire):
        if isinstance(value, _Wrong):
            return Rejected(number, value.reason, value.text[:_LONGEST])
    name, email = _name(row, columns), _email(_cell(row, columns.of(EMAIL)))
    phones = [] if spoiled(_phone(row, columns)) else [_phone(row, columns)]
    if not (name or email or any(phones) or wire):
        said = " ".join(filter(None, row))
        return Rejected(number, "no_person", said[:_LONGEST]) if short else None
    return Listed(name, email, " ".join(phones), str(short), str(wire), bool(wire) and proposed)


@dataclass(frozen=True, slots=True)
class _Wrong:
    reason: str
    text: str


def _wire_of(row: Sequence[str], columns: Columns) -> tuple[str | _Wrong, bool]:
    """The Wire number, and whether it is only inferred: from a phone beside «Wire: yes», or a lone phone column."""
    if columns.of(WIRE):
        return _wire(_cell(row, columns.of(WIRE))), False
    if columns.of(WIRE_GUESSED):
        return _wire(_cell(row, columns.of(WIRE_GUESSED))), True
    if columns.of(FLAG) and flag_of(_cell(row, columns.of(FLAG))):
        return _wire(_phone(row, columns)), True
    return "", False


def _cell(row: Sequence[str], places: Sequence[int]) -> str:
    """The first of these cells that holds something, without what spreadsheets put around it."""
    for at in places:
        text = row[at].strip() if at < len(row) else ""
        quoted = _QUOTED.fullmatch(text)
        text = (quoted[1] if quoted else text).lstrip("'’`").strip()
        if text and text.casefold() not in _NOTHING:
            return text
    return ""


def _phone(row: Sequence[str], columns: Columns) -> str:
    found = [_cell(row, [at]) for at in columns.of(PHONE)]
    return ", ".join(filter(None, found)).replace("\n", ", ")


def _name(row: Sequence[str], columns: Columns) -> str:
    parts = [_cell(row, [at]) for role in (FIRST, NAME, MIDDLE, LAST) for at in columns.of(role)]
    return " ".join(" ".join(parts).split())[:_LONGEST]


def _email(text: str) -> str:
    found = _MAIL.search(text.removeprefix("mailto:"))
    return found[0].strip(".").casefold()[:_LONGEST] if found else ""


def _short(text: str) -> str | _Wrong:
    """A short number as the PBX has it; a whole phone is let through, the table tells that it is one."""
    whole = _WHOLE.fullmatch(text)
    text = whole[1] if whole else text
    if not text:
        return ""
    if spoiled(text):
        return _Wrong("spoiled", text)
    if len([each for each in _SEVERAL.split(text) if digits(each)]) > 1:
        return _Wrong("short_several", text)
    if not digits(text) or not _NUMBER.fullmatch(text):
        return _Wrong("short_not_number", text)
    return "".join(text.split()) if len(digits(text)) >= SHORTEST else digits(text)


def _wire(text: str) -> str | _Wrong:
    whole = _WHOLE.fullmatch(text)
    text = whole[1] if whole else text
    if not text:
        return ""
    if spoiled(text):
        return _Wrong("spoiled", text)
    if len([each for each in _SEVERAL.split(text) if len(digits(each)) >= SHORTEST]) > 1:
        return _Wrong("wire_several", text)
    if not SHORTEST <= len(digits(text)) <= 20 or len(text) > 80:
        return _Wrong("wire_not_phone", text)
    return "".join(text.split())
