"""The table of employees on screen, with the field and the tick that choose what of it is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QLayout,
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

_FITTING = (QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.FontChange)


class EmployeesTable(QWidget):
    """The view on the model. Filtering walks over all rows once; Qt is not asked row by row."""

    def __init__(self, text: Text, rows: Callable[..., QLayout]) -> None:
        super().__init__()
        self._text = text
        self.model = EmployeesModel(text)
        self.filter = QLineEdit()
        self.filter.setObjectName("employeesFilterEdit")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(400)
        self.problems = QCheckBox()
        self.problems.setObjectName("problemsOnlyCheck")
        self.when = label("small", wrap=False)
        self.view = _view(self.model)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(rows(self.filter, self.problems, self.when))
        box.addWidget(self.view)
        # The viewport: when the view is told of its new size, what is in it still has the old one.
        self.view.viewport().installEventFilter(self)
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
        words = self.filter.fontMetrics().horizontalAdvance(self.filter.placeholderText())
        self.filter.setMinimumWidth(min(words + 48, 400))
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Each as wide as it wants to be; where that is too much, all yield: what is cut is in a tool tip."""
        metrics = self.view.fontMetrics()
        widths = []
        for column, sample in enumerate(("m" * 14, "0" * 6, "0" * 17, "0" * 18)):
            head = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            words = max(metrics.horizontalAdvance(head), metrics.horizontalAdvance(sample))
            widths.append(words + 24)
        room = self.view.viewport().width() - metrics.horizontalAdvance("m" * 12)
        less = min(1.0, max(room, 200) / sum(widths))
        for column, width in enumerate(widths):
            self.view.setColumnWidth(column, int(width * less))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The width there is changes with the window."""
        if watched is self.view.viewport() and event.type() in _FITTING:
            self._fit_columns()
        return False

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
    head.setMinimumSectionSize(24)
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    made.setMinimumHeight(320)
    return made
