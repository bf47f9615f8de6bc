"""The three things that the window does on a click: read the addresses, fill the form, compare after the save.

Each is a row of short questions to the page with time between them, because pages show and redraw their
windows when they please. Saves nothing, words nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, QUrl, Signal
from PySide6.QtWebEngineCore import QWebEnginePage

from wizard.account_window.asker import Asker
from wizard.account_window.fields import FieldsFilling
from wizard.account_window.filling import AGAIN_MS, Filling
from wizard.account_window.link import Link
from wizard.rules.account_form import (
    SeenForm,
    Standing,
    Wanted,
    addresses_differ,
    compare,
    takeable_origin,
)

# How long a window of the page's may take to appear, by what is seen instead of it.
PATIENCE = {
    "form_not_found": 5_000,
    "unknown_form": 2_000,
    "form_ambiguous": 1_000,
    "other_pbx": 1_000,
}


NOTHING = Wanted(None, None)


@dataclass(frozen=True)
class Report:
    """What came of an act. ``key`` is a finding of the contract, empty for addresses that agree."""

    act: str
    key: str = ""
    reason: str = ""
    seen: SeenForm | None = None
    standing: Standing | None = None
    by_hand: Mapping[str, str] = field(default_factory=dict)
    differing: tuple[str, ...] = ()
    takeable: str = ""
    wanted: Wanted = NOTHING
    asks: bool = False
    waits: bool = False
    which: str = ""
    count: int = 0


class Acts(QObject):
    """At most one act at a time. ``ended`` brings a ``Report``, ``looked`` what a look in between told."""

    started = Signal(str)
    ended = Signal(object)
    looked = Signal(object)

    def __init__(self, page: QWebEnginePage, asker: Asker, link: Link, parent: QObject) -> None:
        super().__init__(parent)
        self._page = page
        self._asker = asker
        self._link = link
        self.act = ""
        # An answer to "compare" that waits until the person has opened the form again.
        self.comparing = False
        self._salt = os.urandom(16)
        self._question = ""
        self._clock = QElapsedTimer()
        self._next: Callable[[], None] | None = None
        self._reloading = False
        page.loadFinished.connect(self._reloaded)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)

    # Beginning and end

    def begin(self, act: str) -> None:
        """Start ``read``, ``fill``, ``verify`` or ``fields``; an act under way is given up."""
        self.stop()
        self.act = act
        self.comparing = False
        self.started.emit(act)
        self._clock.start()
        self._begin_here()

    def _begin_here(self) -> None:
        act = self.act
        loading = self._page.isLoading() and self._clock.elapsed() < PATIENCE["form_not_found"]
        if not self._asker.here and loading:
            # Clicked while the account is still on its way.
            self.later(AGAIN_MS, self._begin_here)
        elif not self._asker.here:
            self.end(key="wrong_origin")
        elif act == "fields":
            self._add_fields()
        elif act != "read" and not self._link.wanted():
            self.end(key="nothing_to_fill")
        elif act == "read":
            self._await_form(self._read)
        elif act == "fill":
            self._await_form(self._fill)
        else:
            self._await_form(self._verify)

    def stop(self) -> None:
        """Give up what is under way."""
        self._timer.stop()
        self._next = None
        self._asker.give_up()
        self._reloading = False
        self.act = ""

    def forget_question(self) -> None:
        """The next click asks anew."""
        self._question = ""

    def poll(self, way: Mapping[str, Any]) -> None:
        """A look in between, if nothing is under way."""
        if not self.act and not self._asker.busy and self._asker.here:
            self._asker.ask("look", self._polled, guide=way)

    def _polled(self, answer: Mapping[str, Any]) -> None:
        self.looked.emit(answer)
        if self.comparing and not self.act and not answer.get("code"):
            self.act = "verify"
            self.started.emit("verify")
            self._compare(SeenForm.from_answer(answer))

    def end(self, **report: Any) -> None:
        act, self.act = self.act, ""
        self._timer.stop()
        self._next = None
        if not report.get("asks"):
            self._question = ""
        self.ended.emit(Report(act, **report))

    def later(self, milliseconds: int, then: Callable[[], None]) -> None:
        self._next = then
        self._timer.start(milliseconds)

    def _go_on(self) -> None:
        then, self._next = self._next, None
        if then is not None:
            then()

    def ask(self, act: str, done: Callable[[Mapping[str, Any]], None], **request: Any) -> None:
        self._asker.ask(act, done, **request)

    # The form

    def _await_form(self, then: Callable[[SeenForm], None]) -> None:
        self._clock.start()

        def look() -> None:
            self.ask("look", answered, scroll=True)

        def answered(answer: Mapping[str, Any]) -> None:
            seen = SeenForm.from_answer(answer)
            patience = PATIENCE.get(seen.code, 0)
            if seen.code == "wrong_origin" and self._asker.here:
                # On its way: the engine names the new page already, the old one has answered.
                patience = PATIENCE["form_not_found"]
            if seen.code and self._clock.elapsed() < patience:
                self.later(AGAIN_MS, look)
            else:
                then(seen)

        look()

    def _unfolded(self, seen: SeenForm, then: Callable[[SeenForm], None]) -> None:
        """With the block of short numbers open, where there is one that opens."""

        def pressed(answer: Mapping[str, Any]) -> None:
            if answer.get("pressed") is True:
                self._clock.start()
                self.later(AGAIN_MS, look)
            else:
                then(seen)

        def look() -> None:
            self.ask("look", answered, scroll=True)

        def answered(answer: Mapping[str, Any]) -> None:
            found = SeenForm.from_answer(answer)
            closed = found.code or found.block == "collapsed"
            if closed and self._clock.elapsed() < PATIENCE["unknown_form"]:
                self.later(AGAIN_MS, look)
            else:
                then(found if not found.code else seen)

        self.ask("unfold", pressed)

    # Read

    def _read(self, seen: SeenForm) -> None:
        if not seen.addresses:
            self.end(key=seen.code, reason=seen.reason, seen=seen)
            return
        differing = addresses_differ(seen, self._link.letter_addresses())
        takeable = takeable_origin(seen, self._link.address, self._link.facts.domains)
        self.end(
            key="addresses_differ" if differing else "",
            seen=seen,
            differing=tuple(differing),
            takeable=takeable if differing else "",
            wanted=self._link.wanted(),
        )

    # Fill

    def _fill(self, seen: SeenForm) -> None:
        if seen.code:
            self.end(key=seen.code, reason=seen.reason, seen=seen)
            return
        wanted = self._link.wanted()
        if wanted.rows and seen.block == "collapsed":
            self._unfolded(seen, lambda found: self._confirm(found, wanted))
        else:
            self._confirm(seen, wanted)

    def _confirm(self, seen: SeenForm, wanted: Wanted) -> None:
        """Nothing that stands there is overwritten before the person saw that it does, and clicked again."""
        locked = [
            name for name, each in (("key", seen.key), ("secret", seen.secret)) if each.locked
        ]
        if locked:
            self.end(key="unknown_form", reason="locked", seen=seen)
            return
        standing = compare(seen, wanted)
        differing = tuple(addresses_differ(seen, self._link.letter_addresses()))
        taken = bool(standing.other or standing.masked or standing.rows_other)
        digest = self._digest(seen, wanted) if taken or differing else ""
        if digest and digest != self._question:
            self._question = digest
            self.end(
                key="already_filled" if taken else "addresses_differ",
                seen=seen,
                standing=standing,
                differing=differing,
                takeable=takeable_origin(seen, self._link.address, self._link.facts.domains)
                if differing
                else "",
                wanted=wanted,
                asks=True,
            )
            return
        Filling(self, wanted, overwrite=taken).turn()

    def _digest(self, seen: SeenForm, wanted: Wanted) -> str:
        """What the question was about, in a form that keeps no key."""
        values = [each.reveal() if each else "" for each in (wanted.key, wanted.secret)]
        there = [seen.key.value.reveal(), seen.secret.value.reveal()]
        parts = [*values, *there, repr(seen.rows), repr(wanted.rows), repr(dict(seen.addresses))]
        made = hashlib.sha256(self._salt)
        for part in parts:
            made.update(hashlib.sha256(part.encode("utf-8", "replace")).digest())
        return made.hexdigest()

    # Fields of a data tag

    def _add_fields(self) -> None:
        wanted = self._link.wanted_fields()
        if wanted:
            FieldsFilling(self, wanted).turn()
        else:
            self.end(key="nothing_to_fill")

    # Verify

    def _verify(self, seen: SeenForm) -> None:
        if seen.code == "form_not_found":
            self._wait_for_form(seen)
        elif seen.code:
            self.end(key=seen.code, reason=seen.reason, seen=seen)
        elif seen.saved and seen.answered == "error":
            self.end(key="save_refused", seen=seen)
        elif seen.reopened or (seen.saved and seen.answered == "ok"):
            self._compare(seen)
        elif seen.typed and not seen.saved:
            self.end(key="not_saved_yet", seen=seen)
        else:
            # What stands there may be what was typed: only a page that is read anew tells what was saved.
            self._reloading = True
            self.later(PATIENCE["form_not_found"] * 3, lambda: self._reloaded(False))
            # An address that differs in its fragment alone would load nothing.
            self._page.load(QUrl(self._page.url().toString().partition("#")[0]))

    def _reloaded(self, fine: bool) -> None:
        reloading, self._reloading = self._reloading, False
        if reloading and self.act == "verify":
            self._timer.stop()
            self._await_form(self._compare_reloaded)

    def _compare_reloaded(self, seen: SeenForm) -> None:
        if seen.code == "form_not_found":
            self._wait_for_form(seen)
        elif seen.code:
            self.end(key=seen.code, reason=seen.reason, seen=seen)
        else:
            self._compare(seen)

    def _wait_for_form(self, seen: SeenForm) -> None:
        self.comparing = True
        self.end(key="form_not_found", reason="open_again", seen=seen, waits=True)

    def _compare(self, seen: SeenForm) -> None:
        self.comparing = False
        wanted = self._link.wanted()
        if wanted.rows and seen.block == "collapsed":
            self._unfolded(seen, lambda found: self._compared(found, wanted))
        else:
            self._compared(seen, wanted)

    def _compared(self, seen: SeenForm, wanted: Wanted) -> None:
        readable = seen.block == "open"
        skip = () if readable else [each.id for each in wanted.rows]
        standing = compare(seen, wanted, skip)
        if standing.other or standing.empty or standing.rows_other or standing.rows_missing:
            key = "saved_differs"
        elif standing.masked:
            key = "masked"
        else:
            key = "saved_equal"
        reason = "" if readable or not wanted.rows else "rows_not_read"
        self.end(key=key, reason=reason, seen=seen, standing=standing, wanted=wanted)
