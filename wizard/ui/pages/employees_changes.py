"""The part of the step ``employees`` that writes Wire numbers into cards: the table, its buttons, its status.

Shows what ``CardWriter`` knows; starts nothing by itself, on no start and on no visit.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from wizard.flow.push import REQUESTS
from wizard.flow.state import moment
from wizard.rules.finding import Finding, Severity, gravest, outcome
from wizard.ui.fold import Fold
from wizard.ui.pages.employees_changes_model import AFTER, BEFORE, NAME, ChangesModel
from wizard.ui.pages.employees_changes_words import (
    OF_CARDS,
    finding_words,
    findings,
    interrupted,
    interrupted_words,
    left_out,
    stop_words,
    time_left,
)
from wizard.ui.pages.employees_push import CardWriter
from wizard.ui.theme import Tokens
from wizard.ui.widgets import StatusLine, button, label
from wizard.ui.workspace import Workspace

if TYPE_CHECKING:
    from wizard.ui.page import Page

# A row of more lines than the default is measured; beyond so many rows only by its phones.
_MEASURED = 30
_PACE = 1.03
_FITTING = (QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.FontChange)
_SHOWN_ROWS = 8
_USUAL = 6


class ChangesPanel(QWidget):
    """What will be written, card by card; apply, go on, undo, forget; what came of it."""

    changed = Signal()
    employees_changed = Signal()

    def __init__(self, workspace: Workspace, page: Page) -> None:
        super().__init__()
        self.workspace = workspace
        self.text = workspace.text
        self._page = page
        self._began = 0.0
        self._fitted = 0
        self._refusal: Finding | None = None
        self.findings: list[Finding] = []
        self.writer = CardWriter(workspace, self)
        self._build()
        self.writer.changed.connect(self._writer_changed)
        self.writer.replaced.connect(self.employees_changed)

    @property
    def busy(self) -> bool:
        """Whether cards are being written."""
        return self.writer.busy

    # Building

    def _build(self) -> None:
        self._heading = label("heading")
        self._intro = label("muted")
        self.model = ChangesModel(self.text)
        self.table = QTableView()
        self.table.setObjectName("changesTable")
        self.table.setModel(self.model)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(True)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.table.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(self._height(2))
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.sectionResized.connect(lambda *_: self._fit_rows())
        self._left_out = label("muted", name="changesLeftOutLabel")
        self._documented = StatusLine("changesDocumentedLabel", self.workspace.services.icons)
        self.apply = button("applyChangesButton", "primary")
        self.resume = button("resumeChangesButton", "primary")
        self.stop = button("cancelChangesButton")
        self.undo = button("undoChangesButton")
        self.forget = button("forgetPhonesButton")
        acts = self._page.button_rows(self.apply, self.resume, self.stop, self.undo, self.forget)
        self._why = label("small", name="changesReasonLabel")
        self.status = StatusLine("changesStatus", self.workspace.services.icons)
        self._how = label("muted")
        self._how_fold = Fold("changesHowButton", lambda: self._how, eager=True)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(12)
        head_box = QVBoxLayout()
        head_box.setSpacing(4)
        head_box.addWidget(self._heading)
        head_box.addWidget(self._intro)
        box.addLayout(head_box)
        for part in (self.table, self._left_out, self._documented):
            box.addWidget(part)
        box.addLayout(acts)
        for below in (self._why, self.status, self._how_fold):
            box.addWidget(below)
        self.apply.clicked.connect(lambda: self._press(self.writer.apply()))
        self.resume.clicked.connect(lambda: self._press(self.writer.resume()))
        self.undo.clicked.connect(lambda: self._press(self.writer.undo()))
        self.stop.clicked.connect(self.writer.stop)
        self.forget.clicked.connect(self.writer.forget)
        self.table.installEventFilter(self)

    def retranslate(self) -> None:
        """Set every word anew."""
        text = self.text
        self._heading.setText(text("changes.heading"))
        self._intro.setText(text("changes.intro"))
        self._documented.set_state("warning", text("changes.documented"))
        self.stop.setText(text("changes.stop"))
        self.forget.setText(text("changes.forget"))
        self.undo.setText(text("changes.undo"))
        write = ", ".join(self.workspace.facts.scopes["write"])
        self._how_fold.setText(text("changes.how_title"))
        self._how.setText(text("changes.how", write=write))
        self.table.setAccessibleName(text("changes.heading"))
        self.model.retranslate()
        self._fit_columns()
        self.refresh()

    def set_tokens(self, tokens: Tokens) -> None:
        """Icons follow the theme."""
        self.status.set_tokens(tokens)
        self._documented.set_tokens(tokens)
        icons = self.workspace.services.icons
        warning = icons.icon("exclamation", tokens.warning)
        self.model.set_marks(
            {
                "planned": icons.icon("plus", tokens.accent),
                "elsewhere": warning,
                "written": icons.icon("tick", tokens.ok),
                "remark": warning,
                "failed": icons.icon("cross", tokens.error),
                "changed_meanwhile": warning,
                "unknown": icons.icon("help", tokens.warning),
                "undone": icons.icon("undo", tokens.muted),
            }
        )

    # Showing

    def refresh(self) -> None:
        """Show the state."""
        self.writer.look()
        changed = self.model.fill(self.writer.rows(), self.busy, self.writer.doubling)
        if changed is None:
            self._fit_rows()
        elif changed and self.model.rowCount() <= _MEASURED:
            for row in changed:
                self._fit_row(row)
            self._fit_height()
        self._show_buttons()
        words = left_out(self.writer.plan.left_out, self.text)
        self._left_out.setText(words)
        self._left_out.setVisible(bool(words) and not self.writer.journal.open)
        self._say()
        known = self.workspace.token is not None and self.workspace.employees is not None
        self.setVisible(known or bool(self.writer.journal.cards) or self.busy)

    def _show_buttons(self) -> None:
        writer, busy = self.writer, self.busy
        token = self.workspace.token is not None
        undoable = writer.journal.undoable > 0
        open_ = writer.interrupted
        count = len(writer.to_write())
        free = token and not busy and not self._page.busy
        self.apply.setText(
            self.text("changes.apply", n=count) if count else self.text("changes.apply_none")
        )
        self.apply.setVisible(not busy and not open_)
        self.apply.setEnabled(free and count > 0)
        self.resume.setText(self.text("changes.resume"))
        self.resume.setVisible(open_ and not writer.undoing)
        self.resume.setEnabled(free)
        self.undo.setVisible((undoable or open_) and not busy)
        self.undo.setEnabled(free)
        self.forget.setVisible(undoable and not busy and not open_)
        self.forget.setEnabled(not busy)
        self.stop.setVisible(busy)
        self.stop.setEnabled(busy and not writer.stopping)
        why = self._why_not(count)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.apply.setToolTip(why)
        self.apply.setAccessibleDescription(why)
        self.table.setVisible(self.model.rowCount() > 0)

    def _why_not(self, count: int) -> str:
        """Why nothing can be written now, in words; empty if it can be, or is being."""
        writer, text = self.writer, self.text
        if self.busy:
            return ""
        if self.workspace.token is None:
            return text("changes.why_token")
        if self._page.busy or writer.planning:
            return text("changes.why_loading")
        if writer.interrupted or count:
            return ""
        if self.workspace.employees is None:
            return text("changes.why_list")
        if writer.doubling and writer.plan.changes:
            return text("changes.why_doubled")
        if writer.journal.count("undone"):
            return text("changes.why_undone")
        if writer.plan.left_out:
            return text("changes.why_left_out")
        if writer.plan.standing or writer.journal.count("written"):
            return text("changes.why_standing")
        return text("changes.why_nothing")

    def _say(self) -> None:
        """The status, and what it adds to that of the whole step."""
        if self.busy:
            self.findings = []
            words = self._progress_words()
            self.status.set_state("busy", words)
            step: StatusLine = self._page.status  # type: ignore[attr-defined]
            step.set_state("busy", self.text("changes.busy_above"))
            return
        found = self._found()
        self.findings = [finding for finding, _ in found]
        words = "\n\n".join(each for _, each in found)
        good = self._good_words()
        if found:
            said = f"{words}\n\n{good}" if good else words
            self.status.set_state(outcome(self.findings), said, self.findings)
        else:
            state = "idle" if self.writer.ended in ("stopped", "forgotten") else "ok"
            self.status.set_state(state if good else "idle", good)

    def _found(self) -> list[tuple[Finding, str]]:
        writer, text = self.writer, self.text
        found: list[tuple[Finding, str]] = []
        if self._refusal is not None:
            found.append((self._refusal, stop_words(self._refusal, text)))
        open_ = interrupted(writer.journal)
        if open_ is not None:
            found.append((open_, interrupted_words(open_, text)))
        if writer.stop_finding is not None and writer.stop_finding.key not in OF_CARDS:
            found.append((writer.stop_finding, stop_words(writer.stop_finding, text)))
        for finding, cards in findings(writer.journal):
            found.append((finding, finding_words(cards, text)))
        return sorted(found, key=lambda each: -each[0].severity)

    def _good_words(self) -> str:
        writer, text = self.writer, self.text
        when = self._page.time_text(moment(writer.read_back_at))
        cards = writer.journal.cards
        written = sum(1 for each in cards if each.state == "written" and not each.reason)
        undone = writer.journal.count("undone")
        if writer.ended == "forgotten":
            return text("changes.forgotten")
        if writer.ended == "stopped":
            return text("changes.stopped", n=writer.done, count=writer.progress[1])
        if writer.ended == "pushed" and written:
            return text("changes.good", n=written, when=when)
        if writer.ended == "undone" and undone:
            return text("changes.good_undo", n=undone, when=when)
        return ""

    def _progress_words(self) -> str:
        writer, text = self.writer, self.text
        if writer.stopping:
            return text("changes.stopping")
        done, of = writer.progress
        if not of:
            of = len(writer.journal.cards) if writer.undoing else writer.journal.count("planned")
        each = (time.monotonic() - self._began) / done if done else REQUESTS * _PACE
        key = "changes.progress_undo" if writer.undoing else "changes.progress"
        words = text(key, n=done, count=of, left=time_left(each * (of - done), text))
        if writer.waiting:
            words += "\n" + text("shell.waiting_turn", n=writer.waiting)
        return words

    def add_to(self, step: StatusLine) -> None:
        """Let the step's own status carry what was found here; the words stand below, once."""
        if not self.findings:
            return
        all_ = [*step.findings, *self.findings]
        worst = gravest(all_)
        state = "idle" if worst is None or worst.severity is Severity.NOTE else outcome(all_)
        own = step.text() if step.findings else ""
        said = "\n\n".join(filter(None, (own, self.text("changes.see_below"))))
        step.set_state(state, said, all_)

    # Fitting

    def _height(self, lines: int) -> int:
        return self.table.fontMetrics().lineSpacing() * lines + 10

    def _fit_columns(self) -> None:
        """Phones in one line each, words in what is left; names give way first."""
        metrics = self.table.fontMetrics()
        phones = metrics.horizontalAdvance("+38 (000) 000-00-00") + 24
        for column in (BEFORE, AFTER):
            head = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            wanted = max(phones, metrics.horizontalAdvance(head) + 24)
            self.table.setColumnWidth(column, wanted)
        words = metrics.horizontalAdvance("m" * 14)
        left = self.table.viewport().width() - 2 * phones - words
        most = metrics.horizontalAdvance("m" * 15)
        self.table.setColumnWidth(NAME, max(metrics.horizontalAdvance("m" * 9), min(left, most)))

    def _fit_rows(self) -> None:
        """Every phone in full: rows as high as their phones and words need. Of very many, which would take
        long to measure, all are as high as the highest of the usual ones."""
        count = self.model.rowCount()
        lines = [self.model.lines(row) for row in range(count)]
        few = count <= _MEASURED
        usual = 2 if few else max(3, min(max(lines, default=2), _USUAL))
        self.table.verticalHeader().setDefaultSectionSize(self._height(usual))
        for row, needed in enumerate(lines):
            if few:
                self._fit_row(row)
            elif needed > usual:
                self.table.setRowHeight(row, self._height(needed))
        self._fit_height()

    def _fit_row(self, row: int) -> None:
        words = self.table.sizeHintForRow(row)
        self.table.setRowHeight(row, max(words, self._height(max(2, self.model.lines(row)))))

    def _fit_height(self) -> None:
        shown = min(self.model.rowCount(), _SHOWN_ROWS)
        high = sum(self.table.rowHeight(row) for row in range(shown))
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(max(high, self._height(2)) + head + 4)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Words wrap otherwise in another width."""
        kind = event.type()
        if watched is self.table and kind in _FITTING and self.table.width() != self._fitted:
            self._fitted = self.table.width()
            self._fit_columns()
            self._fit_rows()
        return False

    # What the page tells

    def entered(self) -> None:
        """The step came on screen: what was interrupted is told; nothing is sent."""
        self.refresh()
        if self.writer.interrupted:
            QTimer.singleShot(0, self, self._come_into_sight)

    def _come_into_sight(self) -> None:
        area = self.window().findChildren(QScrollArea)
        for each in area:
            if each.isAncestorOf(self):
                each.ensureWidgetVisible(self.resume if self.resume.isVisible() else self.undo)

    def left(self, closing: bool) -> None:
        """The step goes off screen: the run ends after its card. Closing the window cuts it short itself."""
        if self.busy and not closing:
            self.writer.stop()

    # What the person does

    def _press(self, refusal: Finding | None) -> None:
        self._refusal = refusal
        if self.busy:
            self._began = time.monotonic()
        self.refresh()
        self._page.refresh()
        self.changed.emit()

    def _writer_changed(self) -> None:
        self._refusal = None
        self.refresh()
        if not self.busy:
            self._page.refresh()
        self.changed.emit()
        if self.busy:
            self._follow()

    def _follow(self) -> None:
        """Keep the card that ended last in sight."""
        done = self.writer.progress[0]
        if done and self.table.isVisible() and not self.table.hasFocus():
            cards = self.writer.journal.cards
            at = max((row for row, each in enumerate(cards) if each.state != "planned"), default=0)
            if not self.writer.undoing:
                self.table.scrollTo(self.model.index(at, 0))
