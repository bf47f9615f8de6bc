"""Filling the names of missing fields into the editor of a data tag, on the person's click. Saves nothing.

One editor a click: the one that is open. Whether what was saved is right tells the account itself over REST.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wizard.account_window.filling import AGAIN_MS, SETTLED_MS, Doer
from wizard.account_window.link import Link
from wizard.rules.field_editor import WantedFields

_ROUNDS = 4
_TURNS = 120
_PATIENCE = 15
_REASONS = frozenset({"windows", "buttons", "no_add", "blanks", "type", "covered", "not_kept"})


class FieldsFilling:
    """The turns of one filling: add what is missing, look whether it stayed, add again what did not."""

    def __init__(self, acts: Doer, wanted: Mapping[str, WantedFields]) -> None:
        self._acts = acts
        self._wanted = wanted
        self._presses = max(len(each.names) for each in wanted.values()) + 2
        self._turns = 0
        self._rounds = 0
        self._looks = 0
        self._lost = 0
        self._before: int | None = None

    def turn(self) -> None:
        """Ask the page to go on."""
        self._turns += 1
        editors = {
            which: {"title": each.title, "existing": each.existing, "names": each.names}
            for which, each in self._wanted.items()
        }
        self._acts.ask("fields", self._answered, editors=editors, presses=self._presses)

    def _answered(self, answer: Mapping[str, Any]) -> None:
        code, reason = str(answer.get("code", "")), str(answer.get("reason", ""))
        self._presses = int(answer.get("presses", self._presses))
        left = len(answer.get("left") or ())
        if code == "form_not_found" and self._lost < _PATIENCE:
            # It may be drawn anew, or only now be on its way.
            self._lost += 1
            self._acts.later(AGAIN_MS, self.turn)
        elif code:
            self._acts.end(key=code, reason=reason, count=left, which=str(answer.get("which", "")))
        elif left:
            self._looks = 0
            self._go_on(str(answer.get("which", "")), left)
        else:
            self._settle(str(answer.get("which", "")))

    def _go_on(self, which: str, left: int) -> None:
        """Something is not there yet, or not any more."""
        self._rounds += self._before is not None and left >= self._before
        self._before = left
        if self._turns >= _TURNS or self._rounds >= _TURNS // _ROUNDS:
            self._acts.end(key="unknown_form", reason="not_kept", count=left, which=which)
        else:
            self._acts.later(AGAIN_MS // 2, self.turn)

    def _settle(self, which: str) -> None:
        """All are there: still so when the page has drawn itself anew?"""
        if self._looks < len(SETTLED_MS):
            self._looks += 1
            self._acts.later(SETTLED_MS[self._looks - 1], self.turn)
        else:
            self._acts.end(key="filled", count=len(self._wanted[which].names), which=which)


def preview(wanted: Mapping[str, WantedFields], link: Link) -> str:
    """What a click would add, editor by editor."""
    lines = [
        link.text("account_fields.will", title=each.title, n=len(each.names))
        for each in wanted.values()
    ]
    return "\n".join(lines) or link.text("account_fields.nothing_to_fill.do")


def head(key: str, link: Link) -> str:
    """What happened."""
    section = "account_window" if key == "wrong_origin" else "account_fields"
    return link.text(f"{section}.{key}")


def body(
    key: str, reason: str, count: int, title: str, others: Mapping[str, str], link: Link
) -> str:
    """What it means and what to do. ``others``: titles of editors in which names are missing, by data tag."""
    if key == "filled":
        lines = [link.text("account_fields.filled.do", n=count, title=title)]
        if others:
            lines.append(link.text("account_fields.then", title=", ".join(others.values())))
        return "\n".join(lines)
    why = link.text(f"account_fields.why_{reason}") if reason in _REASONS else ""
    return "\n".join(each for each in (why, link.text(f"account_fields.{key}.do")) if each)
