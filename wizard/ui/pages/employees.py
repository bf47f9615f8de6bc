"""The step ``employees``: short numbers and the Wire rule. Reads the account; what writes to it is a panel
of its own (``employees_changes.py``)."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QWidget,
)

from wizard.flow.cancel import Cancel
from wizard.flow.checks import employees_cost, short_number_hits, short_numbers_known
from wizard.flow.state import Verdict, moment
from wizard.rules import employees as rules
from wizard.rules.finding import Finding, outcome
from wizard.rules.models import Employee
from wizard.rules.phones import last_nine
from wizard.ui.drawings import Drawing
from wizard.ui.jobs import Outcome
from wizard.ui.page import Page, Shell
from wizard.ui.pages.employees_changes import ChangesPanel
from wizard.ui.pages.employees_model import WIRE, EmployeesModel, Judged, judged, rows_of
from wizard.ui.theme import Tokens
from wizard.ui.widgets import button, label
from wizard.ui.workspace import Workspace

# Rows that are judged between two pictures; more take a thread of their own.
_AT_ONCE = 500

Hits = dict[str, "frozenset[int] | None"]


@dataclass(frozen=True)
class Read:
    """What a look at the account brought, judged already with the numbers that stood in the table."""

    employees: list[Employee]
    hits: Hits
    judged: Judged
    numbers: tuple[dict[str, str], dict[str, str]]


class EmployeesPage(Page):
    """The two number rules, in plain words, with the account's employees beside them."""

    step = "employees"
    wide = True

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._hits: Hits = {}
        self._finding: Finding | None = None
        self._read_at = ""
        self._loading = False
        self._build()
        self.workspace.opened.connect(self._account_changed)

    @property
    def busy(self) -> bool:
        """Whether the account is being read, or cards are written."""
        return self.workspace.jobs.running("employees") or self.changes.busy

    def initial_focus(self) -> QWidget:
        """The table."""
        return self.table

    # Building

    def _build(self) -> None:
        self.wire_warning = self.status_line("wireWarning")
        self.body.addWidget(self.wire_warning)
        self._drawing = Drawing("wire", self.text, self.tokens)
        self.body.addWidget(self._drawing)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        self.reload = button("reloadEmployeesButton")
        self.problems = QCheckBox()
        self.problems.setObjectName("problemsOnlyCheck")
        self._when = label("small", wrap=False)
        acts.addWidget(self.reload)
        acts.addWidget(self.problems)
        acts.addStretch(1)
        acts.addWidget(self._when)
        self.body.addLayout(acts)
        self.model = EmployeesModel(self.text)
        self.table = QTableView()
        self.table.setObjectName("employeesTable")
        self.table.setModel(self.model)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(True)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        # Names and phones may take two lines.
        self.table.verticalHeader().setDefaultSectionSize(
            self.table.fontMetrics().lineSpacing() * 2 + 10
        )
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setMinimumHeight(320)
        self.body.addWidget(self.table)
        self.status = self.status_line("employeesStatus")
        self.body.addWidget(self.status)
        self._limits = label("muted")
        self.body.addWidget(self._limits)
        self.changes = ChangesPanel(self.workspace, self)
        self.changes.changed.connect(self.changed)
        self.changes.employees_changed.connect(self._cards_read)
        self.body.addWidget(self.changes)
        self.done = QCheckBox()
        self.done.setObjectName("employeesDoneCheck")
        self.body.addWidget(self.done)
        self.body.addStretch(1)
        self.reload.clicked.connect(lambda: self._load(again=True))
        self.problems.toggled.connect(self.model.show_problems_only)
        self.model.edited.connect(self._edited)
        self.done.toggled.connect(self._ticked)

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        text = self.text
        self.wire_warning.set_state("warning", text("employees.wire"))
        self.reload.setText(text("employees.reload"))
        self.problems.setText(text("employees.problems_only"))
        self._limits.setText(text("employees.limits"))
        self.done.setText(text("employees.tick"))
        self.table.setAccessibleName(text("employees.table"))
        self.model.retranslate()
        self._fit_columns()
        self._drawing.retranslate()
        self.changes.retranslate()
        self._say()

    def _fit_columns(self) -> None:
        metrics = self.table.fontMetrics()
        for column, sample in enumerate(("m" * 14, "0" * 6, "0" * 13, "0" * 18, "")):
            head = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            wanted = max(metrics.horizontalAdvance(head), metrics.horizontalAdvance(sample))
            self.table.setColumnWidth(column, wanted + 24)

    def set_tokens(self, tokens: Tokens) -> None:
        """Icons and drawing follow the theme."""
        super().set_tokens(tokens)
        self._drawing.set_tokens(tokens)
        self.changes.set_tokens(tokens)
        icons = self.services.icons
        good = icons.icon("tick", tokens.ok)
        bad = icons.icon("exclamation", tokens.error)
        note = icons.icon("info", tokens.muted)
        marks = {"ok": good}
        for key in rules.GRAVITY:
            if key != "ok":
                marks[key] = bad if key in rules.PROBLEMS else note
        self.model.set_marks(marks)

    def refresh(self) -> None:
        """Show the state."""
        state = self.workspace.state
        with_token = self.workspace.token is not None
        self.reload.setEnabled(with_token and not self.busy)
        self.reload.setToolTip("" if with_token else self.text("employees.why_token"))
        shown = with_token or self.model.total > 0
        for each in (self.table, self.problems, self.reload, self._limits):
            each.setVisible(shown)
        self.done.blockSignals(True)
        self.done.setChecked(bool(state and state.employees_done_at))
        self.done.blockSignals(False)
        self.changes.refresh()
        self._say()

    def entered(self) -> None:
        """With a token the list loads by itself, once a run; what was asked halfway is asked on."""
        self.changes.entered()
        if self.workspace.token is None or self.busy:
            return
        if self.workspace.employees is None:
            self._load()
        else:
            self._ask_missing()

    def left(self, closing: bool = False) -> bool:
        """Cancel the reading."""
        self.changes.left(closing)
        if self.workspace.jobs.running("employees"):
            self.workspace.jobs.cancel("employees")
            self.status.set_state("idle", "")
        return True

    def _account_changed(self) -> None:
        self._hits = {}
        self._finding = None
        self._read_at = ""
        self.model.clear()
        self._say()

    # Reading the account

    def _numbers(self) -> tuple[dict[str, str], dict[str, str]]:
        """The short and Wire numbers that the person wants, by the employee's id."""
        state = self.workspace.state
        return (dict(state.short_numbers), dict(state.wire_numbers)) if state else ({}, {})

    def _load(self, again: bool = False) -> None:
        workspace = self.workspace
        short, wire = self._numbers()
        count = workspace.state.employees_count if workspace.state else 0
        needed = employees_cost(count, len(_ends(wire)))
        few = workspace.warn_first("employees", needed, again)
        if few is not None:
            self._finding = few
            self._say()
            return

        def work(cancel: Cancel) -> Read:
            progress = workspace.jobs.progress("employees", self._progress)
            waiting = workspace.jobs.progress("employees", self._waiting)
            planfix = workspace.planfix(cancel, waiting)
            found = planfix.employees(progress=progress)
            hits: Hits = {}
            if not short_numbers_known(found):
                hits = short_number_hits(planfix, _ends(wire), {})
            read = Read(found, hits, judged(rows_of(found, short, wire), hits), (short, wire))
            # Plain values that hold no cycles: no later collection need stop the window to walk over them.
            gc.freeze()
            return read

        self._begin(self.text("employees.loading"))
        self._loading = True
        workspace.jobs.start("employees", work, self._loaded)
        self._after_start()

    def _ask_missing(self) -> None:
        """Ask only for the Wire numbers that were not asked for yet."""
        workspace = self.workspace
        employees = workspace.employees or []
        missing = [end for end in _ends(self.model.wire_numbers) if self._hits.get(end) is None]
        if not missing or short_numbers_known(employees) or workspace.token is None:
            return
        known = dict(self._hits)
        rows = self.model.rows()

        def work(cancel: Cancel) -> Read:
            waiting = workspace.jobs.progress("employees", self._waiting)
            planfix = workspace.planfix(cancel, waiting)
            hits = short_number_hits(planfix, missing, known)
            return Read(employees, hits, judged(rows, hits), ({}, {}))

        self._begin(self.text("employees.asking"))
        self._loading = False
        workspace.jobs.start("employees", work, self._asked)
        self._after_start()

    def _begin(self, words: str) -> None:
        self._finding = None
        self.status.set_state("busy", words)

    def _after_start(self) -> None:
        self.reload.setEnabled(False)
        self.changed.emit()

    def _progress(self, read: int) -> None:
        self.status.set_state("busy", self.text("employees.loading_n", n=read))

    def _waiting(self, seconds: float) -> None:
        if seconds >= 2:
            self.status.set_state("busy", self.text("shell.waiting_turn", n=round(seconds)))

    def _loaded(self, result: Outcome) -> None:
        if result.finding is not None:
            self._failed(result.finding)
            return
        read: Read = result.value
        self._hits = dict(read.hits)
        self._read_at = self.workspace.stamp()
        self.workspace.employees = read.employees
        self.workspace.update(employees_count=len(read.employees))
        short, wire = self._numbers()
        found = read.judged
        if (short, wire) != read.numbers:
            # A number was typed while the account was read.
            found = judged(rows_of(read.employees, short, wire), read.hits)
        self.model.fill(found, short, wire)
        self._took()
        self._ask_missing()
        self.changed.emit()

    def _asked(self, result: Outcome) -> None:
        if result.finding is not None:
            self._failed(result.finding)
            return
        self._hits = dict(result.value.hits)
        self.model.set_judged(result.value.judged)
        self._took()
        self.changed.emit()

    def _failed(self, finding: Finding) -> None:
        self._finding = finding
        self.workspace.update(
            employees_verdict=Verdict(self.workspace.stamp(), outcome([finding]), (finding.key,))
        )
        self.refresh()
        self.changed.emit()

    # Judging

    def _cards_read(self) -> None:
        """Cards were written and read back: what the rules say of them is another thing now."""
        employees, hits, numbers = self.workspace.employees or [], self._hits, self._numbers()

        def work(cancel: Cancel) -> Read:  # noqa: ARG001
            return Read(employees, hits, judged(rows_of(employees, *numbers), hits), numbers)

        if len(employees) <= _AT_ONCE:
            self._judged_again(Outcome(work(Cancel())))
        else:
            self.workspace.jobs.start("employees", work, self._judged_again)

    def _judged_again(self, result: Outcome) -> None:
        if result.finding is not None:
            self._failed(result.finding)
            return
        read: Read = result.value
        short, wire = self._numbers()
        found = read.judged
        if (short, wire) != read.numbers:
            found = judged(rows_of(read.employees, short, wire), read.hits)
        self.model.fill(found, short, wire)
        self._took()
        self._ask_missing()
        self.changed.emit()

    def _edited(self, row: int, column: int) -> None:
        """Another number: what was read is judged anew at once, what it was not asked for is asked."""
        if self.workspace.jobs.running("employees") and not self._loading:
            # What is on its way was judged with the number before.
            self.workspace.jobs.cancel("employees")
            self.status.set_state("idle", "")
        self.model.set_judged(judged(self.model.rows(), self._hits))
        self._took()
        if column == WIRE and not self.busy:
            self._ask_missing()

    def _took(self) -> None:
        """Note the numbers, and what the rules say of them and of what was read."""
        finding = self.model.judged.finding
        changes: dict[str, object] = {
            "short_numbers": self.model.short_numbers,
            "wire_numbers": self.model.wire_numbers,
        }
        if self.workspace.employees is not None and self._finding is None:
            found = [finding] if finding else []
            changes["employees_problems"] = self.model.problems
            changes["employees_verdict"] = Verdict(
                self._read_at, outcome(found), tuple(each.key for each in found)
            )
        self.workspace.update(**changes)
        self.refresh()

    def _say(self) -> None:
        if self.busy:
            return
        state = self.workspace.state
        verdict = state.employees_verdict if state else None
        if self._finding is not None:
            self.tell(self.status, [self._finding])
        elif self.workspace.employees is None:
            words = self.workspace.token_awaited or "employees.by_hand"
            self.status.set_state("idle", "" if self.workspace.token else self.text(words))
        else:
            found = self.model.judged.finding
            seen = short_numbers_known(self.workspace.employees)
            key = "employees.good" if seen else "employees.good_unseen"
            self.tell(self.status, [found] if found else [], self.text(key, n=self.model.total))
        self.changes.add_to(self.status)
        loaded = self.workspace.employees is not None and verdict is not None
        self._when.setText(
            self.text("shell.checked", when=self.time_text(moment(verdict.at)))
            if loaded and verdict is not None
            else ""
        )

    def _ticked(self, on: bool) -> None:
        self.workspace.update(employees_done_at=self.workspace.stamp() if on else "")


def _ends(numbers: Mapping[str, str]) -> list[str]:
    """The last nine digits of each Wire number, once each."""
    ends = (last_nine(each) for each in numbers.values())
    return list(dict.fromkeys(end for end in ends if end))
