"""The step ``tracking``: the fields of both data tags as their editors show them, and what to do about each.

Here: one paste a field, watching, words. What is asked and judged is ``tracking_look``'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from wizard.flow.checks import Tags
from wizard.flow.report import render
from wizard.rules import tracking_editor as editor_rules
from wizard.rules.facts import ANALYTICS
from wizard.rules.field_editor import WantedFields, wanted_fields
from wizard.rules.finding import Finding
from wizard.rules.models import DataTag
from wizard.rules.tracking import FieldState, summarize
from wizard.ui.jobs import Outcome
from wizard.ui.page import Shell
from wizard.ui.pages import tracking_words as words
from wizard.ui.pages.tracking_export import checklist
from wizard.ui.pages.tracking_look import TrackingLook
from wizard.ui.workspace import Workspace


class TrackingPage(TrackingLook):
    """The checklist of fields."""

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._last: tuple[str, str] | None = None
        self._trouble = ""
        self._connect()
        self.workspace.opened.connect(self._account_changed)
        self._fill()

    def _connect(self) -> None:
        self.sets.currentIndexChanged.connect(self._set_chosen)
        self.missed_sets.currentIndexChanged.connect(self._missed_set_chosen)
        self.missed_on.toggled.connect(self._missed_toggled)
        self.copy_next.clicked.connect(self._copy_next)
        self.next_key.activated.connect(self._copy_next)
        self.copy_missing.clicked.connect(self._copy_missing)
        self.recheck.clicked.connect(lambda: self._check(again=True))
        self.watch.clicked.connect(self._watch_pressed)
        self.in_window.clicked.connect(lambda: self.shell.open_account_window("tracking"))
        self.export.clicked.connect(self._export)
        self.model.needed_changed.connect(self._needed)
        self.model.ticked.connect(self._ticked)
        self.table.copied.connect(self._copy_one)
        self._watch.seen.connect(self._seen)
        self._watch.told.connect(self._watch_told)
        self._watch.ended.connect(self._watch_ended)
        for each in self.editors.values():
            each.picked.connect(self._picked)
            each.ticked.connect(self._tick_in_editor)
            each.copied.connect(self._copy_one)

    def initial_focus(self) -> QWidget:
        """What copies the next name, or the fields themselves."""
        return self.copy_next if self.copy_next.isEnabled() else self.editors["call"].view

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        self._show_tags()
        self._draw()
        if self.busy:
            self.tell_again()
        self._say()

    def refresh(self) -> None:
        """Show the state."""
        if not self._taking:
            self._buttons()
            self._say()

    def entered(self) -> None:
        """With a token: look at once."""
        if self.workspace.token is not None and not self._watch.running:
            self._check()

    def left(self, closing: bool = False) -> bool:
        """Cancel the check, end watching."""
        if self.busy:
            self.workspace.jobs.cancel("tracking")
            self.status.set_state("idle", "")
        if self._watch.running:
            self._watch.stop()
            self.told.setText("")
            self._say()
        return True

    def _account_changed(self) -> None:
        self.workspace.jobs.cancel("tracking")
        self._watch.reset()
        self._tags, self._finding, self._last = None, None, None
        self._seen_at.clear()
        self.told.setText("")
        self._fill()

    # One paste a field

    def _order(self) -> list[tuple[str, str]]:
        """What is still to be pasted, one editor after the other. By hand: what is not ticked yet."""
        if self._tags is None:
            return [(which, name) for which in ANALYTICS for name in self.model.open_names(which)]
        present = [
            (result, self.model.needed[which])
            for which, result in self._results.items()
            if which == "call" or result.tag is not None
        ]
        return editor_rules.paste_order(present)

    def wanted_fields(self) -> dict[str, WantedFields]:
        """What the account window may fill into the editors: what is missing, not what is wrong."""
        tags = {which: result.tag for which, result in self._results.items()}
        seen = self._tags is not None
        order = [
            (which, name)
            for which, name in self._order()
            if not seen or self._state_of(which, name) == FieldState.MISSING
        ]
        return wanted_fields(order, tags if seen else {}, self.workspace.facts)

    def _state_of(self, which: str, name: str) -> str:
        return next(each.state for each in self._results[which].fields if each.name == name)

    def _next(self) -> tuple[str, str] | None:
        every = [each.name for each in self.workspace.facts.tracking_fields]
        return editor_rules.next_to_paste(self._order(), self._last, every)

    def _copy_next(self) -> None:
        following = self._next()
        if following is None:
            return
        which, name = following
        self._last = following
        self.services.desktop.copy(name)
        self.told.setText(
            self.text("tracking.copied", name=name, analytics=self.editors[which].title)
        )
        self._say()

    def _copy_missing(self) -> None:
        missing = self._missing()
        self.services.desktop.copy("\n".join(missing))
        self.told.setText(self.text("tracking.copied_all", n=len(missing)))

    def _copy_one(self, name: str) -> None:
        self.services.desktop.copy(name)
        self.told.setText(self.text("tracking.copied_one", name=name))

    # Watching

    def _watch_pressed(self) -> None:
        if self._watch.running:
            self._watch.stop()
            self.told.setText(self.text("tracking.watch_stopped"), "idle")
        else:
            numbers = self._watched()
            few = self.workspace.warn_first("trackingWatch", self._watch.cost, pressed=True)
            self._finding = few
            if few is None and numbers and self.workspace.token is not None and not self.busy:
                self._trouble = ""
                self.told.setText("")
                self._watch.start(numbers)
        self._buttons()
        self._say()
        self.changed.emit()

    def _watch_told(self, left: float, trouble: str) -> None:
        self.show_time_left(max(0, round(left)))
        if trouble != self._trouble:
            self._trouble = trouble
            self._say()

    def _seen(self, tag: DataTag) -> None:
        """An answer while watching: the rows that are right now turn green."""
        if self._tags is None:
            return
        before = self._order()
        self._taking = True
        tags = tuple(tag if each.id == tag.id else each for each in self._tags.tags)
        self._take(Tags(tags, self._tags.complete))
        self.workspace.renew_tags(self._tags)
        now = self.workspace.stamp()
        for which, result in self._results.items():
            if result.tag is not None and result.tag.id == tag.id:
                self._seen_at[which] = now
        self._judge(now)
        self._taking = False
        self._say()
        self._watch.left = self._watched()
        good = {
            (which, each.name)
            for which, result in self._results.items()
            for each in result.fields
            if each.state == FieldState.OK
        }
        found = list(dict.fromkeys(name for which, name in before if (which, name) in good))
        if found:
            self._tell_found(", ".join(found))
        self.changed.emit()

    def _tell_found(self, names: str) -> None:
        following = self._next()
        if following is None:
            self.told.setText(self.text("tracking.found", names=names))
            return
        if not self.auto_copy.isChecked() or self._last is None:
            # Nobody has begun to paste: the clipboard is the person's.
            self.told.setText(self.text("tracking.found_next", names=names))
            return
        if not self.services.desktop.holds(self._last[1]):
            self.told.setText(self.text("tracking.found_kept", names=names))
            return
        self._copy_next()
        which, name = following
        title = self.editors[which].title
        self.told.setText(
            self.text("tracking.found_copied", names=names, name=name, analytics=title)
        )

    def _watch_ended(self, result: Outcome) -> None:
        self._finding = result.finding
        if result.finding is None and result.value:
            self.told.setText(self.text("tracking.watch_all"))
        elif result.finding is None:
            self.told.setText(self.text("tracking.watch_over"), "idle")
        self._buttons()
        self._say()
        self.changed.emit()

    # Showing

    def _buttons(self) -> None:
        text = self.text
        with_token = self.workspace.token is not None
        watching = self._watch.running
        self.recheck.setEnabled(with_token and not self.busy and not watching)
        why = "" if with_token else text("tracking.why_token")
        self.recheck.setToolTip(text("tracking.why_watching") if watching else why)
        can = with_token and not self.busy and bool(self._watched())
        self.watch.setEnabled(watching or can)
        self.watch.setText(text("tracking.stop" if watching else "tracking.watch"))
        if with_token and not can:
            why = self._why_not_watched()
        self.watch.setToolTip("" if watching or can else why)
        # It concerns watching alone: one thing less to read before.
        self.auto_copy.setVisible(watching)
        self.time_left.setVisible(watching)

    def _why_not_watched(self) -> str:
        if self._tags is None:
            return self.text("tracking.why_read_first")
        absent = any(each.tag is None and each.findings for each in self._results.values())
        return self.text("tracking.why_absent" if absent else "tracking.why_nothing")

    def _say(self) -> None:
        if self.busy or self._taking:
            return
        following = self._next()
        why = self.text("tracking.why_nothing_to_copy")
        for each, can in (
            (self.copy_next, following is not None),
            (self.copy_missing, bool(self._missing())),
        ):
            each.setEnabled(can)
            each.setToolTip("" if can else why)
        if following is not None:
            which, name = following
            self.copy_next.setText(self.text("tracking.copy_next", name=name))
            left = sum(1 for each in self._order() if each[0] == which)
            title = self.editors[which].title
            self.next_for.setText(self.text("tracking.next_for", analytics=title, n=left))
        else:
            self.copy_next.setText(self.text("tracking.nothing_missing"))
        self.next_for.setVisible(following is not None)
        self._buttons()
        self._say_status()
        self.show_when(self._checked_at())

    def _checked_at(self) -> str:
        state = self.workspace.state
        verdict = state.tracking_verdict if state else None
        return verdict.at if verdict else ""

    def _say_status(self) -> None:
        text = self.text
        if self._finding is not None:
            self.tell(self.status, [self._finding])
            return
        if self._tags is None:
            said = ""
            if self.workspace.token_awaited:
                said = text(self.workspace.token_awaited)
            elif self.workspace.token is None:
                ticked = len(self.model.ticks["call"] & self.model.needed["call"])
                said = text("tracking.by_hand", ticked=ticked, n=len(self.model.needed["call"]))
            self.status.set_state("idle", said)
            return
        findings = self._findings()
        if self._watch.running:
            said = text("tracking.watching", n=len(self._open()))
            if self._trouble:
                what = text(f"finding.{self._trouble}", n=0)
                said += "\n" + text("tracking.watch_trouble", what=what)
            self.status.set_state("busy", said, findings)
        else:
            self.tell(self.status, findings, text("tracking.good"))

    def _findings(self) -> Sequence[Finding]:
        results = self._results.values()
        found = summarize(results)
        return words.with_words(found, results, self.model.needed, self.workspace.facts, self.text)

    # As a file

    def _export(self) -> None:
        address = self.workspace.address
        if address is None:
            return
        suggested = Path.home() / f"planfix-binotel-{address.file_name}-fields.html"
        path = self.shell.ask_path("checklist", suggested)
        if path is None:
            return
        markdown = path.suffix.lower() in (".md", ".markdown")
        template = "templates/checklist.md.j2" if markdown else "templates/checklist.html.j2"
        made = checklist(self, self.status.text())
        told = render(self.services.read_resource(template), made, html=not markdown)
        finding = self.services.archive.write_file(path, told.encode("utf-8"))
        if finding is not None:
            self.tell(self.exported.line, [finding])
            return
        self.exported.setText(self.text("checklist.saved", file=str(path)))
