"""Where numbers come from: the account, Binotel's own list, the clipboard, a file. Reads them, puts them nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wizard.flow.cancel import Cancel
from wizard.rules.finding import Finding, Severity
from wizard.rules.number_lists import Lines, Taken, of_binotel
from wizard.rules.table_text import MOST_BYTES, WORKBOOK, decode
from wizard.ui.jobs import Outcome
from wizard.ui.page import Shell
from wizard.ui.pages.employees_words import Brought, taken_words
from wizard.ui.widgets import StatusLine, button, finding_text
from wizard.ui.workspace import Workspace

REGIONS = (
    *(
        "UA",
        "PL",
        "MD",
        "RO",
        "CZ",
        "SK",
        "DE",
        "AT",
        "ES",
        "PT",
        "IT",
        "FR",
        "GB",
        "IE",
        "US",
        "CA",
    ),
    *(
        "LT",
        "LV",
        "EE",
        "BG",
        "TR",
        "IL",
        "AE",
        "CY",
        "GE",
        "AM",
        "AZ",
        "KZ",
        "UZ",
        "KG",
        "BY",
        "RU",
    ),
)
"""Countries whose companies are likely to use Binotel and Planfix; Ukraine first."""
JOB = "binotelList"


class Sources(QWidget):
    """The buttons, the country of numbers, and a line that tells what came of the last one pressed."""

    brought = Signal(object)
    region_chosen = Signal(str)
    asking = Signal()

    def __init__(self, workspace: Workspace, shell: Shell, status: StatusLine) -> None:
        super().__init__()
        self._workspace = workspace
        self._shell = shell
        self._text = workspace.text
        self._say: Callable[[], None] | None = None
        self.status = status
        self.reload = button("reloadEmployeesButton")
        self.ask = button("askBinotelButton")
        self.paste = button("pasteEmployeesButton")
        self.open = button("importEmployeesButton")
        self.undo = button("undoImportButton", "link")
        self._caption = QLabel()
        self._caption.setProperty("role", "muted")
        self.region = QComboBox()
        self.region.setObjectName("phoneRegionCombo")
        for country in REGIONS:
            self.region.addItem("", country)
        self._caption.setBuddy(self.region)
        self._acts = QGridLayout()
        self._acts.setContentsMargins(0, 0, 0, 0)
        self._acts.setSpacing(8)
        self._acts.setColumnStretch(4, 1)
        self._room = 0
        self._arrange()
        where = QHBoxLayout()
        where.setSpacing(8)
        where.addWidget(self._caption)
        where.addWidget(self.region)
        where.addStretch(1)
        where.addWidget(self.undo)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addLayout(self._acts)
        box.addLayout(where)
        box.addWidget(status)
        self.ask.clicked.connect(self._ask_binotel)
        self.paste.clicked.connect(self._paste)
        self.open.clicked.connect(self._open)
        self.region.currentIndexChanged.connect(
            lambda: self.region_chosen.emit(str(self.region.currentData()))
        )

    def set_room(self, width: int) -> None:
        """So much room there is: the four buttons stand in one row if they fit, else in two."""
        self._room = width
        self._arrange()

    def _arrange(self) -> None:
        acts = (self.reload, self.ask, self.paste, self.open)
        wanted = sum(each.sizeHint().width() + self._acts.spacing() for each in acts)
        columns = 4 if wanted <= self._room else 2
        for at, each in enumerate(acts):
            self._acts.addWidget(each, at // columns, at % columns)

    @property
    def busy(self) -> bool:
        """Whether Binotel is being asked."""
        return self._workspace.jobs.running(JOB)

    def retranslate(self) -> None:
        """Set every word anew."""
        text = self._text
        self.reload.setText(text("employees.reload"))
        self.paste.setText(text("employee_list.paste"))
        self.paste.setToolTip(text("employee_list.paste_tip"))
        self.open.setText(text("employee_list.load"))
        self.open.setToolTip(text("employee_list.load_tip"))
        self.undo.setText(text("employee_list.undo"))
        self._caption.setText(text("employee_list.region"))
        self.region.setAccessibleName(text("employee_list.region").replace("&", ""))
        for at, country in enumerate(REGIONS):
            self.region.setItemText(at, text(f"country.{country}"))
        self._arrange()
        if self._say is not None:
            self._say()

    def refresh(self, reading: bool, working: bool, can_undo: bool) -> None:
        """Follow the state: what can be pressed now, and why something cannot."""
        text, workspace = self._text, self._workspace
        with_token = workspace.token is not None
        self.reload.setEnabled(with_token and not reading and not working)
        self.reload.setToolTip("" if with_token else text("employees.why_token"))
        with_keys = self._keys() is not None
        self.ask.setText(text("employee_list.ask_stop" if self.busy else "employee_list.ask"))
        self.ask.setEnabled(self.busy or (with_keys and not working))
        self.ask.setToolTip(
            text("employee_list.ask_tip" if with_keys else "employee_list.why_keys")
        )
        for each in (self.paste, self.open):
            each.setEnabled(not working)
        self.undo.setVisible(can_undo)
        at = self.region.findData(workspace.state.phone_region if workspace.state else "UA")
        self.region.blockSignals(True)
        self.region.setCurrentIndex(max(0, at))
        self.region.blockSignals(False)

    def clear(self) -> None:
        """Another account."""
        self.stop()
        self.tell(None)

    def stop(self) -> None:
        """End the question to Binotel, if one is under way."""
        if self.busy:
            self._workspace.jobs.cancel(JOB)
            self.tell(None)

    def tell(self, say: Callable[[], None] | None) -> None:
        """Say something that is said anew in another language; None says nothing."""
        self._say = say
        if say is None:
            self.status.set_state("idle", "")
        else:
            say()

    def tell_taken(self, brought: Brought, people: int, taken: Taken, waiting: int) -> None:
        """What came of a list."""
        state = self._workspace.employees
        self.tell(
            lambda: self.status.set_state(
                *taken_words(self._text, brought, people, taken, waiting, state is not None)
            )
        )

    def _fault(self, finding: Finding, remedy: str = "") -> None:
        def say() -> None:
            words = finding_text(finding, self._text)
            if remedy:
                # The remedies of the step "keys" speak of going on with the keys.
                words = words.partition("\n")[0] + "\n" + self._text(remedy)
            state = "error" if finding.severity is Severity.ERROR else "warning"
            self.status.set_state(state, words, [finding])

        self.tell(say)

    # The sources

    def _paste(self) -> None:
        text = self._workspace.services.desktop.pasted()
        if text.strip():
            self.brought.emit(Brought(text))
        else:
            self._fault(Finding("clipboard_empty", Severity.WARNING, "pasteEmployeesButton"))

    def _open(self) -> None:
        path = self._shell.ask_path("open_table", Path.home())
        if path is None:
            return
        data, finding = self._workspace.services.archive.read_file(path, MOST_BYTES)
        if finding is None:
            text, why = decode(data)
            if why:
                key = "file_is_workbook" if why == WORKBOOK else "file_not_text"
                finding = Finding(key, Severity.WARNING, "", {"file": path.name})
            elif not text.strip():
                finding = Finding("file_empty", Severity.WARNING, "", {"file": path.name})
        if finding is not None:
            self._fault(finding)
        else:
            self.brought.emit(Brought(text))

    def _keys(self) -> tuple[object, object] | None:
        vault = self._workspace.vault
        key, secret = vault.value("binotel-key"), vault.value("binotel-secret")
        return None if key is None or secret is None else (key, secret)

    def _ask_binotel(self) -> None:
        workspace, vault = self._workspace, self._workspace.vault
        if self.busy:
            self.stop()
            self.asking.emit()
            return
        key, secret = vault.value("binotel-key"), vault.value("binotel-secret")
        if key is None or secret is None:
            return

        def work(cancel: Cancel) -> Lines:
            waiting = workspace.jobs.progress(JOB, self._waiting)
            return of_binotel(workspace.binotel(key, secret, cancel, waiting).employees())

        self.tell(lambda: self.status.set_state("busy", self._text("employee_list.asking")))
        workspace.jobs.start(JOB, work, self._answered)
        self.asking.emit()

    def _waiting(self, seconds: float) -> None:
        if seconds >= 1:
            self.tell(
                lambda: self.status.set_state(
                    "busy", self._text("shell.waiting_turn", n=round(seconds))
                )
            )

    def _answered(self, result: Outcome) -> None:
        if result.finding is not None:
            self._fault(result.finding, "employee_list.ask_failed")
        else:
            lines: Lines = result.value
            self.brought.emit(Brought(people=lines.people, lines=lines))
        self.asking.emit()
