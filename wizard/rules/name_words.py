"""Tells a difference of two names place by place, as keys of the catalogue with their placeholders.

Also shows a foreign name with everything in it visible. No words here, and nothing is mended.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from wizard.rules.names import CASE, CUT, HYPHEN, LETTER, LOOK_ALIKE, SPACE, Mark

OPEN_BOX: Final = "␣"
_MOST = 4
"""So many places are told; whoever typed in capitals throughout is told that, not every letter."""


class Place(NamedTuple):
    """One difference: the text is ``difference.KEY`` of the catalogue."""

    key: str
    n: int
    seen: str = ""
    wanted: str = ""


def places(name: str, marks: Iterable[Mark]) -> tuple[Place, ...]:
    """The differences of ``name`` in the order they stand in it."""
    of = list(marks)
    cases = [each for each in of if each.kind == CASE]
    if len(cases) > _MOST:
        of = [each for each in of if each.kind != CASE]
    told = [_place(name, each) for each in of]
    if len(cases) > _MOST:
        told.insert(0, Place("case_many", len(cases)))
    if len(told) > _MOST:
        told = [*told[:_MOST], Place("more", len(told) - _MOST)]
    return tuple(told)


def visible(name: str) -> str:
    """The name with spaces that are easily overlooked, and signs that show as nothing, as an open box.

    A bare space between two words stays: it is seen.
    """
    if name.isprintable() and "  " not in name and name == name.strip():
        return name  # as nearly all are
    return "".join(_visible(name))


def _visible(name: str) -> Iterator[str]:
    last = len(name) - 1
    for at, char in enumerate(name):
        inside = 0 < at < last and not name[at - 1].isspace() and not name[at + 1].isspace()
        if char == " " and inside:
            yield char
        elif char.isspace() or unicodedata.category(char) in _UNSEEN:
            yield OPEN_BOX
        else:
            yield char


# Controls, formatting signs (zero width, direction), separators, surrogates and private ones.
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs", "Cs", "Co", "Cn"})


def _position(name: str, at: int) -> int:
    """Which letter it is to a person who counts: accents on a letter are no letters of their own."""
    return 1 + sum(1 for char in name[:at] if not unicodedata.combining(char))


def _place(name: str, mark: Mark) -> Place:
    n = _position(name, mark.at)
    seen, wanted = mark.seen, mark.wanted
    if mark.kind == CUT:
        return Place("cut", n, "", wanted)
    if mark.kind == SPACE:
        if seen and not seen.strip(" "):
            where = "start" if mark.at == 0 else "end" if mark.at + len(seen) == len(name) else "in"
            return Place(f"space_{where}", n)
        return Place("unseen", n) if seen else _too_few(n, wanted)
    if mark.kind == HYPHEN:
        if not wanted:
            return Place("too_many", n, visible(seen))
        return Place("other", n, visible(seen), wanted) if seen else _too_few(n, wanted)
    if mark.kind == LOOK_ALIKE:
        script = mark.script
        key = f"look_alike_{script}" if script in ("cyrillic", "greek") else "look_alike"
        return Place(key, n, visible(seen), wanted)
    if mark.kind == CASE:
        return Place("case", n, seen, wanted)
    assert mark.kind == LETTER  # noqa: S101 - there are no more kinds
    if not seen:
        return _too_few(n, wanted)
    return (
        Place("other", n, visible(seen), wanted) if wanted else Place("too_many", n, visible(seen))
    )


def _too_few(n: int, wanted: str) -> Place:
    """Something is not there: told by the letter before it."""
    return Place("too_few" if n > 1 else "too_few_start", n - 1, "", wanted)
