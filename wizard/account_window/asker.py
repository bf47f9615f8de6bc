"""Runs our script in the page, in a world of its own, and brings back what it told.

The page's origin is asked in the same run that reads or sets anything, and before a secret is handed to
the engine at all. Must not judge what came back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineScript

from wizard.account_window.engine import origin_of

PARTS = ("page", "form", "rows", "guide", "acts")
_PATIENCE_MS = 8_000
_GRACE_MS = 300
_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value

Answer = Mapping[str, Any]
Done = Callable[[Answer], None]


class Asker(QObject):
    """One question at a time has an answer; a late one, of a page that is gone, is dropped."""

    def __init__(
        self, page: QWebEnginePage, origin: str, read: Callable[[str], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._page = page
        self._origin = origin
        self._words = json.loads(read("account_window/words.json"))
        self.ways: Mapping[str, Any] = self._words.pop("guide")
        parts = "\n".join(read(f"account_window/{name}.js") for name in PARTS)
        self._script = (
            "(function (request) { 'use strict';\n" + parts + "\n"
            "try { return JSON.stringify(main()); }\n"
            "catch { return JSON.stringify({ code: 'unknown_form', reason: 'script' }); }\n})"
        )
        self._run = 0
        self._done: Done | None = None
        self._timer = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._timer.timeout.connect(lambda: self._answered(self._run, None))
        page.loadFinished.connect(self._moved_on)

    @property
    def here(self) -> bool:
        """Whether the page on screen is the account's."""
        return origin_of(self._page.url()) == self._origin

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._done is not None

    def ask(self, act: str, done: Done, **request: Any) -> None:
        """Ask, and give up an earlier question. ``done`` gets ``wrong_origin`` where it is not the account."""
        self._run += 1
        self._done = done
        if not self.here:
            self._timer.stop()
            self._done = None
            done({"code": "wrong_origin"})
            return
        run = self._run
        asked = {"act": act, "origin": self._origin, "words": self._words, **request}
        self._timer.start(_PATIENCE_MS)
        self._page.runJavaScript(
            f"{self._script}({json.dumps(asked)})",
            _WORLD,
            lambda answer: self._answered(run, answer),
        )

    def give_up(self) -> None:
        """Wait for no answer any more."""
        self._run += 1
        self._done = None
        self._timer.stop()

    def _moved_on(self) -> None:
        """Another page is here: what was asked of the one before it may never be answered."""
        if self.busy:
            self._timer.start(_GRACE_MS)

    def _answered(self, run: int, answer: object) -> None:
        done = self._done
        if run != self._run or done is None:
            return
        self._done = None
        self._timer.stop()
        done(_read(answer))


def _read(answer: object) -> Answer:
    """What the script told; ``no_answer`` where the page went away under it."""
    try:
        read = json.loads(answer) if isinstance(answer, str) else None
    except ValueError:
        read = None
    return read if isinstance(read, dict) else {"code": "form_not_found", "reason": "no_answer"}
