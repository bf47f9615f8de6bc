"""What is needed, what was read, what was ticked: the part of the step ``tracking`` that asks and judges.

Rules judge, editors and table draw; pasting and watching are the page's.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker

from wizard.flow.cancel import Cancel
from wizard.flow.checks import Tags, read_analytics, tags_cost
from wizard.flow.state import Verdict
from wizard.rules import tracking_editor as editor_rules
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
from wizard.ui.jobs import Outcome
from wizard.ui.page import Shell
from wizard.ui.pages.tracking_form import SAME, TrackingForm
from wizard.ui.pages.tracking_watch import FieldsWatch
from wizard.ui.workspace import Workspace


class TrackingLook(TrackingForm):
    """Keeps what was found of both data tags; says nothing of it: ``_say`` is the page's."""

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._tags: Tags | None = None
        self._finding: Finding | None = None
        self._results: dict[str, AnalyticsResult] = {}
        # While an answer is taken in, every change of state would say all of it anew.
        self._taking = False
        self._watch = FieldsWatch(workspace, self)
        self._doing: tuple[str, dict[str, object]] = ("tracking.checking", {})

    @property
    def busy(self) -> bool:
        """Whether the account is being read. Watching does not keep anybody from going on."""
        return self.workspace.jobs.running("tracking")

    def _say(self) -> None:
        raise NotImplementedError

    def _watched(self) -> tuple[int, ...]:
        """The data tags in which something is left that a person can mend in the browser."""
        return tuple(
            result.tag.id
            for which, result in self._results.items()
            if result.tag is not None and any(row.to_find for row in self.editors[which].rows)
        )

    def _fill(self) -> None:
        state = self.workspace.state
        every = [each.name for each in self.workspace.facts.tracking_fields]
        needed = {
            "call": state.needed_call if state and state.needed_call is not None else every,
            "missed": state.needed_missed if state and state.needed_missed is not None else every,
        }
        if state is not None and state.missed_off:
            needed["missed"] = ()
        ticks = {
            "call": state.ticked_call if state else (),
            "missed": state.ticked_missed if state else (),
        }
        self.model.fill(needed, ticks)
        self._show_sets()
        self._show_tags()
        self._judge()

    # What is needed

    @property
    def _off(self) -> bool:
        """Whether the person wants nothing in the missed calls' data tag."""
        return bool(self.workspace.state and self.workspace.state.missed_off)

    def _show_sets(self) -> None:
        needed, facts = self.model.needed, self.workspace.facts
        same = needed["call"] == needed["missed"]
        found = needed_set_of(needed["call"], facts) if same or self._off else ""
        for combo, key in (
            (self.sets, found),
            (self.missed_sets, SAME if same else needed_set_of(needed["missed"], facts)),
        ):
            blocked = QSignalBlocker(combo)
            combo.setCurrentIndex(combo.findData(key))
            blocked.unblock()
        blocked = QSignalBlocker(self.missed_on)
        self.missed_on.setChecked(not self._off)
        blocked.unblock()
        self.missed_sets.setVisible(not self._off)

    def _set_chosen(self) -> None:
        chosen = str(self.sets.currentData() or "")
        if not chosen:
            return
        for which in ANALYTICS:
            if which == "call" or not self._off:
                self.model.needed[which] = set(self.workspace.facts.needed_sets[chosen])
        self._needed()

    def _missed_set_chosen(self) -> None:
        chosen = str(self.missed_sets.currentData() or "")
        if not chosen:
            return
        names = self.workspace.facts.needed_sets.get(chosen, self.model.needed["call"])
        self.model.needed["missed"] = set(names)
        self._needed()

    def _missed_toggled(self, on: bool) -> None:
        self.workspace.update(missed_off=not on)
        self._fill()
        self._after_needed()

    def _needed(self) -> None:
        order = [each.name for each in self.workspace.facts.tracking_fields]
        chosen = {
            which: tuple(name for name in order if name in self.model.needed[which])
            for which in ANALYTICS
        }
        changes: dict[str, object] = {"needed_call": chosen["call"]}
        if chosen["missed"] or not self._off:
            # Whoever ticks a field there wants the data tag again.
            changes.update(needed_missed=chosen["missed"], missed_off=False)
        self.workspace.update(**changes)
        self._show_sets()
        self._judge()
        self._after_needed()

    def _after_needed(self) -> None:
        if self._tags is None:
            self._ticked()
        self._watch.left = self._watched()

    # By hand

    def _tick_in_editor(self, which: str, name: str, on: bool) -> None:
        self.model.tick(which, name, on)

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
        self._draw()
        self._say()

    # Which data tag

    def _picked(self, which: str, number: int) -> None:
        self.workspace.update(**{f"{which}_tag_id": number})
        self._show_tags()
        self._judge(self.workspace.tags_read_at)
        self._watch.left = self._watched()
        tag = self._results[which].tag
        if tag is not None and tag.fields is None:
            # The list did not tell its fields. A look under way would ask for another data tag's.
            self.workspace.jobs.cancel("tracking")
            self._check()

    def _show_tags(self) -> None:
        state = self.workspace.state
        chosen = state.chosen_tags if state else {}
        tags = self._tags.tags if self._tags is not None else ()
        used = {
            which: tag.id
            for which in ANALYTICS
            if (tag := find_analytics(tags, which, self.workspace.facts, chosen.get(which)))
        }
        for which, other in (("call", "missed"), ("missed", "call")):
            self.editors[which].show_tags(tags, chosen.get(which, 0), used.get(other, 0))

    # Checking

    def _check(self, again: bool = False) -> None:
        workspace = self.workspace
        if workspace.token is None or self.busy:
            return
        facts = workspace.facts
        chosen = workspace.state.chosen_tags if workspace.state else {}
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
            tags = read_analytics(
                workspace.planfix(cancel, waiting), facts, young, progress, chosen
            )
            # Comparing hundreds of names takes a while the first time, and is remembered then.
            for which in ANALYTICS:
                judge(which, find_analytics(tags.tags, which, facts, chosen.get(which)), (), facts)
            return tags

        self._watch.stop()
        self._finding = None
        self._tell("tracking.checking")
        workspace.jobs.start("tracking", work, self._done)
        self.refresh()
        self.changed.emit()

    def _proves(self, tags: Tags) -> bool:
        return not summarize(self._judged(tags).values())

    def _waiting(self, seconds: float) -> None:
        if seconds >= 2:
            self._tell("shell.waiting_turn", n=round(seconds))

    def _progress(self, read: int) -> None:
        self._tell("tracking.checking_n", n=read)

    def _tell(self, words: str, **values: object) -> None:
        self._doing = words, values
        self.tell_again()

    def tell_again(self) -> None:
        """Say what is being done, in the language of now."""
        words, values = self._doing
        self.status.set_state("busy", self.text(words, **values))

    def _done(self, result: Outcome) -> None:
        self._taking = True
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
            self._take(result.value)
            self.workspace.remember_tags(result.value)
            self._seen_at = dict.fromkeys(ANALYTICS, self.workspace.tags_read_at)
            self._show_tags()
        self._watch.asked()
        self._judge(self.workspace.tags_read_at if result.finding is None else "")
        self._taking = False
        self._say()
        self.changed.emit()

    def _take(self, tags: Tags) -> None:
        """What was read. To be called before it is remembered: that makes every page look at its state."""
        self._tags = tags
        self._results = self._judged(tags)
        self.model.set_results(dict(self._results))

    def _judged(self, tags: Tags | None) -> dict[str, AnalyticsResult]:
        state, facts = self.workspace.state, self.workspace.facts
        chosen = state.chosen_tags if state else {}
        found = tags.tags if tags is not None else ()
        results = {
            which: judge(
                which,
                find_analytics(found, which, facts, chosen.get(which)),
                self.model.needed[which],
                facts,
                tags_seen=tags is not None,
                ticked=self.model.ticks[which],
            )
            for which in ANALYTICS
        }
        if self._off:
            results["missed"] = replace(results["missed"], findings=())
        return results

    def _judge(self, read_at: str = "") -> None:
        """Judge what was read; ``read_at``: just now, at that time."""
        self._results = self._judged(self._tags)
        if self._tags is None:
            self.model.set_results(dict.fromkeys(ANALYTICS))
            self._draw()
            self._say()
            return
        self.model.set_results(dict(self._results))
        findings = summarize(self._results.values())
        state = self.workspace.state
        verdict = state.tracking_verdict if state else None
        at = read_at or (self.workspace.tags_read_at if verdict is None else verdict.at)
        if self._finding is None:
            self.workspace.update(
                tracking_open=len(self._open()),
                tracking_verdict=Verdict(
                    at, outcome(findings), tuple(each.key for each in findings)
                ),
            )
        self._draw()
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
        if self._tags is None:
            return self._open()
        wanted = {
            name
            for which, result in self._results.items()
            if result.tag is not None
            for name in missing_names(result, self.model.needed[which])
        }
        if self._results["call"].tag is None:
            wanted |= set(self.model.open_names("call"))
        return [each.name for each in self.workspace.facts.tracking_fields if each.name in wanted]

    def _draw(self) -> None:
        """The editors, as the rules have them."""
        facts = self.workspace.facts
        for which, result in self._results.items():
            off = which == "missed" and self._off
            needed, ticks = self.model.needed[which], self.model.ticks[which]
            rows = editor_rules.editor_rows(result, needed, facts, ticks, off)
            self.editors[which].show_result(result, rows, off, self._tags is not None)
        self.table.fit()
        self.show_tabs()
        self.show_detail()
