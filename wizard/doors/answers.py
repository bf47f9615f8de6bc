"""Reads foreign JSON without trusting it: values are asked for their kind, a wrong one is named.

Must not echo content: a ``ShapeError`` says where and what was expected, never what was there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from typing import TypeVar

from wizard.rules.secret import Secret

T = TypeVar("T")

TEXT_LIMIT = 200
"""So much of a server's own words is shown to a person."""

_ID = re.compile(r"(?:[A-Za-z]{1,20}:)?(-?[0-9]{1,18})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_GAP = rf"(?:\s|{_CONTROL.pattern})*"


class ShapeError(Exception):
    """An answer has another shape than described. ``place`` is for people: ``users[3].id: …``."""

    def __init__(self, place: str, expected: str) -> None:
        super().__init__(f"{place}: {expected}")
        self.place = f"{place}: {expected}"


def decode(body: bytes, drop: Collection[str] = ()) -> object:
    """The JSON of an answer. Members called as in ``drop`` (lower case) are gone, however deep.

    Raises ``ValueError`` for everything that is not JSON in UTF-8.
    """

    def keep(pairs: list[tuple[str, object]]) -> dict[str, object]:
        return {name: value for name, value in pairs if name.lower() not in drop}

    with suppress(ValueError, RecursionError):
        decoded: object = json.loads(
            body.decode("utf-8-sig"), object_pairs_hook=keep if drop else None
        )
        return decoded
    # A new exception, not the decoder's: that one carries the whole document with it.
    raise ValueError("not JSON")


def lowered(value: object, place: str) -> dict[str, object]:
    """An object with its own keys in lower case: Planfix's help and description differ there."""
    return {name.lower(): each for name, each in mapping(value, place).items()}


def mapping(value: object, place: str) -> dict[str, object]:
    """An object, or ``ShapeError``."""
    if not isinstance(value, dict):
        raise ShapeError(place, "expected an object")
    return value


def each_of(value: object, place: str, read: Callable[[object, str], T]) -> list[T]:
    """A list, every member read; None counts as empty. ``ShapeError`` for all else."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise ShapeError(place, "expected a list")
    return [read(each, f"{place}[{at}]") for at, each in enumerate(value)]


def number(value: object, place: str) -> int:
    """A whole number, also as text and also prefixed (``user:5``); ``ShapeError`` for all else."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63:
        return value
    if isinstance(value, str) and (found := _ID.fullmatch(value)):
        return int(found[1])
    raise ShapeError(place, "expected a number")


def text(value: object, place: str) -> str:
    """Text as received, numbers as text, None as nothing; ``ShapeError`` for all else.

    Half characters (lone surrogates), which JSON can carry and no file or screen can, are replaced.
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ShapeError(place, "expected a text")
    return str(value).encode("utf-8", "replace").decode("utf-8")


def clean(words: object, secrets: Iterable[Secret | None] = ()) -> str:
    """A server's words as one harmless line of ``TEXT_LIMIT`` characters, without our secrets."""
    if not isinstance(words, str):
        return ""
    line = words.encode("utf-8", "replace").decode("utf-8")
    for secret in secrets:
        if secret:
            # However it is broken up by blanks and control characters, and whatever its removal
            # brings together.
            spread = _GAP.join(map(re.escape, secret.reveal()))
            removed = 1
            while removed:
                line, removed = re.subn(spread, "", line)
    line = " ".join(_CONTROL.sub(" ", line).split())
    return line if len(line) <= TEXT_LIMIT else line[: TEXT_LIMIT - 1] + "…"


def first_of(answer: Mapping[str, object], *names: str) -> object:
    """The first of several names that is there, None if none is."""
    return next((answer[name] for name in names if name in answer), None)
