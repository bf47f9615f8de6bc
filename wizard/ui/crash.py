"""A calm window for what should not have happened: nothing is lost, and here is a text to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from wizard.ui.widgets import button, label

if TYPE_CHECKING:
    from wizard.ui.shell import SetupWizard


def show_crash(shell: SetupWizard, details: str) -> None:
    """Show the window; one at a time. ``details`` hold no secret and no personal data."""
    open_one = shell.findChild(QDialog, "crashWindow")
    if open_one is not None:
        open_one.raise_()
        return
    text = shell.workspace.text
    dialog = QDialog(shell)
    dialog.setObjectName("crashWindow")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowModality(Qt.WindowModality.NonModal)
    dialog.setWindowTitle(text("shell.crash_title"))
    words = label()
    words.setText(text("shell.crash_text"))
    shown = QPlainTextEdit(details)
    shown.setObjectName("crashDetails")
    shown.setReadOnly(True)
    shown.setAccessibleName(text("shell.crash_details"))
    copy = button("copyCrashButton", "primary")
    copy.setText(text("shell.crash_copy"))
    copy.clicked.connect(lambda: shell.services.desktop.copy(details))
    close = button("closeCrashButton")
    close.setText(text("shell.crash_close"))
    close.clicked.connect(dialog.close)
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(close)
    row.addWidget(copy)
    box = QVBoxLayout(dialog)
    box.setContentsMargins(24, 24, 24, 24)
    box.setSpacing(16)
    box.addWidget(words)
    box.addWidget(shown, 1)
    box.addLayout(row)
    dialog.resize(560, 360)
    dialog.show()
