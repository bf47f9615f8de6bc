"""The question before leaving: a window of its own that blocks nothing. Must not save or close anything itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

Text = Callable[..., str]


def question(parent: QWidget, text: Text, leave: Callable[[], object]) -> QMessageBox:
    """Ask whether to close; staying is the default and what Escape means."""
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
    put_words(box, text)
    box.show()
    return box


def put_words(box: QMessageBox, text: Text) -> None:
    """Set every word anew."""
    box.setWindowTitle(text("shell.close_title"))
    box.setText(text("shell.close_title"))
    box.setInformativeText(text("shell.close_text"))
    for each in box.buttons():
        name = "stay" if each.objectName() == "stayButton" else "leave"
        each.setText(text(f"shell.{name}"))
