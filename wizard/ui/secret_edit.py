"""The field of a secret: masked, and what could carry its text away is shut.

Shown in clear it neither drags nor selects into the X11 selection, and copies through the door that marks a
secret and takes it back. Emptied by the program it cannot be brought back by Undo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QLineEdit, QPushButton

from wizard.rules.secret import Secret
from wizard.ui.numbers import PASSWORD_ECHO, SENSITIVE_INPUT, put

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent

SHOW_FOR_MS = 10_000


class SecretEdit(QLineEdit):
    """A line edit for a token or key. ``on_copy`` gets what is copied while it is shown in clear."""

    def __init__(self) -> None:
        super().__init__()
        put(self, echoMode=PASSWORD_ECHO, inputMethodHints=SENSITIVE_INPUT)
        self.setDragEnabled(False)
        self.on_copy: Callable[[Secret], None] | None = None

    @property
    def masked(self) -> bool:
        """Whether the text is hidden. Qt itself then copies and selects nothing."""
        return self.echoMode() != QLineEdit.EchoMode.Normal

    def clear(self) -> None:
        """Empty it for good: Qt's own way could be undone."""
        self.setText("")

    def show_text(self, shown: bool) -> None:
        """In clear or masked. What was typed before is no longer to be had by Undo."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        if shown:
            blocked = self.blockSignals(True)
            at = self.cursorPosition()
            self.setText(self.text())
            self.setCursorPosition(at)
            self.blockSignals(blocked)
        else:
            self.deselect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut go the way of secrets."""
        from PySide6.QtGui import QKeySequence

        keys = QKeySequence.StandardKey
        if self.masked or not (event.matches(keys.Copy) or event.matches(keys.Cut)):
            super().keyPressEvent(event)
            return
        self._take(cut=event.matches(keys.Cut))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends a selection. Qt would hand what is selected to every program on X11."""
        from PySide6.QtCore import Qt

        if self.masked or event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt's own menu, whose Copy and Cut go the way of secrets."""
        from PySide6.QtCore import Qt

        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in menu.actions():
            if action.objectName() in ("edit-copy", "edit-cut"):
                action.triggered.disconnect()
                cut = action.objectName() == "edit-cut"
                action.triggered.connect(lambda _=False, cut=cut: self._take(cut))
        menu.popup(event.globalPos())

    def _take(self, cut: bool) -> None:
        selected = self.selectedText()
        if not selected:
            return
        if self.on_copy is not None:
            self.on_copy(Secret(selected))
        if cut and not self.isReadOnly():
            self.del_()


class Peek(QObject):
    """A checkable button that shows secrets in clear for ten seconds."""

    def __init__(
        self, button: QPushButton, edits: Sequence[SecretEdit], words: Callable[[bool], str]
    ) -> None:
        """``words`` gives the button's text for shown and for masked."""
        super().__init__(button)
        self._button = button
        self._edits = edits
        self._words = words
        button.setCheckable(True)
        button.toggled.connect(self._toggled)
        self._timer = QTimer(self, singleShot=True, interval=SHOW_FOR_MS)
        self._timer.timeout.connect(self.mask)

    def retranslate(self) -> None:
        """Set the button's words anew."""
        self._button.setText(self._words(self._button.isChecked()))

    def mask(self) -> None:
        """Back to dots at once."""
        self._button.setChecked(False)

    def _toggled(self, shown: bool) -> None:
        for each in self._edits:
            each.show_text(shown)
        self.retranslate()
        if shown:
            self._timer.start()
        else:
            self._timer.stop()
