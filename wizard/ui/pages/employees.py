"""The step ``employees``: short numbers and the Wire rule. Reads the account; what is written to it has a panel of
its own (``employees_changes.py``)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QWidget

from wizard.flow.state import Verdict, moment
from wizard.rules import number_lists
from wizard.rules.finding import Finding, outcome
from wizard.rules.number_lists import Numbers, Taken
from wizard.rules.number_table import Table
from wizard.rules.phones import REGION
from wizard.ui.drawings import Drawing
from wizard.ui.fold import Fold
from wizard.ui.page import Page, Shell
from wizard.ui.pages.employees_changes import ChangesPanel
from wizard.ui.pages.employees_lists import Lines, ProposedCard, ShortNumbersCard
from wizard.ui.pages.employees_model import WIRE
from wizard.ui.pages.employees_reading import Read, Reading
from wizard.ui.pages.employees_rows import Judged, Sheet
from wizard.ui.pages.employees_sources import REGIONS, Sources
from wizard.ui.pages.employees_table import EmployeesTable
from wizard.ui.pages.employees_who import NOBODY, OPEN, WhoIsWho
from wizard.ui.pages.employees_words import TOLD_ROWS, Brought, rejected_finding, rejected_lines
from wizard.ui.pages.employees_work import Basis, Work
from wizard.ui.theme import Tokens
from wizard.ui.widgets import label
from wizard.ui.workspace import Workspace


class EmployeesPage(Page):
    """The two number rules, in plain words, with the account's employees beside them."""

    step = "employees"
    wide = True

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self.reading = Reading(workspace, self)
        self.work = Work(workspace, self._basis, self.refresh)
        # The last list: its rows that were not taken, and the numbers before and after it.
        self._table: Table | None = None
        self._around: tuple[Numbers, Numbers] | None = None
        self._build()
        self.workspace.opened.connect(self._account_changed)
        self._show_kept()

    @property
    def busy(self) -> bool:
        """Whether the account is being read, Binotel asked, or cards are written."""
        return self.reading.running or self.sources.busy or self.changes.busy

    def initial_focus(self) -> QWidget:
        """The table, or how to get one."""
        return self.table if self.table.isVisible() else self.sources.paste

    # Building

    def _build(self) -> None:
        self.wire_warning = self.status_line("wireWarning")
        self._drawing = Drawing("wire", self.text, self.tokens)
        self._picture = Fold("wireDrawingButton", lambda: self._drawing, eager=True)
        self.sources = Sources(
            self.workspace, self.shell, self.status_line("sourceStatus"), self.button_rows
        )
        self.sheet = EmployeesTable(self.text, self.button_rows)
        self.model, self.table = self.sheet.model, self.sheet.view
        self.status = self.status_line("employeesStatus")
        self._rejected = Lines("rejectedRowsList")
        self._rejected_fold = Fold("rejectedRowsFold", lambda: self._rejected, eager=True)
        self.who = WhoIsWho(self.text)
        self.proposed = ProposedCard(self.text)
        self.changes = ChangesPanel(self.workspace, self)
        self.short_numbers = ShortNumbersCard(self.text)
        self._limits = label("muted")
        self.done = QCheckBox()
        self.done.setObjectName("employeesDoneCheck")
        for above in (self.wire_warning, self._picture, self.sources, self.sheet, self.status):
            self.body.addWidget(above)
        for below in (self._rejected_fold, self.who, self.proposed, self.changes):
            self.body.addWidget(below)
        for last in (self.short_numbers, self._limits, self.done):
            self.body.addWidget(last)
        self.body.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        reading = self.reading
        reading.told.connect(lambda words: self.status.set_state("busy", words))
        reading.began.connect(self._asking)
        reading.read.connect(self._loaded)
        reading.asked.connect(self._asked)
        reading.failed.connect(self._failed)
        self.sources.reload.clicked.connect(lambda: self._load(again=True))
        self.sources.brought.connect(self._bring)
        self.sources.asking.connect(self._asking)
        self.sources.region_chosen.connect(self._region_chosen)
        self.sources.undo.clicked.connect(self._undo)
        self.model.edited.connect(self._edited)
        self.who.chosen.connect(self._chosen)
        self.proposed.confirm.clicked.connect(self.model.confirm_all)
        self.changes.changed.connect(self.changed)
        # Cards were written and read back: what the rules say of them is another thing now.
        self.changes.employees_changed.connect(lambda: self._anew())
        self.short_numbers.copied.connect(self.services.desktop.copy)
        self.done.toggled.connect(self._ticked)

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        text = self.text
        self.wire_warning.set_state("warning", text("employees.wire"))
        self._limits.setText(text("employees.limits"))
        self.done.setText(text("employees.tick"))
        for each in (self.sources, self.sheet, self.who, self.proposed, self.short_numbers):
            each.retranslate()
        self.changes.retranslate()
        self._drawing.retranslate()
        self._picture.setText(text("employees.picture"))
        if self.reading.running:
            self.reading.tell_again()
        self._say()

    def set_tokens(self, tokens: Tokens) -> None:
        """Icons and drawing follow the theme."""
        super().set_tokens(tokens)
        self._drawing.set_tokens(tokens)
        self.sheet.set_tokens(tokens, self.services.icons)
        self.changes.set_tokens(tokens)

    def refresh(self) -> None:
        """Show the state."""
        state = self.workspace.state
        can_undo = self._around is not None
        self.sources.refresh(self.reading.running, self.work.running, can_undo)
        shown = self.workspace.token is not None or self.model.total > 0
        for each in (self.sheet, self._limits, self.short_numbers):
            each.setVisible(shown)
        self.done.blockSignals(True)
        self.done.setChecked(bool(state and state.employees_done_at))
        self.done.blockSignals(False)
        self.changes.refresh()
        self._say()

    def entered(self) -> None:
        """With a token the list loads by itself, once a run and token; what was asked halfway is asked on."""
        self.changes.entered()
        self._fold_picture()
        if self.workspace.token is None or self.busy:
            return
        if self.workspace.employees is None or self.workspace.token is not self.reading.token:
            self._load()
        else:
            self._ask_missing()

    def _fold_picture(self) -> None:
        """Who comes for the first time sees it; who has entered numbers knows it and wants the table."""
        state = self.workspace.state
        numbers = state and (state.short_numbers or state.wire_numbers or state.employees_done_at)
        self._picture.set_open(not numbers)

    def left(self, closing: bool = False) -> bool:
        """Cancel the reading; a card that is being written comes to its end."""
        self.changes.left(closing)
        self.sources.stop()
        if self.reading.cancel():
            self.status.set_state("idle", "")
        return True

    def _account_changed(self) -> None:
        self._table = self._around = None
        self.reading.forget()
        self.work.forget()
        self.sources.clear()
        self._show_kept()
        self._say()

    def _show_kept(self) -> None:
        """What a list told stands in the table before the account is read, and without it too."""
        if self._numbers().waiting:
            self.work.make(self._show)
        else:
            self.model.fill(Sheet(Taken(self._numbers())))
            self._show_beside()

    # What is remembered

    def _numbers(self) -> Numbers:
        """The numbers that the person wants, and those who are still to be found."""
        state = self.workspace.state
        if state is None:
            return Numbers()
        waiting = number_lists.from_texts(state.listed)
        short, wire = state.short_numbers, state.wire_numbers
        return Numbers(dict(short), dict(wire), state.wire_proposed, waiting, dict(state.matches))

    def _remember(self, numbers: Numbers) -> dict[str, object]:
        return {
            "short_numbers": numbers.short,
            "wire_numbers": numbers.wire,
            "wire_proposed": numbers.proposed,
            "listed": number_lists.to_texts(numbers.waiting),
            "matches": numbers.matches,
        }

    def _region(self) -> str:
        region = self.workspace.state.phone_region if self.workspace.state else REGION
        return region if region in REGIONS else REGION

    def _basis(self) -> Basis:
        employees = self.workspace.employees
        return Basis(self._numbers(), employees, self.reading.hits, self._region())

    # Lists

    def _bring(self, brought: Brought) -> None:
        """A list came: read it, find its people, put their numbers."""
        if not brought.text:
            self._put(brought, Table(brought.people, understood=True))
        elif not self.work.parse(brought.text, lambda table: self._put(brought, table)):
            self.sources.tell(
                lambda: self.sources.status.set_state("busy", self.text("employee_list.reading"))
            )

    def _put(self, brought: Brought, table: Table) -> None:
        def show(found: Sheet) -> None:
            if found.numbers != found.before:
                self._around = found.before, found.numbers
            self._table = table
            waiting = len(found.open_rows) if self.workspace.employees is not None else 0
            self.sources.tell_taken(brought, len(table.people), found.taken, waiting)
            self._show(found)
            self.who.select_next(-1)

        self.work.make(show, table.people, brought.gently)

    def _undo(self) -> None:
        """The last list is taken back; what was typed since stays."""
        around, self._around = self._around, None
        self._table = None
        if around is None:
            return
        numbers = number_lists.take_back(*around, self._numbers())
        self.workspace.update(**self._remember(numbers))
        self.sources.tell(
            lambda: self.sources.status.set_state("idle", self.text("employee_list.undone"))
        )
        self._anew()

    def _chosen(self, at: int, answer: str) -> None:
        """The person said who somebody of the list is."""
        employees, numbers = self.workspace.employees or [], self._numbers()
        employee = next((each for each in employees if str(each.id) == answer), None)
        if at >= len(numbers.waiting) or (employee is None) != (answer in (OPEN, NOBODY)):
            return
        said, region = answer != OPEN, self._region()
        if self._around is not None and len(self._around[1].waiting) == len(numbers.waiting):
            # What the answer puts into the table came with the list, and would go with it.
            before, after = self._around
            self._around = before, number_lists.choose(after, at, employee, said, region)
        numbers = number_lists.choose(numbers, at, employee, said, region)
        self.workspace.update(**self._remember(numbers))
        self._anew(lambda: self.who.select_next(at))

    def _region_chosen(self, region: str) -> None:
        self.workspace.update(phone_region=region)
        self._anew()

    def _anew(self, then: Callable[[], None] = lambda: None) -> None:
        """The table from what is remembered now."""

        def show(found: Sheet) -> None:
            self._show(found)
            then()

        self.work.make(show)

    def _show(self, found: Sheet) -> None:
        self.model.fill(found)
        self._took(self._remember(found.numbers))
        if self.workspace.employees is not None:
            self._ask_missing()
        self.changed.emit()

    def _asking(self) -> None:
        self.refresh()
        self.changed.emit()

    # Reading the account

    def _load(self, again: bool = False) -> None:
        self.reading.start(self._numbers(), self._region(), again)

    def _ask_missing(self) -> None:
        self.reading.ask_missing(self.model.numbers, self.model.rows(), self._region())

    def _loaded(self, read: Read) -> None:
        if self._numbers() == read.numbers:
            self._show(read.sheet)
        else:
            # A number was typed while the account was read.
            self._anew()

    def _asked(self, found: Judged) -> None:
        if found.rows == self.model.rows():
            self._judged(found)
        else:
            # A list came meanwhile: its numbers are judged with what was answered, and asked for.
            self.work.judge(self.model.rows(), self._judged)
        self._ask_missing()
        self.changed.emit()

    def _failed(self) -> None:
        finding = self.reading.finding
        if finding is not None and finding.key != "requests_few":
            self.workspace.update(
                employees_verdict=Verdict(
                    self.workspace.stamp(), outcome([finding]), (finding.key,)
                )
            )
        self.refresh()
        self.changed.emit()

    # Judging

    def _edited(self, row: int, column: int) -> None:
        """Another number: what was read is judged anew at once, what it was not asked for is asked."""
        if self.reading.asking and self.reading.cancel():
            # What is on its way was judged with the number before.
            self.status.set_state("idle", "")
        changes = self._remember(self.model.put_into(self._numbers(), row))
        if not self.work.at_once(self.model.total):
            # Before a worker begins: the two would only wait for each other.
            self.workspace.update(**changes)
            changes = {}
        self.work.judge(self.model.rows(), lambda found: self._judged(found, changes))
        if column == WIRE and not self.busy:
            self._ask_missing()

    def _judged(self, found: Judged, changes: dict[str, object] | None = None) -> None:
        self.model.set_judged(found)
        self._took(changes or {})

    def _took(self, changes: dict[str, object]) -> None:
        """Note what the rules say of the table and of what was read, with ``changes`` in the same breath."""
        model = self.model
        finding = model.judged.finding
        if self.workspace.employees is not None and self.reading.finding is None:
            found = [finding] if finding else []
            changes["employees_verdict"] = Verdict(
                self.reading.at, outcome(found), tuple(each.key for each in found)
            )
        if self.workspace.employees is not None:
            changes["employees_count"] = len(self.workspace.employees)
        if self.workspace.employees is not None or model.total:
            changes["employees_problems"] = model.problems
        self.workspace.update(**changes)
        self._show_beside()
        self.refresh()

    def _show_beside(self) -> None:
        model, employees = self.model, self.workspace.employees or ()
        self.who.show_people(model.numbers.waiting, model.sheet.taken.found, employees)
        self.proposed.show_rows(model.proposed())
        self.short_numbers.show_rows(model.rows())

    def _say(self) -> None:
        lines = rejected_lines(self._table, self.text) if self._table is not None else []
        self._rejected_fold.setVisible(len(lines) > TOLD_ROWS)
        if len(lines) > TOLD_ROWS:
            self._rejected_fold.setText(self.text("employee_list.rows_all", n=len(lines)))
            self._rejected.show_lines(lines)
        if self.reading.running or self.changes.busy:
            return
        state = self.workspace.state
        verdict = state.employees_verdict if state else None
        self._say_status(rejected_finding(self._table, self.text) if self._table else None)
        loaded = self.workspace.employees is not None and verdict is not None
        self.sheet.when.setText(
            self.text("shell.checked", when=self.time_text(moment(verdict.at)))
            if loaded and verdict is not None
            else ""
        )

    def _say_status(self, rejected: Finding | None) -> None:
        found = self.model.judged.finding
        findings = [each for each in (self.reading.finding, rejected) if each is not None]
        read = self.workspace.employees
        if found is not None and self.reading.finding is None:
            findings.insert(0, found)
        if findings:
            self.tell(self.status, findings)
        elif read is not None:
            key = "employees.good" if self.reading.short_known else "employees.good_unseen"
            self.tell(self.status, [], self.text(key, n=len(read)))
        elif self.model.total:
            words = self.text("employee_list.unread", n=self.model.total)
            self.status.set_state("idle", words)
        else:
            words = self.workspace.token_awaited or "employees.by_hand"
            self.status.set_state("idle", "" if self.workspace.token else self.text(words))
        self.changes.add_to(self.status)

    def _ticked(self, on: bool) -> None:
        self.workspace.update(employees_done_at=self.workspace.stamp() if on else "")
