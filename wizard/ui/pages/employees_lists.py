"""Two lists beside the table of employees: proposed Wire numbers, and short numbers to be carried to Planfix.

Long lists are views over plain texts, so ten thousand lines cost no more than those on screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from wizard.rules.employees import Row
from wizard.ui.fold import Fold
from wizard.ui.widgets import button, label

Text = Callable[..., str]
_LINES = 6  # on screen; the rest is scrolled to


class Lines(QListView):
    """Lines of plain text, as high as it takes up to some."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "lines")
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._lines: list[str] = []
        self._model = QStringListModel()
        self.setModel(self._model)

    def show_lines(self, lines: list[str]) -> None:
        """Show these; the place that was scrolled to stays where they are the same."""
        if self._lines != lines:
            self._lines = list(lines)
            self._model.setStringList(self._lines)
        height = max(self.sizeHintForRow(0), self.fontMetrics().lineSpacing()) if lines else 0
        self.setFixedHeight(height * min(len(lines), _LINES) + 2 * self.frameWidth() + 4)


def card() -> tuple[QFrame, QVBoxLayout]:
    """A framed part of the page."""
    made = QFrame()
    made.setProperty("role", "card")
    box = QVBoxLayout(made)
    box.setContentsMargins(16, 16, 16, 16)
    box.setSpacing(8)
    return made, box


class ProposedCard(QWidget):
    """The Wire numbers that are only inferred, all of them to be seen, and the button that confirms them."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self._text = text
        self._rows: Sequence[Row] = ()
        frame, box = card()
        self._title = label("heading")
        self._why = label("muted")
        self.lines = Lines("proposedWireList")
        self.confirm = button("confirmWireButton")
        acts = QHBoxLayout()
        acts.addWidget(self.confirm)
        acts.addStretch(1)
        for each in (self._title, self._why, self.lines):
            box.addWidget(each)
        box.addLayout(acts)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.hide()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show whose numbers are proposed; nothing is shown where there are none."""
        self._rows = rows
        self.setVisible(bool(rows))
        if not rows:
            return
        text = self._text
        self._title.setText(text("employee_list.proposed_title", n=len(rows)))
        self._why.setText(text("employee_list.proposed_why"))
        self.lines.setAccessibleName(text("employee_list.proposed_title", n=len(rows)))
        self.lines.show_lines([f"{row.name} — {row.wire_number}" for row in rows])
        self.confirm.setText(text("employee_list.confirm_all", n=len(rows)))

    def retranslate(self) -> None:
        """Set every word anew."""
        self.show_rows(self._rows)


class ShortNumbersCard(QWidget):
    """Short numbers as a table for the clipboard, and who of the employees is still without one."""

    copied = Signal(str)

    def __init__(self, text: Text) -> None:
        super().__init__()
        self._text = text
        self._rows: Sequence[Row] = ()
        self._missing: list[str] = []
        self._count = 0
        self._done = 0
        frame, box = card()
        self._title = label("heading")
        self._how = label("muted")
        acts = QHBoxLayout()
        acts.setSpacing(8)
        self.copy = button("copyShortNumbersButton")
        self._said = label("small", name="shortNumbersLabel")
        acts.addWidget(self.copy)
        acts.addWidget(self._said, 1)
        self.lines = Lines("noShortNumberList")
        self._fold = Fold("noShortNumberFold", lambda: self.lines, eager=True)
        for each in (self._title, self._how):
            box.addWidget(each)
        box.addLayout(acts)
        box.addWidget(self._fold)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.copy.clicked.connect(self._copy)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Take the table's rows; those who cannot log in and robots take no calls and miss nothing."""
        self._rows = rows
        without = [row for row in rows if not row.short_number]
        self._count = len(rows) - len(without)
        self._missing = [row.name for row in without if _takes_calls(row)]
        self._done = 0
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word anew."""
        text = self._text
        count = self._count
        self._title.setText(text("employee_list.short_title"))
        self._how.setText(text("employee_list.short_how"))
        self.copy.setText(text("employee_list.short_copy"))
        self.copy.setEnabled(count > 0)
        self.copy.setToolTip("" if count else text("employee_list.short_none"))
        if self._done:
            self._said.setText(text("employee_list.short_copied", n=self._done))
        else:
            key = "short_count" if count else "short_none"
            self._said.setText(text(f"employee_list.{key}", n=count))
        missing = len(self._missing)
        self._fold.setVisible(bool(missing))
        if missing:
            self._fold.setText(text("employee_list.short_missing", n=missing))
            self.lines.setAccessibleName(text("employee_list.short_missing", n=missing))
            self.lines.show_lines(self._missing)

    def _copy(self) -> None:
        lines = [
            f"{cell(row.name)}\t{cell(row.short_number)}" for row in self._rows if row.short_number
        ]
        self.copied.emit("\n".join(lines))
        self._done = len(lines)
        self.retranslate()


def _takes_calls(row: Row) -> bool:
    employee = row.employee
    return employee is None or (employee.status != "Inactive" and employee.role != "Robot")


def cell(text: str) -> str:
    """A text as a cell of a spreadsheet that must not take it for a formula, nor for two cells."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") else plain
