"""The table of employees on screen, with the field and the tick that choose what of it is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from wizard.rules import employees as rules
from wizard.ui.icons import Icons
from wizard.ui.pages.employees_model import EmployeesModel
from wizard.ui.theme import Tokens
from wizard.ui.widgets import Text, label


class EmployeesTable(QWidget):
    """The view on the model. Filtering walks over all rows once; Qt is not asked row by row."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self._text = text
        self.model = EmployeesModel(text)
        self.filter = QLineEdit()
        self.filter.setObjectName("employeesFilterEdit")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(280)
        self.problems = QCheckBox()
        self.problems.setObjectName("problemsOnlyCheck")
        self.when = label("small", wrap=False)
        self.view = _view(self.model)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.filter, 1)
        row.addWidget(self.problems)
        row.addStretch(1)
        row.addWidget(self.when)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(row)
        box.addWidget(self.view)
        self.problems.toggled.connect(self.model.show_problems_only)
        self.filter.textChanged.connect(self.model.seek)

    def retranslate(self) -> None:
        """Set every word anew."""
        text = self._text
        self.filter.setPlaceholderText(text("employee_list.filter"))
        self.filter.setAccessibleName(text("employee_list.filter"))
        self.problems.setText(text("employees.problems_only"))
        self.view.setAccessibleName(text("employees.table"))
        self.model.retranslate()
        metrics = self.view.fontMetrics()
        for column, sample in enumerate(("m" * 14, "0" * 6, "0" * 17, "0" * 18, "")):
            head = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            wanted = max(metrics.horizontalAdvance(head), metrics.horizontalAdvance(sample))
            self.view.setColumnWidth(column, wanted + 24)

    def set_tokens(self, tokens: Tokens, icons: Icons) -> None:
        """The icons follow the theme."""
        good = icons.icon("tick", tokens.ok)
        bad = icons.icon("exclamation", tokens.error)
        note = icons.icon("info", tokens.muted)
        marks = {"ok": good, "proposed": icons.icon("help", tokens.warning)}
        for key in rules.GRAVITY:
            if key != "ok":
                marks[key] = bad if key in rules.PROBLEMS else note
        self.model.set_marks(marks)
        self.view.viewport().update()


def _view(model: EmployeesModel) -> QTableView:
    made = QTableView()
    made.setObjectName("employeesTable")
    made.setModel(model)
    made.setAlternatingRowColors(True)
    made.setWordWrap(True)
    made.setShowGrid(False)
    made.verticalHeader().hide()
    # Names and phones may take two lines.
    made.verticalHeader().setDefaultSectionSize(made.fontMetrics().lineSpacing() * 2 + 10)
    made.setTabKeyNavigation(False)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
    made.setEditTriggers(
        QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.EditKeyPressed
        | QAbstractItemView.EditTrigger.AnyKeyPressed
    )
    head = made.horizontalHeader()
    head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    head.setStretchLastSection(True)
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    made.setMinimumHeight(320)
    return made
