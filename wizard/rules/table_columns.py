"""Tells what stands in which column of a table: by its heading in three languages, or by what the cells look like.

A column that could be two things is none: what is not recognised is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from wizard.rules.phones import SHORTEST, digits

NAME, FIRST, MIDDLE, LAST = "name", "first", "middle", "last"
EMAIL, PHONE, SHORT, WIRE = "email", "phone", "short", "wire"
WIRE_GUESSED, FLAG, NOTHING = "wire_guessed", "flag", "nothing"

_NUMBERS: Final = (SHORT, WIRE, WIRE_GUESSED, PHONE)
_PEOPLE: Final = (NAME, FIRST, LAST, EMAIL, PHONE, WIRE, WIRE_GUESSED)
_TITLES = 5  # rows above the heading that a report may have
_MOST = 0.6  # of the cells of a column that have to look alike

# The first that fits decides: «внутренний телефон» is a short number, «имя сотрудника» a name.
_HEADINGS: Final = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (NOTHING, r"\bid\b|employeeid|^n$|^no$|^№|п п$|должност|посад|отдел|відділ|position|department"),
        (NOTHING, r"\brole\b|\bроль\b|статус|status|комментар|коментар|comment"),
        (WIRE, r"\bwire|вайр"),
        (EMAIL, r"mail|почт|пошт|мейл|мэйл"),
        (SHORT, r"внутрен|внутріш|коротк|добавоч|додатков|\bshort|internal|extension|\bext\b|\bвн\b"),
        (PHONE, r"телефон|phone|mobil|мобил|мобіл|\bмоб\b|\bтел\b|\bcell\b|\bтелеф"),
        (LAST, r"фамил|прізвищ|surname|last ?name|family"),
        (MIDDLE, r"отчеств|батькові|middle|midname|patronym"),
        (FIRST, r"first ?name|given"),
        (SHORT, r"номер сотрудник|номер співробітник|номер працівник|employee number"),
        (NAME, r"\bимя|\bімя|\bфио\b|\bф и о\b|\bпіб\b|\bп і б\b|name|employee|\buser|person"),
        (NAME, r"сотрудник|співробітн|працівник|пользовател|користувач|работник|менеджер|абонент|оператор"),
        (SHORT, r"\bлини|\bліні|\bline\b|номер|number|\bsip\b"),
    )
)  # fmt: skip
_OUT_OF_HEADINGS = re.compile(r"[^\w№]+")
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’ʼ`´"))

_MAIL = re.compile(r"(mailto:)?[^\s@]+@[^\s@]+\.[^\s@]+")
_SPOILED = re.compile(r"\d([.,]\d+)?[eеEЕ]\+?\d+")
_PHONE = re.compile(r"(tel:)?[\d\s()+\-./\u00a0]+")
_SHORT = re.compile(r"\d{1,6}([.,]0+)?")
_YES: Final = frozenset({
    "1", "+", "да", "так", "yes", "y", "true", "on", "вкл", "включен", "включён", "увімкнено", "увімк",
    "✓", "✔", "x", "х",
})  # fmt: skip
_NO: Final = frozenset({
    "0", "-", "–", "—", "нет", "ні", "no", "n", "false", "off", "выкл", "отключен", "отключён",
    "вимкнено", "вимк",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Which places hold what; ``start`` is the first row of people, ``width`` how many cells a row has."""

    places: Mapping[str, tuple[int, ...]]
    start: int
    width: int

    def of(self, role: str) -> tuple[int, ...]:
        """The places of a kind, from the left."""
        return self.places.get(role, ())


def spoiled(text: str) -> bool:
    """Whether a spreadsheet made a long number short: ``3,80671E+11``."""
    return _SPOILED.fullmatch("".join(text.split())) is not None


def flag_of(text: str) -> bool:
    """Whether a cell says yes."""
    return text.casefold() in _YES


def columns_of(rows: Sequence[Sequence[str]]) -> Columns | None:
    """What stands where; None if there are no people with numbers to be seen."""
    filled = [at for at, row in enumerate(rows) if any(row)]
    for at in filled[:_TITLES]:
        roles = _headed(rows[at])
        if roles:
            return _usable(_by_content(roles, rows[at + 1 :]), at + 1, len(rows[at]))
    body = [rows[at] for at in filled]
    if not body:
        return None
    # Cells beyond those of most rows are somebody's comma within a cell.
    widths = [max((at + 1 for at, cell in enumerate(row) if cell), default=0) for row in body]
    width = sorted(widths)[-1] if len(widths) < 3 else sorted(widths)[len(widths) * 9 // 10]
    return _usable(_guessed(body, width), filled[0], width)


def heading(text: str) -> str:
    """What a heading says of its column; empty if nothing that is known."""
    words = text.casefold().replace("ё", "е").translate(_APOSTROPHES)
    words = _OUT_OF_HEADINGS.sub(" ", words.replace("_", " ")).strip()
    return next((role for role, pattern in _HEADINGS if pattern.search(words)), "")


def _headed(row: Sequence[str]) -> list[str] | None:
    """The kinds of the columns if this row is a heading: it names one with numbers, and holds none."""
    if any(_kind(cell) in (EMAIL, PHONE, SHORT, "spoiled") for cell in row):
        return None
    roles = [heading(cell) if len(cell) <= 60 else "" for cell in row]
    return roles if {SHORT, WIRE, PHONE, EMAIL} & set(roles) else None


def _by_content(roles: list[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Headings put right by what stands below: «Wire» over yes and no, «Номер» over whole phones."""
    found = list(roles)
    for at, role in enumerate(roles):
        kind = _kind_of([row[at] for row in rows if at < len(row) and row[at]])
        if role == WIRE and kind == FLAG:
            found[at] = FLAG
        elif role == SHORT and kind == PHONE and SHORT in roles[at + 1 :] + roles[:at]:
            found[at] = PHONE
        elif not role and kind == EMAIL and EMAIL not in roles:
            found[at] = EMAIL
    if LAST in found:
        # «Имя» beside «Фамилия» is the first name alone.
        found = [FIRST if role == NAME else role for role in found]
    if not {NAME, FIRST, LAST} & set(found):
        texts = [at for at, role in enumerate(found) if not role]
        kinds = {at: _kind_of([row[at] for row in rows if at < len(row)]) for at in texts}
        for at in [at for at in texts if kinds[at] == NAME][:1]:
            found[at] = NAME
    return found


def _guessed(rows: Sequence[Sequence[str]], width: int) -> list[str]:
    columns = [[row[at] for row in rows if at < len(row) and row[at]] for at in range(width)]
    kinds = [_kind_of(each) for each in columns]
    shorts = [at for at, kind in enumerate(kinds) if kind == SHORT and not _counts(columns[at])]
    phones = [at for at, kind in enumerate(kinds) if kind == PHONE]
    names = [at for at, kind in enumerate(kinds) if kind == NAME]
    roles = [kind if kind == EMAIL else NOTHING for kind in kinds]
    for at in shorts[:1]:
        roles[at] = SHORT
    for at in phones:
        # One phone each beside short numbers is what the Wire rule is about; of two nobody knows which.
        roles[at] = WIRE_GUESSED if len(phones) == 1 else PHONE
    whole = [at for at in names if sum(map(_full_name, columns[at])) * 2 > len(columns[at])]
    for at in whole[:1] or names[:2]:
        roles[at] = NAME
    return roles


def _usable(roles: Sequence[str], start: int, width: int) -> Columns | None:
    places: dict[str, tuple[int, ...]] = {}
    for at, role in enumerate(roles):
        if role and role != NOTHING:
            places[role] = (*places.get(role, ()), at)
    if not any(each in places for each in _NUMBERS) or not any(each in places for each in _PEOPLE):
        return None
    return Columns(places, start, max(width, len(roles)))


def _kind_of(cells: Sequence[str]) -> str:
    """What most cells of a column look like; empty if they do not agree."""
    kinds = [kind for kind in map(_kind, cells) if kind]
    if not kinds:
        return ""
    if all(cell.casefold() in _YES | _NO for cell in cells if cell):
        return FLAG
    usual = max(set(kinds), key=kinds.count)
    enough = kinds.count(usual) >= _MOST * len(kinds)
    return (PHONE if usual == "spoiled" else usual) if enough else ""


def _kind(cell: str) -> str:
    cell = cell.strip().lstrip("'").removeprefix('="').removesuffix('"')
    if not cell:
        return ""
    if _MAIL.fullmatch(cell):
        return EMAIL
    if spoiled(cell):
        return "spoiled"
    if _SHORT.fullmatch(cell):
        return SHORT
    if _PHONE.fullmatch(cell) and len(digits(cell)) >= SHORTEST:
        return PHONE
    return NAME if any(char.isalpha() for char in cell) else ""


def _full_name(cell: str) -> bool:
    """Whether a cell looks like a first and a last name: «Отдел продаж» does not."""
    words = cell.split()
    return len(words) > 1 and all(word[:1].isupper() for word in words)


def _counts(cells: Sequence[str]) -> bool:
    """Whether a column only numbers the rows: 1, 2, 3."""
    numbers = [int(digits(each) or 0) for each in cells]
    return numbers == list(range(1, len(numbers) + 1))
