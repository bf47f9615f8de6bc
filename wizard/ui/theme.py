"""Colours by meaning, for light and dark. The one place that names a colour; follows the system's theme."""

from __future__ import annotations

from typing import NamedTuple

_LIGHT = {
    "window": "#F7F8FA",
    "surface": "#FFFFFF",
    "rail": "#EEF1F5",
    "text": "#1B1F24",
    "muted": "#56606B",
    "line": "#D5DBE2",
    "accent": "#2457C5",
    "on_accent": "#FFFFFF",
    "ok": "#1B7A43",
    "ok_ground": "#E4F4EA",
    "warning": "#8A5A00",
    "warning_ground": "#FBF0D9",
    "error": "#B3261E",
    "error_ground": "#FBE7E5",
    "selected": "#DDE6F8",
}
_DARK = {
    "window": "#16191D",
    "surface": "#1E2227",
    "rail": "#1A1D22",
    "text": "#E8EBEF",
    "muted": "#A7B0BA",
    "line": "#343A42",
    "accent": "#86A9FF",
    "on_accent": "#0E1A33",
    "ok": "#6FCF97",
    "ok_ground": "#173325",
    "warning": "#F2C14E",
    "warning_ground": "#3A2F12",
    "error": "#FF8A80",
    "error_ground": "#431F1C",
    "selected": "#27344F",
}


class Tokens(NamedTuple):
    """The colours of one theme as ``#RRGGBB``; one attribute a meaning (design, section 7)."""

    dark: bool
    window: str
    surface: str
    rail: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    ok: str
    ok_ground: str
    warning: str
    warning_ground: str
    error: str
    error_ground: str
    selected: str


LIGHT = Tokens(dark=False, **_LIGHT)
DARK = Tokens(dark=True, **_DARK)
