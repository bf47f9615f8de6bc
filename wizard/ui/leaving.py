"""The question before leaving: a window of its own that blocks nothing. Must not save or close anything itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

Text = Callable[..., str]


def ask(parent: QWidget, text: Text, leave: Callable[[], object]) -> None:
    """Ask whether to close, once at a time; staying is the default and what Escape means."""
    asked = parent.findChild(QMessageBox, "confirmCancel")
    if asked is not None and asked.isVisible():
        asked.raise_()
        asked.activateWindow()
        return
    box = QMessageBox(parent)
    box.setObjectName("confirmCancel")
    box.setWindowModality(Qt.WindowModality.NonModal)
    box.setIcon(QMessageBox.Icon.NoIcon)
    stay = box.addButton("", QMessageBox.ButtonRole.RejectRole)
    stay.setObjectName("stayButton")
    go = box.addButton("", QMessageBox.ButtonRole.AcceptRole)
    go.setObjectName("leaveButton")
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    go.clicked.connect(leave)
    box.finished.connect(box.deleteLater)
    put_words(box, text)
    box.show()


def put_words(box: QDialog, text: Text) -> None:
    """Set every word of the question anew."""
    if not isinstance(box, QMessageBox):
        return
    box.setWindowTitle(text("shell.close_title"))
    box.setText(text("shell.close_title"))
    box.setInformativeText(text("shell.close_text"))
    for each in box.buttons():
        name = "stay" if each.objectName() == "stayButton" else "leave"
        each.setText(text(f"shell.{name}"))
