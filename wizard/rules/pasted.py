"""What a paste brings along that no eye sees. Changes the spelling of a text, never what a person reads in it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# What word processors and mail programs make of a hyphen.
_DASHES: Final = {ord(char): "-" for char in "‐‑‒–—―−⁃"}
_SPACES: Final = {
    0x2800: " "
}  # a braille cell without a dot: a letter to Unicode, a gap to the eye
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180e")
_LINE_ENDS: Final = re.compile(r"\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")


def plain(text: str, lines: bool = False) -> str:
    """Full-width letters, dashes and spaces made plain; zero-width and control characters left out.

    Every kind of space becomes one space each; line ends too, or ``\\n`` if ``lines`` are wanted.
    """
    text = _LINE_ENDS.sub("\n", text)
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES).translate(_SPACES)
    kept = []
    for char in folded:
        if char == "\n":
            kept.append("\n" if lines else " ")
        elif char.isspace():
            kept.append(" ")
        elif not _unseen(char):
            kept.append(char)
    return "".join(kept)


def _unseen(char: str) -> bool:
    """Controls, formats, lone surrogates, fillers; selectors that choose the look of the letter before."""
    return (
        unicodedata.category(char) in ("Cc", "Cf", "Cs")
        or char in _UNSEEN
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
    )
