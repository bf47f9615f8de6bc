"""The plain numbers of the first step are those of Qt's enums."""

from __future__ import annotations

from enum import Enum

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QLineEdit, QListView

from wizard.ui import numbers

HINT = Qt.InputMethodHint
MEANT: dict[str, Enum] = {
    "USER_ROLE": Qt.ItemDataRole.UserRole,
    "TOOL_TIP_ROLE": Qt.ItemDataRole.ToolTipRole,
    "ACCESSIBLE_TEXT_ROLE": Qt.ItemDataRole.AccessibleTextRole,
    "PLAIN_TEXT": Qt.TextFormat.PlainText,
    "RICH_TEXT": Qt.TextFormat.RichText,
    "BY_MOUSE": Qt.TextInteractionFlag.TextSelectableByMouse,
    "BY_KEYBOARD": Qt.TextInteractionFlag.TextSelectableByKeyboard,
    "ALIGN_RIGHT": Qt.AlignmentFlag.AlignRight,
    "ALIGN_H_CENTER": Qt.AlignmentFlag.AlignHCenter,
    "ALIGN_TOP": Qt.AlignmentFlag.AlignTop,
    "ALIGN_V_CENTER": Qt.AlignmentFlag.AlignVCenter,
    "SENSITIVE_INPUT": HINT.ImhHiddenText | HINT.ImhSensitiveData | HINT.ImhNoPredictiveText,
    "PASSWORD_ECHO": QLineEdit.EchoMode.Password,
    "NO_FOCUS": Qt.FocusPolicy.NoFocus,
    "CLICK_FOCUS": Qt.FocusPolicy.ClickFocus,
    "STRONG_FOCUS": Qt.FocusPolicy.StrongFocus,
    "SCROLL_BAR_OFF": Qt.ScrollBarPolicy.ScrollBarAlwaysOff,
    "NO_FRAME": QFrame.Shape.NoFrame,
    "NO_EDITING": QAbstractItemView.EditTrigger.NoEditTriggers,
    "ADJUST": QListView.ResizeMode.Adjust,
}


def test_every_number_is_held_against_an_enum() -> None:
    assert {name for name in vars(numbers) if name.isupper()} == set(MEANT)


@pytest.mark.parametrize("name", MEANT)
def test_the_number_is_the_enum_s(name: str) -> None:
    assert getattr(numbers, name) == MEANT[name].value


@pytest.mark.usefixtures("qapp")
def test_a_property_set_by_number_is_read_as_the_enum() -> None:
    label, edit = QLabel(), QLineEdit()
    numbers.put(label, textFormat=numbers.RICH_TEXT, alignment=numbers.ALIGN_TOP)
    numbers.put(edit, echoMode=numbers.PASSWORD_ECHO, inputMethodHints=numbers.SENSITIVE_INPUT)
    assert label.textFormat() is Qt.TextFormat.RichText
    assert label.alignment() == Qt.AlignmentFlag.AlignTop
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    assert edit.inputMethodHints() == MEANT["SENSITIVE_INPUT"]


@pytest.mark.usefixtures("qapp")
def test_a_property_that_qt_does_not_have_is_refused() -> None:
    with pytest.raises(AssertionError, match="noSuchThing"):
        numbers.put(QLabel(), noSuchThing=1)
