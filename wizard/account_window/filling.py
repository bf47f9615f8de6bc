"""One filling of the form: set, look whether it stayed, set again where the page drew itself anew.

Bounded in turns, so a page that forgets what is entered is told of and left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from wizard.rules.account_form import SeenForm, Standing, Wanted, compare

AGAIN_MS = 200
# When the filled form is looked at: at once, and when a page that redraws itself has done so.
SETTLED_MS = [250, 700]
_ROUNDS = 4
_TURNS = 400


class Doer(Protocol):
    """What asks the page, waits and tells how it ended."""

    def ask(self, act: str, done: Callable[[Mapping[str, Any]], None], **request: Any) -> None: ...
    def later(self, milliseconds: int, then: Callable[[], None]) -> None: ...
    def end(self, **report: Any) -> None: ...


class Filling:
    """The turns of one filling: set, look whether it stayed, set again where the page drew itself anew."""

    def __init__(self, acts: Doer, wanted: Wanted, overwrite: bool) -> None:
        self._acts = acts
        self._wanted = wanted
        self._overwrite = overwrite
        self._round = 0
        self._turns = 0
        self._looks = 0
        self._presses = len(wanted.rows) + 2
        self._by_hand: dict[str, str] = {}
        self._lost = ""

    def turn(self) -> None:
        """One run over everything that is wanted."""
        self._turns += 1
        wanted = self._wanted
        rows = [
            {"id": row.id, "number": row.number, "names": list(row.names)}
            for row in wanted.rows
            if row.id not in self._by_hand
        ]
        self._acts.ask(
            "fill",
            self._answered,
            api=wanted.key.reveal() if wanted.key else "",
            secret=wanted.secret.reveal() if wanted.secret else "",
            rows=rows,
            overwrite=self._overwrite,
            presses=self._presses,
            tries=self._round,
            first=self._turns == 1,
        )

    def _answered(self, answer: Mapping[str, Any]) -> None:
        code = answer.get("code")
        if code:
            self._stumbled(str(code), str(answer.get("reason", "")))
            return
        self._lost = ""
        self._presses = int(answer.get("presses", 0))
        self._note_rows(answer)
        if answer.get("waiting") and self._turns < _TURNS and self._patient(answer):
            self._acts.later(AGAIN_MS // 2, self.turn)
        else:
            self._looks = 0
            self._acts.later(SETTLED_MS[0], self._look)

    def _note_rows(self, answer: Mapping[str, Any]) -> None:
        for number, result in dict(answer.get("rows") or {}).items():
            if result not in ("done", "wait", "again"):
                self._by_hand[number] = str(result)

    def _patient(self, answer: Mapping[str, Any]) -> bool:
        """Whether a page that keeps one waiting is waited for: as long as rows go on, and a while longer."""
        done = [each for each in dict(answer.get("rows") or {}).values() if each == "done"]
        return self._turns < 20 + 8 * len(done)

    def _stumbled(self, code: str, reason: str) -> None:
        """The form went away under the hands: it may be drawn anew."""
        gone = code in ("form_not_found", "unknown_form", "form_ambiguous") and reason not in (
            "locked",
            "covered",
        )
        if code == "already_filled" and self._round > 0:
            code, reason = "unknown_form", "not_kept"
        self._lost = code
        if gone and self._turns < 15:
            self._acts.later(AGAIN_MS, self.turn)
        else:
            self._acts.end(key=code, reason=reason, wanted=self._wanted)

    def _look(self) -> None:
        self._acts.ask("look", self._seen)

    def _seen(self, answer: Mapping[str, Any]) -> None:
        acts, wanted = self._acts, self._wanted
        seen = SeenForm.from_answer(answer)
        if seen.code:
            self._stumbled(seen.code, seen.reason)
            return
        standing = compare(seen, wanted, self._by_hand)
        hidden = standing.masked and not (standing.other or standing.empty)
        if standing.whole or (hidden and not (standing.rows_other or standing.rows_missing)):
            self._looks += 1
            if self._looks < len(SETTLED_MS):
                acts.later(SETTLED_MS[self._looks], self._look)
            else:
                self._done(seen, standing)
        elif self._round + 1 < _ROUNDS:
            self._round += 1
            acts.later(AGAIN_MS, self.turn)
        elif standing.other or standing.empty or standing.masked:
            acts.end(key="unknown_form", reason="not_kept", seen=seen, wanted=wanted)
        else:
            for row, _ in standing.rows_other:
                self._by_hand[row.id] = "not_kept"
            for row in standing.rows_missing:
                self._by_hand[row.id] = "not_kept"
            self._done(seen, compare(seen, wanted, self._by_hand))

    def _done(self, seen: SeenForm, standing: Standing) -> None:
        self._acts.end(
            key="filled",
            seen=seen,
            standing=standing,
            by_hand=dict(self._by_hand),
            wanted=self._wanted,
        )
