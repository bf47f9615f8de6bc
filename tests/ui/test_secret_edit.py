"""The field of a secret gives its text away by no side door: copying, dragging, selecting, undoing, reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QClipboard, QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton

from tests.ui.desk import KEY, SECRET, Desk, give
from wizard.ui import secret_edit as module
from wizard.ui.secret_edit import Peek, SecretEdit

CANARY = "demo-canary-of-a-field"
UNDO, COPY, CUT = (
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
)


@pytest.fixture
def edit(qtbot: Any) -> Iterator[SecretEdit]:
    made = SecretEdit()
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    QApplication.clipboard().setText("before")
    yield made
    QApplication.clipboard().clear()


def press(edit: SecretEdit, key: QKeySequence.StandardKey) -> None:
    QTest.keySequence(edit, QKeySequence(key))


def copies(edit: SecretEdit) -> list[str]:
    """What the field hands to the door that marks secrets."""
    found: list[str] = []
    edit.on_copy = lambda secret: found.append(secret.reveal())
    return found


@pytest.mark.parametrize("shown", [True, False])
def test_undo_brings_back_nothing_that_the_program_took_out(edit: SecretEdit, shown: bool) -> None:
    edit.insert(CANARY)
    edit.show_text(shown)
    edit.clear()
    press(edit, UNDO)
    assert edit.text() == ""
    edit.show_text(True)
    press(edit, UNDO)
    assert edit.text() == ""


def test_undo_brings_back_nothing_that_was_typed_over_while_masked(edit: SecretEdit) -> None:
    edit.insert(CANARY)
    edit.selectAll()
    edit.insert("other")
    edit.show_text(True)
    for _ in range(3):
        press(edit, UNDO)
    assert edit.text() == "other"


def test_showing_is_no_edit(edit: SecretEdit) -> None:
    edit.setText(CANARY)
    edit.setCursorPosition(4)
    edits: list[str] = []
    edit.textChanged.connect(edits.append)
    edit.show_text(True)
    edit.show_text(False)
    assert (edits, edit.text(), edit.cursorPosition()) == ([], CANARY, 4)


def test_masked_it_copies_nothing(edit: SecretEdit) -> None:
    found = copies(edit)
    edit.setText(CANARY)
    edit.selectAll()
    for key in (COPY, CUT):
        press(edit, key)
    assert QApplication.clipboard().text() == "before"
    assert found == []


def test_shown_it_copies_by_the_door_of_secrets_alone(edit: SecretEdit) -> None:
    found = copies(edit)
    edit.setText(CANARY)
    edit.show_text(True)
    press(edit, COPY)
    assert found == []
    edit.selectAll()
    press(edit, COPY)
    press(edit, CUT)
    assert found == [CANARY, CANARY]
    assert edit.text() == ""
    assert QApplication.clipboard().text() == "before"


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize(("name", "left"), [("edit-copy", CANARY), ("edit-cut", "")])
def test_the_menu_copies_by_it_too(edit: SecretEdit, name: str, left: str) -> None:
    found = copies(edit)
    edit.setText(CANARY)
    edit.show_text(True)
    edit.selectAll()
    place = QPoint(2, 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, edit.mapToGlobal(place))
    QApplication.sendEvent(edit, event)
    menu = edit.findChild(QMenu)
    assert menu is not None
    next(each for each in menu.actions() if each.objectName() == name).trigger()
    menu.close()
    assert (found, edit.text()) == ([CANARY], left)
    assert QApplication.clipboard().text() == "before"


def test_what_the_mouse_selects_is_not_handed_to_every_program(
    edit: SecretEdit, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[QClipboard.Mode] = []
    monkeypatch.setattr(QLineEdit, "mouseReleaseEvent", lambda *event: modes.append(event))
    edit.setText(CANARY)
    QTest.mouseRelease(edit, Qt.MouseButton.LeftButton)
    assert len(modes) == 1, "masked, Qt itself hands nothing on"
    edit.show_text(True)
    QTest.mouseRelease(edit, Qt.MouseButton.LeftButton)
    assert len(modes) == 1
    assert not edit.dragEnabled()


def test_a_screen_reader_is_told_dots(edit: SecretEdit) -> None:
    edit.setText(CANARY)
    interface = QAccessible.queryAccessibleInterface(edit)
    told = [interface.text(kind) for kind in QAccessible.Text if kind.value < 5]
    assert CANARY not in " ".join(told)
    assert interface.state().passwordEdit
    hints = edit.inputMethodHints()
    assert hints & Qt.InputMethodHint.ImhSensitiveData
    assert hints & Qt.InputMethodHint.ImhHiddenText


def test_it_is_masked_again_after_ten_seconds(
    edit: SecretEdit, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert module.SHOW_FOR_MS == 10_000
    monkeypatch.setattr(module, "SHOW_FOR_MS", 30)
    button = QPushButton()
    qtbot.addWidget(button)
    peek = Peek(button, (edit,), lambda shown: "hide" if shown else "show")
    peek.retranslate()
    assert button.text() == "show"
    button.click()
    assert (button.text(), edit.masked) == ("hide", False)
    qtbot.waitUntil(lambda: edit.masked)
    assert button.text() == "show"
    button.click()
    button.click()
    assert edit.masked


# In the window


def test_the_keys_shown_are_copied_with_the_marks_and_taken_back(desk: Desk) -> None:
    page = desk.open("keys")
    give(page)
    page.click("showSecretButton")
    secret = page.find("secretEdit")
    secret.selectAll()
    press(secret, COPY)
    data = QApplication.clipboard().mimeData()
    assert QApplication.clipboard().text() == SECRET
    assert data.data("x-kde-passwordManagerHint").data() == b"secret"
    page.window.close()
    assert QApplication.clipboard().text() == ""


@pytest.mark.parametrize("act", ["replaceKeysButton", "forgetKeysButton"])
def test_keys_replaced_or_forgotten_do_not_come_back(desk: Desk, act: str) -> None:
    page = desk.open("keys")
    give(page)
    page.click("showSecretButton")
    page.click(act)
    for name in ("keyEdit", "secretEdit", "supportReplyEdit"):
        edit = page.find(name)
        edit.setFocus()
        press(edit, UNDO)
        text = edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()
        assert text == "", name
    assert KEY not in QApplication.clipboard().text()


def test_the_token_is_shown_for_a_while_and_never_at_another_step(desk: Desk) -> None:
    page = desk.open()
    edit = page.find("tokenEdit")
    page.click("showTokenButton")
    assert edit.echoMode() == QLineEdit.EchoMode.Normal
    page.window.go_to("letter")
    assert edit.echoMode() == QLineEdit.EchoMode.Password
    page.window.go_to("account")
    page.click("showTokenButton")
    page.find("accountEdit").setText("beta")
    assert (edit.text(), edit.echoMode()) == ("", QLineEdit.EchoMode.Password)
