"""Tells whether a field's name is a slip of the pen for a wanted one, and where exactly it differs.

Knows nothing of accounts or fields and compares with what it is given; nothing is stripped or mended:
two names that differ in anything are different names here, only more or less alike.

What counts as alike (contract, "Models"): another case; spaces, invisible characters, hyphens or
underscores more, fewer or others; letters of another script that look the same; one letter wrong,
doubled or dropped; a cut end. The first three may come together and with one of the last two. Two
letters that changed places are two letters wrong.

Two limits keep ordinary names out. In a wanted name of up to three letters (``id``) every letter has to
be there, at most one of them twice. Of a cut name four letters must be left and of these half of the whole,
or eight; and what is left must fit one wanted name only (``CutNames``), else ``geoip`` or ``utm_c`` would be
a slip for several.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

CASE: Final = "case"
SPACE: Final = "space"
HYPHEN: Final = "hyphen"
LOOK_ALIKE: Final = "look_alike"
LETTER: Final = "letter"
CUT: Final = "cut"
KINDS: Final = (CASE, SPACE, HYPHEN, LOOK_ALIKE, LETTER, CUT)

LONGEST: Final = 200
"""Names longer than this (in characters) are like none of ours: the longest of the 19 has 29."""

_SHORT = 3
_LEFT_OF_A_CUT_NAME = 4
_LEFT_THAT_IS_ENOUGH = 8

# What looks like which Latin letter, upper and lower case apart: Cyrillic «Н» is H, and so is «н», but the
# Greek Ν is N while its small ν is v. Letters with marks (Ї, ё, é) are first parted from their marks.
_PAIRS: Final = (
    "АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ҮY ԚQ ԜW ԌG ӀI ѴV "  # Cyrillic
    "аa вb еe ѕs іi јj кk мm нh оo рp сc тt уy хx үy һh ԁd ԛq ԝw ӏl ѵv гr пn ьb "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX "  # Greek
    "αa γy ηn ιi κk νv οo ρp σo τt υu χx ωw ϲc ϳj "
    "օo սu հh ıi ɡg ɑa"  # Armenian; Latin letters that no keyboard has
)
_LOOK_ALIKE: Final = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
# Latin characters that look like another: what is seen, what was wanted.
_TWINS: Final = frozenset(
    [(seen, "l") for seen in "I1|"] + [(seen, "I") for seen in "l1|"] + [("0", "o"), ("0", "O")]
)
_MORE_DASHES: Final = frozenset("\u2212\u00af\u02d7")


@dataclass(frozen=True, slots=True)
class Mark:
    """One place where a name differs.

    ``at`` is the index in the name that was seen, ``len(name)`` for its end; ``seen`` what stands there
    and ``wanted`` what should, either may be empty; ``kind`` is one of ``KINDS``.
    """

    at: int
    kind: str
    seen: str
    wanted: str

    @property
    def script(self) -> str:
        """``cyrillic``, ``greek``, ``latin`` or empty: the alphabet of what stands there."""
        return script(self.seen[:1])


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a name differs from the wanted one. The smaller the ``cost``, the nearer it is; never 0."""

    cost: int
    marks: tuple[Mark, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of difference, each once, in the order of ``KINDS``."""
        found = {each.kind for each in self.marks}
        return tuple(kind for kind in KINDS if kind in found)


@dataclass(frozen=True, slots=True)
class _Letter:
    plain: str  # without case, script and accent: what is compared
    cased: str  # the Latin letter that it is or looks like
    original: str
    at: int


@dataclass(frozen=True, slots=True)
class _Shape:
    letters: tuple[_Letter, ...]
    gaps: tuple[str, ...]  # what was left out before each letter and after the last
    plain: str


def script(char: str) -> str:
    """``cyrillic``, ``greek``, ``latin``, or empty for digits, signs and everything else."""
    first = unicodedata.name(char, "").partition(" ")[0].lower() if char else ""
    return first if first in ("cyrillic", "greek", "latin") else ""


def likeness(wanted: str, seen: str) -> Likeness | None:
    """How ``seen`` differs from ``wanted``; None if it is that name exactly or not like it at all.

    Does not know of other wanted names: see ``CutNames`` for a cut end that fits several.
    """
    if wanted == seen or len(seen) > LONGEST:
        return None
    want, have = _shape(wanted), _shape(seen)
    if not want.plain or not have.plain:
        return None
    start = _alike_at_start(want, have)
    longer = max(len(want.letters), len(have.letters))
    if start == longer:
        marks = _marks(want, have, start, 0)
        return Likeness(max(1, len(marks)), marks)
    if len(want.letters) <= _SHORT and not _one_doubled(want, have):
        return None
    if start == len(have.letters) and _enough_left(want, have):
        missing = wanted[want.letters[start].at :]
        marks = (*_marks(want, have, start, 0, whole=False), Mark(len(seen), CUT, "", missing))
        return Likeness(2000 + 100 * len(missing) + len(marks), marks)
    if abs(len(want.letters) - len(have.letters)) <= 1:
        end = _alike_at_end(want, have, start)
        if start + end >= longer - 1:
            marks = _marks(want, have, start, end)
            return Likeness(1000 + len(marks), marks)
    return None


class CutNames:
    """Which cut ends say nothing, because several of the wanted names begin so."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self._plain = [_shape(each).plain for each in wanted]

    def ambiguous(self, seen: str) -> bool:
        """Whether ``seen`` is the beginning of two or more of the wanted names."""
        if len(seen) > LONGEST:
            return False
        plain = _shape(seen).plain
        return sum(1 for each in self._plain if each.startswith(plain)) > 1


@lru_cache(maxsize=4096)
def _shape(name: str) -> _Shape:
    letters: list[_Letter] = []
    gaps: list[str] = []
    gap = ""
    for at, char in enumerate(name):
        if _left_out(char):
            gap += char
            continue
        # Marks go with their letter; full-width letters and ligatures become ordinary ones.
        parts = [p for p in unicodedata.normalize("NFKD", char) if not unicodedata.combining(p)]
        if not parts and letters:  # an accent that stands by itself behind its letter
            last = letters.pop()
            letters.append(_Letter(last.plain, last.cased, last.original + char, last.at))
        elif not parts:
            gap += char
        for part in parts:
            cased = part.translate(_LOOK_ALIKE)
            letters.append(_Letter(cased.casefold(), cased, char, at))
            gaps.append(gap)
            gap = ""
    return _Shape(tuple(letters), (*gaps, gap), "".join(each.plain for each in letters))


def _left_out(char: str) -> bool:
    return _is_hyphen(char) or _is_space(char)


def _is_hyphen(char: str) -> bool:
    return unicodedata.category(char) in ("Pd", "Pc") or char in _MORE_DASHES


def _is_space(char: str) -> bool:
    # Cc and Cf: tabs, line ends, the zero-width characters that come with text from a web page.
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf")


def _alike(want: _Letter, have: _Letter) -> bool:
    return want.plain == have.plain or (have.cased, want.cased) in _TWINS


def _alike_at_start(want: _Shape, have: _Shape) -> int:
    count = 0
    for ours, theirs in zip(want.letters, have.letters, strict=False):
        if not _alike(ours, theirs):
            break
        count += 1
    return count


def _alike_at_end(want: _Shape, have: _Shape, start: int) -> int:
    # Never into what the beginning has already used, else a dropped double letter counts twice.
    most = min(len(want.letters), len(have.letters)) - start
    count = 0
    while count < most and _alike(want.letters[-1 - count], have.letters[-1 - count]):
        count += 1
    return count


def _one_doubled(want: _Shape, have: _Shape) -> bool:
    """Whether one letter stands there twice, and nothing else differs."""
    return any(
        have.plain == want.plain[: at + 1] + want.plain[at:] for at in range(len(want.plain))
    )


def _enough_left(want: _Shape, have: _Shape) -> bool:
    left, whole = len(have.letters), len(want.letters)
    return left >= _LEFT_THAT_IS_ENOUGH or (left >= _LEFT_OF_A_CUT_NAME and left * 2 >= whole)


def _marks(
    want: _Shape, have: _Shape, start: int, end: int, *, whole: bool = True
) -> tuple[Mark, ...]:
    """The differences of two shapes that agree in ``start`` letters and in the last ``end``."""
    marks: list[Mark] = []
    tail = [(len(want.letters) - end + i, len(have.letters) - end + i) for i in range(end)]
    for index in range(start):
        marks += _gap_marks(want, have, index, index)
        marks += _letter_marks(want.letters[index], have.letters[index])
    if whole and start + end < max(len(want.letters), len(have.letters)):
        lost = want.letters[start : len(want.letters) - end]
        extra = have.letters[start : len(have.letters) - end]
        if lost and extra:
            marks += _gap_marks(want, have, start, start)
        at = extra[0].at if extra else _place(have, start)
        seen = "".join(each.original for each in extra)
        marks.append(Mark(at, LETTER, seen, "".join(each.original for each in lost)))
    for ours, theirs in tail:
        # The gap beside a wrong letter is told only where that letter did not push it aside.
        if ours == theirs or ours > len(want.letters) - end:
            marks += _gap_marks(want, have, ours, theirs)
        marks += _letter_marks(want.letters[ours], have.letters[theirs])
    if whole:
        marks += _gap_marks(want, have, len(want.letters), len(have.letters))
    return tuple(sorted(marks, key=lambda each: each.at))


def _place(shape: _Shape, index: int) -> int:
    if index < len(shape.letters):
        return shape.letters[index].at
    return shape.letters[-1].at + len(shape.letters[-1].original)


def _gap_marks(want: _Shape, have: _Shape, ours: int, theirs: int) -> list[Mark]:
    wanted, seen = want.gaps[ours], have.gaps[theirs]
    if wanted == seen:
        return []
    at = _place(have, theirs) - len(seen) if theirs < len(have.letters) else _place(have, theirs)
    marks = []
    if any(map(_is_space, seen)):
        marks.append(Mark(at, SPACE, seen, wanted))
    if [c for c in seen if _is_hyphen(c)] != [c for c in wanted if _is_hyphen(c)]:
        marks.append(Mark(at, HYPHEN, seen, wanted))
    return marks or [Mark(at, SPACE, seen, wanted)]  # something else that shows as nothing


def _letter_marks(want: _Letter, have: _Letter) -> list[Mark]:
    if want.original == have.original:
        return []
    marks = []
    if have.original != have.cased or want.plain != have.plain:
        marks.append(Mark(have.at, LOOK_ALIKE, have.original, want.original))
    if want.plain == have.plain and want.cased != have.cased:
        marks.append(Mark(have.at, CASE, have.original, want.original))
    return marks
