"""Numbers of Qt's enums for what stands on the first step. A test holds them against the enums.

The first touch of the namespace ``Qt`` builds two hundred Python enums (12 ms of a start of 100), and
Qt's own properties take plain numbers. Pages that are built later use the enums themselves.
"""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractScrollArea, QWidget

USER_ROLE = 256
TOOL_TIP_ROLE = 3
ACCESSIBLE_TEXT_ROLE = 11

PLAIN_TEXT, RICH_TEXT = 0, 1
BY_MOUSE, BY_KEYBOARD = 1, 2
ALIGN_RIGHT, ALIGN_H_CENTER = 0x2, 0x4
ALIGN_TOP, ALIGN_V_CENTER = 0x20, 0x80
SENSITIVE_INPUT = 0x1 | 0x2 | 0x40
"""ImhHiddenText, ImhSensitiveData, ImhNoPredictiveText."""
PASSWORD_ECHO = 2
NO_FOCUS = 0
CLICK_FOCUS, STRONG_FOCUS = 2, 11
SCROLL_BAR_OFF = 1
NO_FRAME = 0
NO_EDITING = 0
ADJUST = 1
"""QListView.ResizeMode: rows follow the width of the view."""


def put(widget: QWidget, **numbers: int) -> None:
    """Set properties by number; AssertionError if Qt has none of that name or refuses the number."""
    for name, number in numbers.items():
        known = widget.setProperty(name, number)
        assert known, name  # noqa: S101


def never_sideways(area: QAbstractScrollArea) -> None:
    """No horizontal scrolling, ever."""
    put(area, horizontalScrollBarPolicy=SCROLL_BAR_OFF)
