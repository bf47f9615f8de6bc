"""Judges the two number rules on the table of employees: short numbers, and Wire numbers in cards.

Pure functions over what shall stand (the person's table) and what the account answered. Asks nothing,
words nothing, matches nobody with anybody and proposes no number.

Two rules are checked (facts, source_document and planfix_api 5.4). A Wire number stands in the employee's
card as an ordinary phone, on nobody else's, and never as a short number. Short numbers belong to one
person each and are the short lines of the PBX, not phone numbers. What the table says is checked in full;
what the account holds as short numbers only as far as it tells: a miss of its filter is no proof.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from wizard.rules import phones
from wizard.rules.finding import Finding, Severity
from wizard.rules.models import Employee
from wizard.rules.phones import REGION, SHORTEST, digits, last_nine

__all__ = [
    "ERRORS",
    "GRAVITY",
    "NOTES",
    "PROBLEMS",
    "UNREAD",
    "Row",
    "RowVerdict",
    "digits",
    "is_problem",
    "judge_rows",
    "judge_rows_fully",
    "national",
    "summarize",
]

OK: Final = "ok"
NO_SHORT_NUMBER: Final = "no_short_number"
SHORT_NUMBER_TWICE: Final = "short_number_twice"
SHORT_NUMBER_LOOKS_LIKE_PHONE: Final = "short_number_looks_like_phone"
WIRE_AS_SHORT_NUMBER: Final = "wire_as_short_number"
WIRE_MISSING_IN_CARD: Final = "wire_missing_in_card"
WIRE_ON_ANOTHER_EMPLOYEE: Final = "wire_on_another_employee"
WIRE_SUSPICIOUS: Final = "wire_suspicious"
AMBIGUOUS: Final = "ambiguous"
NOT_MATCHED: Final = "not_matched"
INACTIVE_HOLDER: Final = "inactive_holder"
NOT_CHECKED: Final = "not_checked"

UNREAD: Final = "unread"
"""``Row.match`` of a line whose person nobody looked for yet: the account was not read."""

GRAVITY: Final = (
    # breaks the calls of a person, or of two
    WIRE_AS_SHORT_NUMBER,
    SHORT_NUMBER_TWICE,
    WIRE_ON_ANOTHER_EMPLOYEE,
    # a number that is wrong in itself
    WIRE_SUSPICIOUS,
    SHORT_NUMBER_LOOKS_LIKE_PHONE,
    # whose number it is
    AMBIGUOUS,
    NOT_MATCHED,
    INACTIVE_HOLDER,
    # still to be done
    WIRE_MISSING_IN_CARD,
    # to be known
    NO_SHORT_NUMBER,
    NOT_CHECKED,
    OK,
)
"""All keys of the finding column, the gravest first."""

NOTES: Final = frozenset({OK, NO_SHORT_NUMBER, NOT_CHECKED})
"""Keys that call for nothing. Somebody without a short number may simply not use the PBX."""
PROBLEMS: Final = frozenset(GRAVITY) - NOTES
"""Keys that call for a change."""
ERRORS: Final = PROBLEMS

_TOLD: Final = 5  # a number copied down a whole column must not cost the square of its length
_RANK: Final = {key: rank for rank, key in enumerate(GRAVITY)}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what shall stand, and whose card it is.

    ``employee`` None is a line that belongs to nobody in the account yet. ``match`` is the outcome of
    finding the person where it was not one: ``ambiguous`` or ``not_matched``, ``unread`` where nobody was
    looked for; empty otherwise.
    """

    employee: Employee | None
    short_number: str
    wire_number: str
    name: str
    match: str = ""


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """The keys of a row, the gravest first, and for some of them up to five of the other rows that
    are concerned."""

    keys: tuple[str, ...]
    others: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def national(text: str, region: str = REGION) -> str | None:
    """The number in its international form, read as one of ``region``; None for what is no number."""
    return phones.e164(text, region)


def judge_rows(
    rows: Sequence[Row],
    *,
    short_hits: Mapping[str, frozenset[int] | None] | None = None,
    region: str = REGION,
) -> list[tuple[str, ...]]:
    """The keys of every row, the gravest first; ``("ok",)`` where there is nothing to say.

    ``short_hits``: the last nine digits of a Wire number → the employees whom the account's filter for
    short numbers found with them; None or absent where it was not asked.
    """
    found = judge_rows_fully(rows, short_hits=short_hits, region=region)
    return [verdict.keys for verdict in found]


def judge_rows_fully(
    rows: Sequence[Row],
    *,
    short_hits: Mapping[str, frozenset[int] | None] | None = None,
    region: str = REGION,
) -> list[RowVerdict]:
    """Like ``judge_rows``, with the rows that each finding points at, as indices."""
    index = _Index(rows, short_hits or {}, region)
    return [_verdict(at, index) for at in range(len(rows))]


def is_problem(keys: Iterable[str], wire_number: str = "") -> bool:
    """Whether a row calls for a change. A missing short number does for a person with a Wire number:
    only the calls of people with a short number are recorded."""
    found = set(keys)
    return bool(found & PROBLEMS) or (NO_SHORT_NUMBER in found and bool(wire_number.strip()))


def summarize(keys_per_row: Sequence[Sequence[str]], rows: Sequence[Row] = ()) -> Finding | None:
    """One error ``numbers_wrong`` for the table if any row calls for a change, with the ``count`` of such
    rows. With ``rows`` given, of the same length, a missing short number beside a Wire number counts."""
    wires = [row.wire_number for row in rows] or [""] * len(keys_per_row)
    count = sum(map(is_problem, keys_per_row, wires))
    if not count:
        return None
    return Finding("numbers_wrong", Severity.ERROR, "employeesTable", {"count": str(count)})


class _Index:
    """The table seen from its numbers: who has which. Built once, so that every row costs the same."""

    def __init__(
        self, rows: Sequence[Row], hits: Mapping[str, frozenset[int] | None], region: str
    ) -> None:
        self.rows = rows
        self.region = region
        self.wires = [self._form(row.wire_number) for row in rows]
        self.wire_rows = self._rows_by(self.wires)
        self.shorts = [_short_form(row.short_number) for row in rows]
        self.short_rows = self._rows_by(self.shorts)
        self.card_rows = self._cards() if self.wire_rows else {}
        known = [row.employee.short_number for row in rows if row.employee is not None]
        self.all_known = bool(known) and all(each is not None for each in known)
        self.holders = self._holders(hits)
        self.owners: dict[int, set[int]] = defaultdict(set)
        for wire, holders in self.holders.items():
            for at in holders:
                self.owners[at].update(self.wire_rows[wire][: _TOLD + 1])
        self.places = {
            wire: sorted(self.card_rows.get(wire, set()).union(rows_of))
            for wire, rows_of in self.wire_rows.items()
        }
        self.left = {
            wire: [at for at in places if _inactive(rows[at])]
            for wire, places in self.places.items()
        }

    def _form(self, text: str) -> str:
        return phones.comparable(text, self.region) if text.strip() else ""

    def _cards(self) -> dict[str, set[int]]:
        """Wire number → rows whose card has it. Other phones are nobody's business here."""
        found: dict[str, set[int]] = defaultdict(set)
        for at, row in enumerate(self.rows):
            for each in row.employee.phones if row.employee is not None else ():
                form = self._form(each.number)
                if form in self.wire_rows:
                    found[form].add(at)
        return found

    @staticmethod
    def _rows_by(values: Sequence[str]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, value in enumerate(values):
            if value:
                found[value].append(at)
        return found

    def _holders(self, hits: Mapping[str, frozenset[int] | None]) -> dict[str, list[int]]:
        """Wire number → rows that have it as a short number, in the table or in the account. A holder
        who is not in the table is row -1."""
        ends: dict[str, str] = {}
        for text, form in zip((row.wire_number for row in self.rows), self.wires, strict=True):
            if form:
                ends[last_nine(form)] = ends[last_nine(text)] = form
        holders: dict[str, set[int]] = defaultdict(set)
        for at, row in enumerate(self.rows):
            known = row.employee.short_number if row.employee is not None else None
            for text in (row.short_number, known or ""):
                if len(text) < SHORTEST or len(digits(text)) < SHORTEST:
                    continue
                form = self._form(text)
                wire = form if form in self.wire_rows else ends.get(last_nine(text))
                if wire is not None:
                    holders[wire].add(at)
        found = {end: ids for end, ids in hits.items() if ids and end in ends}
        if found:
            places = {row.employee.id: at for at, row in enumerate(self.rows) if row.employee}
            for end, ids in found.items():
                holders[ends[end]].update(places.get(each, -1) for each in ids)
        return {wire: sorted(each) for wire, each in holders.items()}


def _verdict(at: int, index: _Index) -> RowVerdict:
    row = index.rows[at]
    found: dict[str, tuple[int, ...]] = {}
    if row.match in (AMBIGUOUS, NOT_MATCHED):
        found[row.match] = ()
    elif row.employee is None:
        found[NOT_CHECKED if row.match == UNREAD else NOT_MATCHED] = ()
    _judge_short(at, index, found)
    _judge_wire(at, index, found)
    has_number = bool(row.short_number.strip() or row.wire_number.strip())
    if has_number and _inactive(row):
        found.setdefault(INACTIVE_HOLDER, ())
    if row.employee is not None and not index.all_known:
        unknown = row.employee.short_number is None and bool(row.short_number.strip())
        if unknown or (index.wires[at] and WIRE_AS_SHORT_NUMBER not in found):
            found[NOT_CHECKED] = ()
    keys = tuple(sorted(found, key=_RANK.__getitem__)) or (OK,)
    return RowVerdict(keys, {key: others for key, others in found.items() if others})


def _judge_short(at: int, index: _Index, found: dict[str, tuple[int, ...]]) -> None:
    row, short = index.rows[at], index.shorts[at]
    if not short:
        # Who cannot log in and a robot take no calls; nothing is missing there.
        if row.wire_number.strip() or not (_inactive(row) or _robot(row)):
            found[NO_SHORT_NUMBER] = ()
        return
    same = index.short_rows[short]
    if len(same) > 1:
        found[SHORT_NUMBER_TWICE] = _without(same, at)
    if len(digits(short)) >= SHORTEST:
        found[SHORT_NUMBER_LOOKS_LIKE_PHONE] = ()


def _judge_wire(at: int, index: _Index, found: dict[str, tuple[int, ...]]) -> None:
    row, wire = index.rows[at], index.wires[at]
    # Told on both sides: at whom the number belongs to, and where it has to be taken away.
    if index.holders.get(wire) or at in index.owners:
        concerned = index.holders.get(wire, [])[: _TOLD + 1] + sorted(index.owners.get(at, ()))
        found[WIRE_AS_SHORT_NUMBER] = _without(concerned, at)
    if row.wire_number.strip() and phones.suspicious(row.wire_number.strip(), index.region):
        found[WIRE_SUSPICIOUS] = ()
    if not wire:
        return
    if len(index.places[wire]) > 1:
        found[WIRE_ON_ANOTHER_EMPLOYEE] = _without(index.places[wire], at)
        left = _without(index.left[wire], at)
        if left:
            found[INACTIVE_HOLDER] = left
    if row.employee is not None and at not in index.card_rows.get(wire, ()):
        found[WIRE_MISSING_IN_CARD] = ()


def _short_form(text: str) -> str:
    """A short number without what people put between digits; leading zeros stay, they are dialled."""
    bare = digits(text)
    return bare if bare else "".join(text.split()).casefold()


def _without(rows: Sequence[int], at: int) -> tuple[int, ...]:
    """The first few rows but the one itself and those that are not in the table."""
    few = dict.fromkeys(each for each in rows[: 2 * _TOLD + 3] if each not in (at, -1))
    return tuple(few)[:_TOLD]


def _inactive(row: Row) -> bool:
    return row.employee is not None and row.employee.status == "Inactive"


def _robot(row: Row) -> bool:
    return row.employee is not None and row.employee.role == "Robot"
