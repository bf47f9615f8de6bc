"""The step ``testCall``: the person calls, the program watches, and what came is shown field by field.

Nothing is asked before *Watch* is pressed. What is known of the caller's number stays on this page: it
is neither kept nor reported.
"""

from __future__ import annotations

import time
from datetime import datetime

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QTextBrowser,
    QWidget,
)

from wizard.flow import watch
from wizard.flow.cancel import Cancel
from wizard.flow.state import SetupState, Verdict, moment
from wizard.rules import test_call as rules
from wizard.rules.finding import Finding, Severity, outcome
from wizard.ui.drawings import Drawing
from wizard.ui.jobs import Outcome
from wizard.ui.page import Page, Shell
from wizard.ui.pages import test_call_words as words
from wizard.ui.theme import Tokens
from wizard.ui.widgets import Field, button, label
from wizard.ui.workspace import Workspace

JOB = "testCall"


class TestCallPage(Page):
    """Proof by one real call."""

    __test__ = False  # no test of pytest's
    step = "testCall"

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._reset()
        self._build()
        self.workspace.opened.connect(self._account_changed)

    def _reset(self) -> None:
        self._rhythm = watch.Rhythm(time.monotonic, watch.GAP, watch.LENGTH)
        self._known: frozenset[tuple[str, int]] = frozenset()
        self._began: datetime | None = None
        self._calls: list[rules.SeenCall] = []
        self._chosen = -1
        self._causes: tuple[rules.Cause, ...] = ()
        self._finding: Finding | None = None
        self._findings: tuple[Finding, ...] = ()

    @property
    def busy(self) -> bool:
        """Whether the program watches at the moment."""
        return self.workspace.jobs.running(JOB)

    def default_button(self) -> QPushButton | None:
        """*Watch*, until a call has proved the set-up."""
        state = self.workspace.state
        proved = state is not None and bool(state.call_at)
        return self.watch if self.workspace.token is not None and not proved else None

    def initial_focus(self) -> QWidget:
        """Watching, or the tick where the program cannot watch."""
        return self.watch if self.watch.isEnabled() else self.tick

    # Building

    def _build(self) -> None:
        self._drawing = Drawing("test_call", self.text, self.tokens)
        self.body.addWidget(self._drawing)
        self._ways = label()
        self.body.addWidget(self._ways)
        self.caller = Field("callerEdit")
        self.caller.edit.setMaximumWidth(280)
        self.body.addWidget(self.caller)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        self.watch = button("watchCallButton", "primary")
        self.stop = button("stopWatchButton")
        acts.addWidget(self.watch)
        acts.addWidget(self.stop)
        acts.addStretch(1)
        self.body.addLayout(acts)
        self.status = self.status_line("testCallStatus")
        self.body.addWidget(self.status)
        self._which = label("muted")
        self.body.addWidget(self._which)
        self.calls = QListWidget()
        self.calls.setObjectName("callsList")
        self.calls.setMaximumHeight(160)
        self.body.addWidget(self.calls)
        self.view = QTextBrowser()
        self.view.setObjectName("testCallView")
        self.view.setOpenLinks(False)
        self.view.setMinimumHeight(340)
        self.view.setTabChangesFocus(True)
        self.body.addWidget(self.view, 1)
        mine = QHBoxLayout()
        self.not_mine = button("notMyCallButton", "link")
        mine.addWidget(self.not_mine)
        mine.addStretch(1)
        self.body.addLayout(mine)
        self.tick = QCheckBox()
        self.tick.setObjectName("callSeenCheck")
        self.body.addWidget(self.tick)
        self.body.addStretch(1)
        self.watch.clicked.connect(self._watch)
        self.stop.clicked.connect(self._stop)
        self.not_mine.clicked.connect(self._not_mine)
        self.calls.currentRowChanged.connect(self._choose)
        self.view.anchorClicked.connect(self._clicked)
        self.tick.toggled.connect(self._ticked)
        self.caller.edit.textChanged.connect(self._say_caller)

    def retranslate(self) -> None:
        """Set every word anew."""
        text = self.text
        self._eyebrow.setText(text("test_call.eyebrow"))
        self._title.setText(text("test_call.title"))
        self._intro.setText(text("test_call.intro"))
        self.setAccessibleName(text("test_call.title"))
        self._drawing.retranslate()
        self._ways.setText(text("test_call.ways"))
        self.stop.setText(text("test_call.stop"))
        self.not_mine.setText(text("test_call.not_mine"))
        self._which.setText(text("test_call.which_is_yours"))
        self.calls.setAccessibleName(text("test_call.which_is_yours"))
        self.view.setAccessibleName(text("test_call.title"))
        self.tick.setText(text("test_call.tick"))
        self._say_caller()
        self._fill_calls()
        self._say()

    def set_tokens(self, tokens: Tokens) -> None:
        """Drawing and page follow the theme."""
        super().set_tokens(tokens)
        self._drawing.set_tokens(tokens)
        self._say()

    def refresh(self) -> None:
        """Show the state."""
        state = self.workspace.state
        self.tick.blockSignals(True)
        self.tick.setChecked(bool(state and state.call_ticked_at))
        self.tick.blockSignals(False)
        self._say()

    def left(self, closing: bool = False) -> bool:
        """End watching."""
        self._stop()
        return True

    def _account_changed(self) -> None:
        self.workspace.jobs.cancel(JOB)
        self.caller.edit.clear()
        self._reset()
        self._fill_calls()

    # Watching

    def _watch(self) -> None:
        workspace = self.workspace
        state = workspace.state
        if workspace.token is None or state is None or self.busy:
            return
        self._calls, self._chosen, self._causes = [], -1, ()
        self._finding, self._findings = None, ()
        self._began = workspace.now()
        wanted = watch.Wanted(
            at=self._began,
            known=self._known,
            short_numbers=watch.planned_numbers(state.short_numbers),
            caller=rules.caller_digits(self.caller.edit.text()),
            employees=workspace.employees,
            chosen=state.chosen_tags,
        )
        facts, rhythm, young = workspace.facts, self._rhythm, workspace.young_tags()

        def work(cancel: Cancel) -> watch.Watched:
            waiting = workspace.jobs.progress(JOB, lambda seconds: None)  # noqa: ARG005
            progress = workspace.jobs.progress(JOB, self._progress)
            planfix = workspace.planfix(cancel, waiting)
            return watch.watch(
                planfix, facts, wanted, cancel, rhythm, progress, workspace.now, young
            )

        self._fill_calls()
        workspace.jobs.start(JOB, work, self._done)
        self._progress(self._rhythm.length, 0, "")
        self._say()
        self.changed.emit()

    def _stop(self) -> None:
        if not self.busy:
            return
        self.workspace.jobs.cancel(JOB)
        self._causes = rules.causes(self._what_is_known(None))
        self._say()
        self.changed.emit()

    def _progress(self, left: float, sent: int, trouble: str) -> None:
        seconds = max(0, round(left))
        clock = f"{seconds // 60}:{seconds % 60:02d}"
        said = self.text("test_call.watching", left=clock, n=sent)
        if trouble:
            said += "\n" + self.text("test_call.trouble", what=self.text(f"finding.{trouble}", n=0))
        self.status.set_state("busy", said)

    def _done(self, result: Outcome) -> None:
        if result.finding is not None:
            self._finding = result.finding
        else:
            self._take(result.value)
        self._fill_calls()
        self._say()
        self.changed.emit()

    def _take(self, found: watch.Watched) -> None:
        workspace = self.workspace
        workspace.remember_tags(found.tags)
        self._known |= found.known
        state = workspace.state
        if state is None:
            return
        every = [each.name for each in workspace.facts.tracking_fields]
        missed = () if state.missed_off else state.needed_missed
        needed = {"call": state.needed_call, "missed": missed}
        self._calls = [
            rules.read_call(
                each.which,
                each.tag,
                each.entry,
                every if (names := needed[each.which]) is None else names,
                workspace.facts,
                self._began,
            )
            for each in found.caught
        ]
        if len(self._calls) == 1:
            self._prove(0)
        elif self._calls:
            self._findings = (self._seen(self._calls[0], len(self._calls)),)
        else:
            self._causes = rules.causes(self._what_is_known(found))
            self._findings = self._nothing(found)
            codes = tuple(each.key for each in self._findings)
            workspace.update(call_verdict=Verdict(workspace.stamp(), "warning", codes))

    def _nothing(self, found: watch.Watched) -> tuple[Finding, ...]:
        nothing = Finding("no_call_yet", Severity.WARNING)
        if not found.blind:
            return (nothing,)
        facts = self.workspace.facts
        names = ", ".join(f"«{each.names[0]}»" for each in facts.analytics.values())
        missing = Finding("analytics_missing", Severity.WARNING, "", {"names": names})
        return (nothing, missing)

    def _what_is_known(self, found: watch.Watched | None) -> rules.Known:
        state = self.workspace.state or SetupState("")
        caller, now = self.caller.edit.text(), self.workspace.now()
        return watch.what_is_known(state, found, self.workspace.employees or (), caller, now)

    # What came

    def _choose(self, row: int) -> None:
        if 0 <= row < len(self._calls) and row != self._chosen:
            self._prove(row)
            self._say()

    def _prove(self, row: int) -> None:
        """The person's call is known: the set-up is proved by it."""
        call = self._calls[row]
        self._chosen = row
        self._findings = (self._seen(call, 1), *self._empty(call))
        now = self.workspace.now()
        at = call.at.replace(tzinfo=now.tzinfo) if call.at is not None else now
        codes = tuple(each.key for each in self._findings)
        self.workspace.update(
            call_at=at.isoformat(timespec="minutes"),
            call_which=call.which,
            call_filled=call.filled,
            call_needed=len(call.fields),
            call_verdict=Verdict(self.workspace.stamp(), outcome(self._findings), codes),
        )

    def _seen(self, call: rules.SeenCall, count: int) -> Finding:
        name = self.workspace.facts.analytics[call.which].names[0]
        details = {"name": name, "count": str(count)}
        return Finding("call_seen", Severity.NOTE, "", details)

    def _empty(self, call: rules.SeenCall) -> tuple[Finding, ...]:
        if not call.empty:
            return ()
        details = {
            "n": str(len(call.empty)),
            "count": str(len(call.fields)),
            "names": ", ".join(each.name for each in call.empty),
        }
        return (Finding("fields_empty", Severity.WARNING, "", details),)

    def _not_mine(self) -> None:
        """Somebody else's call proves little: forget it and go on watching."""
        self.workspace.update(
            call_at="", call_which="", call_filled=0, call_needed=0, call_verdict=None
        )
        self._watch()

    def _ticked(self, on: bool) -> None:
        self.workspace.update(call_ticked_at=self.workspace.stamp() if on else "")

    def _clicked(self, url: QUrl) -> None:
        if url.scheme() == "step":
            self.go.emit(url.path())

    # Showing

    def _fill_calls(self) -> None:
        self.calls.blockSignals(True)
        self.calls.clear()
        for each in self._calls:
            self.calls.addItem(words.call_line(each, self.text, self._when))
        self.calls.setCurrentRow(self._chosen)
        self.calls.blockSignals(False)

    def _when(self, at: datetime | None) -> str:
        """The account's wall clock, in the language's way of writing a time."""
        now = self.workspace.now()
        return self.time_text(at.replace(tzinfo=now.tzinfo) if at is not None else None)

    def _say_caller(self) -> None:
        holder = rules.holder_of(self.caller.edit.text(), self.workspace.employees or [])
        hint = self.text("test_call.caller_hint")
        if holder is not None:
            hint = self.text("test_call.caller_in_card", name=holder.full_name)
        self.caller.say(self.text("test_call.caller"), hint=hint)

    def _say(self) -> None:
        text = self.text
        state = self.workspace.state
        with_token = self.workspace.token is not None
        busy = self.busy
        proved = state is not None and bool(state.call_at)
        again = bool(self._calls or self._causes or proved)
        self.watch.setText(text("test_call.watch_again" if again else "test_call.watch"))
        self.watch.setEnabled(with_token and not busy)
        self.watch.setToolTip("" if with_token else text("test_call.why_token"))
        self.stop.setVisible(busy)
        self.tick.setVisible(not with_token or bool(state and state.call_ticked_at))
        several = len(self._calls) > 1
        self._which.setVisible(several)
        self.calls.setVisible(several)
        self.not_mine.setVisible(bool(self._calls) and not busy)
        self._show_page()
        if not busy:
            self._say_status(state, with_token)

    def _show_page(self) -> None:
        page = ""
        if self._chosen >= 0:
            call = self._calls[self._chosen]
            page = words.call_page(call, self.text, self._when, self.tokens)
        elif self._causes and not self.busy:
            page = words.causes_page(self._causes, self.step, self.text, self.tokens)
        self.view.setProperty("causes", [each.key for each in self._causes])
        self.view.setHtml(page)
        self.view.setVisible(bool(page))
        # As high as its content: the page scrolls, and two scroll bars would be one too many.
        document = self.view.document()
        document.setTextWidth(max(320, self.view.viewport().width()))
        self.view.setMinimumHeight(min(1400, max(200, int(document.size().height()) + 16)))

    def _say_status(self, state: SetupState | None, with_token: bool) -> None:
        if self._finding is not None:
            self.tell(self.status, [self._finding])
        elif self._findings:
            self.tell(self.status, self._findings)
        elif state is not None and state.call_at:
            when = self.time_text(moment(state.call_at))
            before = self.text(
                "test_call.proved", when=when, filled=state.call_filled, count=state.call_needed
            )
            self.status.set_state("ok", before, [Finding("call_seen", Severity.NOTE)])
        else:
            self.status.set_state("idle", "" if with_token else self.text("test_call.by_hand"))
