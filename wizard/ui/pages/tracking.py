"""The step ``tracking``: the 19 call-tracking fields in both data tags, against what the account has."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QWidget,
)

from wizard.flow.cancel import Cancel
from wizard.flow.checks import Tags, read_analytics, tags_cost
from wizard.flow.state import Verdict, moment
from wizard.rules.facts import ANALYTICS
from wizard.rules.finding import Finding, outcome
from wizard.rules.tracking import (
    AnalyticsResult,
    find_analytics,
    judge,
    missing_names,
    needed_set_of,
    summarize,
)
from wizard.ui.drawings import Drawing
from wizard.ui.fold import Fold
from wizard.ui.jobs import Outcome
from wizard.ui.page import Page, Shell
from wizard.ui.pages.tracking_model import TrackingModel
from wizard.ui.theme import Tokens
from wizard.ui.widgets import button, label
from wizard.ui.workspace import Workspace

SETS = ("all", "marketing", "geography", "minimum")


class TrackingPage(Page):
    """The checklist of fields."""

    step = "tracking"
    wide = True

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._tags: Tags | None = None
        self._finding: Finding | None = None
        self._filling = False
        self._build()
        self.workspace.opened.connect(self._account_changed)
        self._fill()

    @property
    def busy(self) -> bool:
        """Whether the account is being read."""
        return self.workspace.jobs.running("tracking")

    def initial_focus(self) -> QWidget:
        """The table."""
        return self.table

    # Building

    def _build(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(8)
        self._set_caption = QLabel()
        self._set_caption.setProperty("role", "muted")
        self.sets = QComboBox()
        self.sets.setObjectName("neededSetCombo")
        for each in SETS:
            self.sets.addItem(each, each)
        self.sets.addItem("", "")
        self._set_caption.setBuddy(self.sets)
        self.copy_next = button("copyNextButton", "primary")
        self.copy_missing = button("copyMissingButton")
        self.recheck = button("recheckButton")
        acts.addWidget(self._set_caption)
        acts.addWidget(self.sets)
        acts.addStretch(1)
        acts.addWidget(self.recheck)
        self.body.addLayout(acts)
        copies = QHBoxLayout()
        copies.setSpacing(8)
        copies.addWidget(self.copy_next)
        copies.addWidget(self.copy_missing)
        self.in_window = button("openTrackingInWindowButton")
        copies.addWidget(self.in_window)
        copies.addStretch(1)
        self.body.addLayout(copies)
        self.status = self.status_line("trackingStatus")
        self.body.addWidget(self.status)
        self.model = TrackingModel(self.workspace.facts, self.text)
        self.table = QTableView()
        self.table.setObjectName("trackingTable")
        self.table.setModel(self.model)
        self.table.verticalHeader().hide()
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        head = self.table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        rows = self.model.rowCount()
        height = rows * self.table.rowHeight(0) + self.table.horizontalHeader().sizeHint().height()
        self.table.setMinimumHeight(height + 16)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.installEventFilter(self)
        self.body.addWidget(self.table)
        self._when = label("small")
        self.body.addWidget(self._when)
        self._notes = label("muted")
        self.body.addWidget(self._notes)
        self._how = Fold("trackingGuideButton", self._guide)
        self.body.addWidget(self._how)
        self.body.addStretch(1)
        self.sets.currentIndexChanged.connect(self._set_chosen)
        self.in_window.clicked.connect(lambda: self.shell.open_account_window("tracking"))
        self.copy_next.clicked.connect(self._copy_next)
        self.copy_missing.clicked.connect(self._copy_missing)
        self.recheck.clicked.connect(lambda: self._check(again=True))
        self.model.needed_changed.connect(self._needed)
        self.model.ticked.connect(self._ticked)

    def _guide(self) -> QWidget:
        self._drawing = Drawing("tracking_editor", self.text, self.tokens)
        return self._drawing

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        text = self.text
        self._set_caption.setText(text("tracking.needed_set"))
        self.sets.setAccessibleName(text("tracking.needed_set").replace("&", ""))
        for row, each in enumerate((*SETS, "custom")):
            self.sets.setItemText(row, text(f"tracking.set_{each}"))
        self.copy_missing.setText(text("tracking.copy_missing"))
        self.in_window.setText(text("account_window.open_here"))
        self.recheck.setText(text("tracking.recheck"))
        self.table.setAccessibleName(text("tracking.table"))
        self._notes.setText(text("tracking.notes", limit=self.workspace.facts.string_limit))
        self._how.setText(text("tracking.how"))
        if self._how.content is not None:
            self._drawing.retranslate()
        self.model.retranslate()
        self._fit_columns()
        self._say()

    def _fit_columns(self) -> None:
        metrics = self.table.fontMetrics()
        names = [each.name for each in self.workspace.facts.tracking_fields]
        states = [self.text(f"field_state.{state}") for state in ("not_checked", "not_needed")]
        for column, words in ((0, names), (2, states), (3, states), (4, []), (5, [])):
            head = str(self.model.headerData(column, Qt.Orientation.Horizontal))
            room = 52 if column in (2, 3) else 20
            widest = max(metrics.horizontalAdvance(each) for each in (*words, head))
            self.table.setColumnWidth(column, widest + room)

    def set_width(self, available: int) -> None:
        """In a narrow window the meaning gives way; it stays in the tooltip of the name."""
        super().set_width(available)
        others = sum(self.table.columnWidth(column) for column in (0, 2, 3, 4, 5))
        self.table.setColumnHidden(1, available - others < 120)

    def set_tokens(self, tokens: Tokens) -> None:
        """Icons and drawing follow the theme."""
        super().set_tokens(tokens)
        icons = self.services.icons
        self.model.set_marks(
            {
                "ok": icons.icon("tick", tokens.ok),
                "missing": icons.icon("plus", tokens.accent),
                "wrong_type": icons.icon("cross", tokens.error),
                "duplicate": icons.icon("cross", tokens.error),
                "similar_name": icons.icon("approx", tokens.warning),
            }
        )
        if self._how.content is not None:
            self._drawing.set_tokens(tokens)

    def refresh(self) -> None:
        """Show the state."""
        with_token = self.workspace.token is not None
        self.recheck.setEnabled(with_token and not self.busy)
        self.recheck.setToolTip("" if with_token else self.text("tracking.why_token"))
        self._say()

    def entered(self) -> None:
        """With a token: look at once."""
        if self.workspace.token is not None:
            self._check()

    def left(self, closing: bool = False) -> bool:
        """Cancel the check."""
        if self.busy:
            self.workspace.jobs.cancel("tracking")
            self.status.set_state("idle", "")
        return True

    def _account_changed(self) -> None:
        self._tags = None
        self._finding = None
        self._fill()

    def _fill(self) -> None:
        state = self.workspace.state
        every = [each.name for each in self.workspace.facts.tracking_fields]
        needed = {
            "call": state.needed_call if state and state.needed_call is not None else every,
            "missed": state.needed_missed if state and state.needed_missed is not None else every,
        }
        ticks = {
            "call": state.ticked_call if state else (),
            "missed": state.ticked_missed if state else (),
        }
        self.model.fill(needed, ticks)
        self._show_set()
        self._judge()

    # Choosing

    def _show_set(self) -> None:
        self._filling = True
        found = needed_set_of(self.model.needed["call"], self.workspace.facts)
        if self.model.needed["call"] != self.model.needed["missed"]:
            found = ""
        self.sets.setCurrentIndex(self.sets.findData(found))
        self._filling = False

    def _set_chosen(self) -> None:
        chosen = str(self.sets.currentData() or "")
        if self._filling or not chosen:
            return
        names = set(self.workspace.facts.needed_sets[chosen])
        for which in ANALYTICS:
            self.model.needed[which] = set(names)
        self._needed()

    def _needed(self) -> None:
        self._show_set()
        order = [each.name for each in self.workspace.facts.tracking_fields]
        chosen = {
            which: tuple(name for name in order if name in self.model.needed[which])
            for which in ANALYTICS
        }
        self.workspace.update(needed_call=chosen["call"], needed_missed=chosen["missed"])
        self._judge()
        if self._tags is None:
            self._ticked()

    def _ticked(self) -> None:
        order = [each.name for each in self.workspace.facts.tracking_fields]
        ticks = {
            which: tuple(name for name in order if name in self.model.ticks[which])
            for which in ANALYTICS
        }
        state = self.workspace.state
        if state is None:
            return
        # Somebody who needs none of the fields has none to tick.
        chose = bool(ticks["call"]) or state.needed_call == ()
        done = chose and not self.model.open_names("call")
        at = state.tracking_ticked_at or self.workspace.stamp()
        changes: dict[str, object] = {"tracking_ticked_at": at if done else ""}
        if done and self._tags is None:
            # The account could not be read; the person looked instead.
            changes["tracking_verdict"] = None
        self.workspace.update(ticked_call=ticks["call"], ticked_missed=ticks["missed"], **changes)
        self._say()

    # Checking

    def _check(self, again: bool = False) -> None:
        workspace = self.workspace
        if workspace.token is None or self.busy:
            return
        facts = workspace.facts
        young = workspace.young_tags()
        if young is not None and young.complete and (again or not self._proves(young)):
            # What was read a moment ago proves presence, never absence.
            young = None
        count = workspace.state.tags_count if workspace.state else 0
        few = workspace.warn_first("tracking", tags_cost(young, count), again)
        if few is not None:
            self._finding = few
            self._say()
            return

        def work(cancel: Cancel) -> Tags:
            waiting = workspace.jobs.progress("tracking", self._waiting)
            progress = workspace.jobs.progress("tracking", self._progress)
            return read_analytics(workspace.planfix(cancel, waiting), facts, young, progress)

        self._finding = None
        self.status.set_state("busy", self.text("tracking.checking"))
        workspace.jobs.start("tracking", work, self._done)
        self.recheck.setEnabled(False)
        self.changed.emit()

    def _proves(self, tags: Tags) -> bool:
        return not summarize(self._results(tags))

    def _waiting(self, seconds: float) -> None:
        if seconds >= 2:
            self.status.set_state("busy", self.text("shell.waiting_turn", n=round(seconds)))

    def _progress(self, read: int) -> None:
        self.status.set_state("busy", self.text("tracking.checking_n", n=read))

    def _done(self, result: Outcome) -> None:
        if result.finding is not None:
            self._finding = result.finding
            self.workspace.update(
                tracking_open=0,
                tracking_verdict=Verdict(
                    self.workspace.stamp(), outcome([result.finding]), (result.finding.key,)
                ),
            )
        else:
            self._finding = None
            self._tags = result.value
            self.workspace.remember_tags(result.value)
        self._judge(checked=result.finding is None)
        self.refresh()
        self.changed.emit()

    def _results(self, tags: Tags | None) -> list[AnalyticsResult]:
        facts = self.workspace.facts
        found = tags.tags if tags is not None else ()
        return [
            judge(
                which,
                find_analytics(found, which, facts),
                self.model.needed[which],
                facts,
                tags_seen=tags is not None,
            )
            for which in ANALYTICS
        ]

    def _judge(self, checked: bool = False) -> None:
        if self._tags is None:
            self.model.set_results(dict.fromkeys(ANALYTICS))
            self._say()
            return
        results = self._results(self._tags)
        self.model.set_results(dict(zip(ANALYTICS, results, strict=True)))
        findings = summarize(results)
        state = self.workspace.state
        verdict = state.tracking_verdict if state else None
        at = self.workspace.tags_read_at if checked or verdict is None else verdict.at
        if self._finding is None:
            self.workspace.update(
                tracking_open=len(self._open()),
                tracking_verdict=Verdict(
                    at, outcome(findings), tuple(each.key for each in findings)
                ),
            )
        self._say()

    def _open(self) -> list[str]:
        """Names that are open in either data tag, each once, in the documented order."""
        wanted = set(self.model.open_names("call"))
        missed = self.model.results["missed"]
        if missed is None or missed.tag is not None:
            wanted |= set(self.model.open_names("missed"))
        return [each.name for each in self.workspace.facts.tracking_fields if each.name in wanted]

    def _missing(self) -> list[str]:
        """Names that are not in the account at all; without a look at it, all that are open."""
        wanted = {
            name
            for which, result in self.model.results.items()
            if result is not None and result.tag is not None
            for name in missing_names(result, self.model.needed[which])
        }
        if self._tags is None:
            return self._open()
        if self.model.results["call"] is None or self.model.results["call"].tag is None:
            wanted |= set(self.model.open_names("call"))
        return [each.name for each in self.workspace.facts.tracking_fields if each.name in wanted]

    def _say(self) -> None:
        if self.busy:
            return
        still_open = self._open()
        self.copy_next.setEnabled(bool(still_open))
        self.copy_missing.setEnabled(bool(self._missing()))
        if still_open:
            self.copy_next.setText(self.text("tracking.copy_next", name=still_open[0]))
        else:
            self.copy_next.setText(self.text("tracking.nothing_missing"))
        state = self.workspace.state
        verdict = state.tracking_verdict if state else None
        when = self.time_text(moment(verdict.at)) if verdict else ""
        if self._finding is not None:
            self.tell(self.status, [self._finding])
        elif self._tags is not None:
            findings = summarize([r for r in self.model.results.values() if r is not None])
            self.tell(self.status, findings, self.text("tracking.good"))
        elif self.workspace.token_awaited:
            self.status.set_state("idle", self.text(self.workspace.token_awaited))
        elif self.workspace.token is None:
            ticked = len(self.model.ticks["call"] & self.model.needed["call"])
            needed = len(self.model.needed["call"])
            self.status.set_state("idle", self.text("tracking.by_hand", ticked=ticked, n=needed))
        else:
            self.status.set_state("idle", "")
        self._when.setText(self.text("shell.checked", when=when) if verdict else "")

    # Copying

    def _copy_next(self) -> None:
        still_open = self._open()
        if still_open:
            self.services.desktop.copy(still_open[0])
            self._when.setText(self.text("tracking.copied", name=still_open[0]))

    def _copy_missing(self) -> None:
        missing = self._missing()
        self.services.desktop.copy("\n".join(missing))
        self._when.setText(self.text("tracking.copied_all", n=len(missing)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Copying in the table takes the name of the row."""
        if (
            watched is self.table
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            row = self.table.currentIndex().row()
            if row >= 0:
                name = self.workspace.facts.tracking_fields[row].name
                self.services.desktop.copy(name)
                self._when.setText(self.text("tracking.copied", name=name))
                return True
        return super().eventFilter(watched, event)
