"""The rows of an analytics' editor as a person knows it from Planfix: what stands there, and what is to be added.

Pure functions over what was judged. The drawing takes these rows and nothing else; words are made elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wizard.rules.facts import ANALYTICS, Facts
from wizard.rules.models import TagField
from wizard.rules.names import Mark
from wizard.rules.tracking import (
    OPEN,
    OUT_OF_ORDER,
    WRONG,
    AnalyticsResult,
    FieldResult,
    FieldState,
    StandardResult,
)

STANDARD: Final = "standard"
TRACKING: Final = "tracking"
OTHER: Final = "other"
GHOST: Final = "ghost"
"""A row that is not in the account: a field that has to be made."""

FOLD: Final = "fold"
"""A row that stands for several standard ones about which there is nothing to say; ``type`` is their number."""

OWN: Final = "own"
"""State of a field that is neither standard nor for call tracking: the company's own business."""


@dataclass(frozen=True, slots=True)
class EditorRow:
    """One row. ``kind`` is standard, tracking, other or ghost.

    ``name`` and ``type`` are the account's; of a ghost, what they have to be. ``wanted`` is the name that
    should stand there (empty of the company's own fields and of a standard field's ghost), ``wanted_type``
    the type (None of own ones). ``needed`` False: whatever its state, nobody is bothered with it.
    """

    kind: str
    name: str
    type: int
    state: str
    wanted: str = ""
    wanted_type: int | None = None
    needed: bool = True
    marks: tuple[Mark, ...] = ()

    @property
    def to_do(self) -> bool:
        """Whether the person has to do something about it."""
        return self.needed and (self.state in OPEN or self.state == OUT_OF_ORDER)

    @property
    def to_find(self) -> bool:
        """Whether a look at the account can tell that it was done. An order is only a warning."""
        return self.needed and self.state in OPEN


@dataclass(frozen=True, slots=True)
class Counts:
    """What the head of an editor tells."""

    needed: int = 0
    good: int = 0
    missing: int = 0
    wrong: int = 0
    astray: int = 0
    ticked: int = 0


def editor_rows(
    result: AnalyticsResult,
    needed: Collection[str],
    facts: Facts,
    ticked: Collection[str] = (),
    off: bool = False,
) -> tuple[EditorRow, ...]:
    """Everything that the editor of one data tag shows, from top to bottom.

    The account's fields in its own order. Ghosts of needed fields stand after the last of its standard
    ones; the ghost of a standard field where the documentation has it. Where the account was not read,
    the standard fields are followed by the needed ones, which are ticked by hand. ``off``: the person
    wants nothing in this data tag; what is there is shown, and nothing is to do.
    """
    if off:
        there = editor_rows(result, needed, facts, ticked)
        return tuple(replace(each, needed=False) for each in there if each.kind != GHOST)
    wanted = frozenset(needed)
    if result.tag is None or result.tag.fields is None:
        return _without_fields(result, wanted, facts, ticked)
    fields = result.tag.fields
    by_field = {
        id(each.found): each
        for each in result.fields
        if each.found is not None and each.state != FieldState.DUPLICATE
    }
    twice = {each.name: each for each in result.fields if each.state == FieldState.DUPLICATE}
    standing = {id(each.found): each for each in result.standard if each.found is not None}
    foreign = _in_another_language(fields, result.standard)
    rows: list[EditorRow] = []
    last = 0
    for at, field in enumerate(fields):
        if id(field) in standing:
            rows.append(_standard_row(standing[id(field)], field))
            last = len(rows)
        elif at in foreign:
            kind = result.standard[at].wanted_type
            rows.append(
                EditorRow(STANDARD, field.name, field.type, FieldState.NOT_CHECKED, "", kind)
            )
            last = len(rows)
        elif id(field) in by_field or field.name in twice:
            found = by_field.get(id(field)) or twice[field.name]
            rows.append(_tracking_row(found, field, wanted, facts))
        else:
            rows.append(EditorRow(OTHER, field.name, field.type, OWN))
    ghosts = [
        _ghost(each.name, facts.tracking_type, each.name)
        for each in result.fields
        if each.state == FieldState.MISSING and each.name in wanted
    ]
    place = last or len(rows)
    rows[place:place] = ghosts
    return tuple(_with_standard_ghosts(rows, result.standard))


def folded(rows: Sequence[EditorRow], keep: int = 2) -> tuple[EditorRow, ...]:
    """The same rows, of each run of quiet standard ones only the first ``keep`` and how many more there are.

    Quiet: as the documentation has them, or not checked at all. A row is never folded by itself.
    """
    shown: list[EditorRow] = []
    run: list[EditorRow] = []

    def close() -> None:
        if len(run) > keep + 1:
            shown.extend(run[:keep])
            shown.append(EditorRow(FOLD, "", len(run) - keep, run[0].state, needed=run[0].needed))
        else:
            shown.extend(run)
        run.clear()

    for each in rows:
        quiet = each.kind == STANDARD and each.state in (FieldState.OK, FieldState.NOT_CHECKED)
        if run and (not quiet or each.state != run[0].state):
            close()
        if quiet:
            run.append(each)
        else:
            shown.append(each)
    close()
    return tuple(shown)


def count_rows(rows: Iterable[EditorRow]) -> Counts:
    """What the rows amount to."""
    of = [each for each in rows if each.needed]

    def names(*states: str, of: Sequence[EditorRow] = of) -> int:
        # By name: a field that is there twice is one thing to do.
        return len({(each.kind == STANDARD, each.name) for each in of if each.state in states})

    mine = [each for each in of if each.kind != STANDARD and each.wanted]
    return Counts(
        needed=len({each.wanted for each in mine}),
        good=names(FieldState.OK, of=mine),
        missing=names(FieldState.MISSING),
        wrong=names(*WRONG),
        astray=names(OUT_OF_ORDER),
        ticked=names(FieldState.TICKED),
    )


def paste_order(
    results: Iterable[tuple[AnalyticsResult, Collection[str]]],
) -> list[tuple[str, str]]:
    """What is pasted one by one: (data tag, name), the data tags after one another as their editors are.

    A field that is there twice needs no paste; one of a wrong type or a similar name does.
    """
    paste = OPEN - {FieldState.DUPLICATE}
    return [
        (result.which, each.name)
        for result, needed in results
        for each in result.fields
        if each.name in needed and each.state in paste
    ]


def next_to_paste(
    order: Sequence[tuple[str, str]], last: tuple[str, str] | None, every: Sequence[str]
) -> tuple[str, str] | None:
    """What comes after ``last``, which need not be among ``order`` any more; the first after the last one.

    ``every`` is the documented order of all names.
    """
    if not order:
        return None
    if last is None or last[1] not in every:
        return order[0]

    def place(each: tuple[str, str]) -> tuple[int, int]:
        return ANALYTICS.index(each[0]), every.index(each[1])

    return next((each for each in order if place(each) > place(last)), order[0])


def _ghost(name: str, kind: int, wanted: str = "") -> EditorRow:
    return EditorRow(GHOST, name, kind, FieldState.MISSING, wanted, kind)


def _standard_row(found: StandardResult, field: TagField) -> EditorRow:
    return EditorRow(STANDARD, field.name, field.type, found.state, found.name, found.wanted_type)


def _tracking_row(
    found: FieldResult, field: TagField, needed: frozenset[str], facts: Facts
) -> EditorRow:
    return EditorRow(
        TRACKING,
        field.name,
        field.type,
        found.state,
        found.name,
        facts.tracking_type,
        found.name in needed,
        found.marks,
    )


def _in_another_language(
    fields: Sequence[TagField], standard: Sequence[StandardResult]
) -> frozenset[int]:
    """Places of fields that are the standard ones under other names: as many, of the same types, at the start.

    Nothing is claimed of them; they only tell where the account's own part ends.
    """
    if any(each.state != FieldState.NOT_CHECKED for each in standard):
        return frozenset()
    kinds = [each.wanted_type for each in standard]
    alike = [each.type for each in fields[: len(kinds)]] == kinds
    return frozenset(range(len(kinds))) if alike else frozenset()


def _without_fields(
    result: AnalyticsResult, needed: frozenset[str], facts: Facts, ticked: Collection[str]
) -> tuple[EditorRow, ...]:
    """Not read: the picture as it should be, to be ticked. Not there: all of it as ghosts."""
    absent = result.tag is None and bool(result.findings)
    # Of a data tag that is not there nobody can add standard fields: they come with it.
    rows = [
        replace(_ghost(each.name, each.wanted_type), needed=False)
        if absent
        else EditorRow(
            STANDARD, each.name, each.wanted_type, each.state, each.name, each.wanted_type
        )
        for each in result.standard
    ]
    for each in result.fields:
        if each.name not in needed and (absent or each.name not in ticked):
            continue
        state = each.state
        if not absent:
            state = FieldState.TICKED if each.name in ticked else FieldState.NOT_CHECKED
        kind = GHOST if absent else TRACKING
        wanted = each.name in needed
        name, type_ = each.name, facts.tracking_type
        rows.append(EditorRow(kind, name, type_, state, name, type_, wanted))
    return tuple(rows)


def _with_standard_ghosts(
    rows: Sequence[EditorRow], standard: Sequence[StandardResult]
) -> list[EditorRow]:
    """The missing standard fields, each behind the one that goes before it in the documentation."""
    placed = list(rows)
    before = 0
    for each in standard:
        if each.state == FieldState.MISSING:
            placed.insert(before, _ghost(each.name, each.wanted_type))
            before += 1
            continue
        for at, row in enumerate(placed):
            if row.kind == STANDARD and row.wanted == each.name:
                before = at + 1
    return placed
