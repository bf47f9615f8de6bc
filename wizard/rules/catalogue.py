"""The texts of the interface in one language at a time. Knows no files: a loader hands it the sections.

A key is ``section.name``. A text is a string, or a list of plural forms chosen by the number ``n``.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping

LANGUAGES = ("ru", "uk", "en")

Entry = str | list[str]
Loader = Callable[[str, str], Mapping[str, Entry]]

# The plural rules of CLDR in gettext's notation; the standard library turns them into functions.
_SLAVIC = "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
_PLURAL = {"ru": _SLAVIC, "uk": _SLAVIC, "en": "n != 1"}


class Catalogue:
    """Looks texts up. Every window has one of its own, so two windows may speak two languages."""

    def __init__(self, load: Loader, language: str) -> None:
        self._load = load
        self._sections: dict[tuple[str, str], Mapping[str, Entry]] = {}
        self.language = language

    def text(self, key: str, **values: object) -> str:
        """The text of ``key`` in the present language, placeholders filled. KeyError if there is none."""
        return self.text_in(self.language, key, **values)

    def text_in(self, language: str, key: str, **values: object) -> str:
        """The text of ``key`` in ``language``. A list of forms needs ``n`` among the values."""
        entry = self._section(language, key.partition(".")[0])[key.partition(".")[2]]
        if isinstance(entry, list):
            form = gettext.c2py(_PLURAL[language])(int(str(values["n"])))
            entry = entry[form]
        return entry.format_map(values) if values else entry

    def has(self, key: str) -> bool:
        """Whether there is a text of that key."""
        section, _, name = key.partition(".")
        try:
            return name in self._section(self.language, section)
        except FileNotFoundError:
            return False

    def _section(self, language: str, section: str) -> Mapping[str, Entry]:
        at = (language, section)
        if at not in self._sections:
            self._sections[at] = self._load(language, section)
        return self._sections[at]
