"""The text that a mail program would show, out of what a person copied: a reply, its source or a part of it.

Reads only as far as keys need it. Must not fail on anything, nor keep or log a word.
"""

from __future__ import annotations

import html
import re
from typing import Final

from wizard.rules.pasted import plain

_SOFT_BREAK: Final = re.compile(r"=[ \t]*\r?\n")
_ENCODED: Final = re.compile(r"(?:=[0-9A-F]{2})+")
# Two signs that a text is quoted-printable; a lone "=" before a key is no such sign.
_QUOTED_PRINTABLE: Final = re.compile(
    r"=3D|=C2=A0|(?:=D0=[89AB][0-9A-F]){2}|(?:=D[01]=[89AB][0-9A-F]){3}"
)
_BROKEN_IN_VALUE: Final = re.compile(r"[0-9A-Za-z-]=[ \t]*\r?\n(?:[>| ]*)[0-9A-Za-z-]")
_JSON_ESCAPE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
_JSON_LINE: Final = re.compile(r"\\r\\n|\\[rnt]")
_NO_TEXT: Final = (("<!--", "-->"), ("<style", "</style"), ("<script", "</script"))
_TAGS: Final = (
    (
        re.compile(
            r"<br\b[^<>]*>|</?(?:address|blockquote|body|center|dd|div|dl|dt|h[1-6]|head|hr|html|li|ol|p"
            r"|pre|section|table|tbody|thead|title|tr|ul)(?:\s[^<>]*|/)?>",
            re.IGNORECASE,
        ),
        "\n",
    ),
    (re.compile(r"</?(?:td|th)(?:\s[^<>]*)?>", re.IGNORECASE), " "),
    (
        re.compile(
            r"</?(?:a|abbr|b|bdi|big|code|em|font|i|img|kbd|mark|o:p|s|samp|small|span|strong|sub|sup"
            r"|tt|u|wbr)(?:\s[^<>]*|/)?>",
            re.IGNORECASE,
        ),
        "",
    ),
)
_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_QUOTED: Final = re.compile(r"^[>|\s]+")


def flat_text(text: str) -> str:
    """``text`` without quoted-printable, JSON escapes, tags, entities and quotation marks of replies.

    Spaces are plain ones, lines end with ``\\n`` and have no space around them; nothing is joined.
    """
    if _QUOTED_PRINTABLE.search(text) or _BROKEN_IN_VALUE.search(text):
        text = _SOFT_BREAK.sub("", text)
    if _QUOTED_PRINTABLE.search(text):
        text = _ENCODED.sub(_decoded, text)
    text = _JSON_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    text = _JSON_LINE.sub("\n", text)
    if "<" in text:
        for opening, closing in _NO_TEXT:
            text = _without(text, opening, closing)
        for pattern, instead in _TAGS:
            text = pattern.sub(instead, text)
    lines = plain(html.unescape(text), lines=True).split("\n")
    return "\n".join(" ".join(_QUOTED.sub("", line).split()) for line in lines)


def _without(text: str, opening: str, closing: str) -> str:
    """Without what lies between the two; what is never closed stays, since a copy may be cut anywhere."""
    # Only ASCII is lowered: str.lower may change the length, and the places would no longer fit.
    lower = text.translate(_LOWER)
    kept, at = [], 0
    while (start := lower.find(opening, at)) >= 0:
        end = lower.find(closing, start)
        if end < 0:
            break
        kept.append(text[at:start])
        at = end + len(closing)
    return "".join([*kept, text[at:]])


def _decoded(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("=", "")).decode("utf-8", errors="replace")
