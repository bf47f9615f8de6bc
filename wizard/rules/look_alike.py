"""Tells a host that imitates one of Planfix's domains, and which labels are safe to show in their own letters.

Judges by looks alone, for hosts in punycode that are already known not to lie under those domains.
Must not decide what to do about one.
"""

from __future__ import annotations

import encodings.idna
import unicodedata
from collections.abc import Sequence
from typing import Final

# Letters that look like a Latin one in an address line, which is lower case. "i", "l" and "1" are one.
_PAIRS: Final = (
    "аa еe оo рp сc уy хx ѕs іi јj һh ԁd ԛq ԝw кk мm тt вb нh пn гr ьb ѵv ӕa "  # Cyrillic
    "αa βb γy εe ηn ιi κk νv οo πn ρp σo τt υu χx ωw ϲc ϳj "  # Greek
    "օo սu հh ոn ցg քf "  # Armenian
    "ıi ɩi ɑa ɡg ƒf ʀr ᴀa ɴn ꜰf øo đd 0o 1i"
)
_SKELETON: Final = {
    **{ord(pair[0]): pair[1] for pair in _PAIRS.split()},
    **dict.fromkeys(map(ord, "lӏł"), "i"),
}


def imitated(host: str, domains: Sequence[str]) -> str:
    """The one of ``domains`` that ``host`` (punycode) contains or resembles; empty if none.

    Contains: ``acme.planfix.ru.evil.example``, ``planfix-ru.com``, ``myplanfix.ru``. Resembles: look-alike
    letters and digits, hyphens put in, one letter wrong, more or less, another ending
    (``planfix.net``). An own domain such as ``planfix.acme.example`` is neither: whoever has
    ``acme.example`` names what is under it.
    """
    labels = [_skeleton(_unicode(label)) for label in host.split(".")]
    words = [word for label in labels for word in label.split("-") if word]
    runs = ["".join(words[: end + 1]) for end in range(len(words))]
    tight = [label.replace("-", "") for label in labels]
    for domain in domains:
        wanted = _skeleton(domain).replace(".", "")
        if any(run.endswith(wanted) for run in runs) or any(wanted in label for label in tight):
            return domain
    if len(labels) < 2:
        return ""
    # Nearest ending first, so that planfx.ua is told to imitate planfix.ua.
    for domain in sorted(domains, key=lambda each: _skeleton(each).split(".")[-1] != labels[-1]):
        brand = _skeleton(domain).split(".")[0]
        if brand in tight[-2] or _one_edit(brand, tight[-2]):
            return domain
    return ""


def readable(label: str) -> str:
    """A punycode label in its own letters, unless these could pass for Latin ones or mix alphabets."""
    shown = _unicode(label)
    if shown == label:
        return label
    alphabets = {
        unicodedata.name(char, "").partition(" ")[0]
        for char in shown
        if char.isalpha() and unicodedata.category(char) != "Lm"
    }
    mixed = "LATIN" in alphabets and len(alphabets) > 1
    plain = unicodedata.normalize("NFC", shown).translate(_SKELETON).isascii()
    return label if mixed or plain else shown


def _unicode(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return encodings.idna.ToUnicode(label)
    except UnicodeError:  # a label that only begins like punycode
        return label


def _skeleton(text: str) -> str:
    """What is left to the eye: without accents, look-alikes made one letter."""
    parted = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(char for char in parted if not unicodedata.combining(char))
    return bare.translate(_SKELETON)


def _one_edit(wanted: str, seen: str) -> bool:
    """Whether one letter wrong, missing, too many, or two neighbours swapped make the one of the other."""
    if wanted == seen:
        return True
    start = 0
    while start < min(len(wanted), len(seen)) and wanted[start] == seen[start]:
        start += 1
    left, right = wanted[start:], seen[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[:2][::-1] and left[2:] == right[2:])
    )
