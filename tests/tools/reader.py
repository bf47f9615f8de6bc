"""A screen reader that does as it is told: drives a program through AT-SPI by accessible names alone.

Run by the system's own Python, which has pyatspi, inside of ``dbus-run-session``; see
tests/e2e/test_by_names.py. Starts the program given as arguments, reads one JSON command a line from
stdin, answers one JSON object a line on stdout. Must not import anything of the project.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pyatspi
from gi.repository import GLib

PATIENCE = 60.0
PAUSE = 0.05
# The tree changes while it is read.
GONE = (GLib.Error, AttributeError, NotImplementedError, RuntimeError)


class LostError(Exception):
    """What was asked for did not appear; tells what is there."""


def walk(thing: Any) -> Iterator[Any]:
    """A thing and all below it that is on screen."""
    yield thing
    try:
        children = [thing.getChildAtIndex(at) for at in range(thing.childCount)]
    except GONE:
        return
    for child in children:
        if child is not None:
            yield from walk(child)


def showing(thing: Any) -> bool:
    states = thing.getState()
    return bool(states.contains(pyatspi.STATE_SHOWING) or states.contains(pyatspi.STATE_VISIBLE))


def name_of(thing: Any) -> str:
    """Its name, or that of the label it belongs to."""
    try:
        for relation in thing.getRelationSet():
            if relation.getRelationType() == pyatspi.RELATION_LABELLED_BY:
                return str(relation.getTarget(0).name)
        return str(thing.name)
    except GONE:
        return ""


class Reader:
    """Finds things by role and name in the program with that process id."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process = process

    def program(self) -> Any:
        desktop = pyatspi.Registry.getDesktop(0)
        for at in range(desktop.childCount):
            each = desktop.getChildAtIndex(at)
            try:
                if each is not None and each.get_process_id() == self.process.pid:
                    return each
            except GONE:
                continue
        return None

    def everything(self) -> Iterator[Any]:
        found = self.program()
        if found is not None:
            yield from walk(found)

    def find(self, roles: list[str], name: str) -> Any:
        """Wait for a thing on screen that has one of the roles and exactly that name."""
        end = time.monotonic() + PATIENCE
        seen: list[str] = []
        while time.monotonic() < end:
            seen = []
            for each in self.everything():
                try:
                    role = each.getRoleName()
                    if role in roles and showing(each):
                        seen.append(name_of(each))
                        if name_of(each) == name:
                            return each
                except GONE:
                    continue
            if self.process.poll() is not None:
                raise LostError(f"the program ended with {self.process.returncode}")
            time.sleep(PAUSE)
        raise LostError(f"no {'/'.join(roles)} is called {name!r}; there are {seen}")

    def text(self, name: str, words: str) -> None:
        """Put words into a field, as dictation does."""
        edit = self.find(["text", "password text", "entry"], name)
        edit.queryEditableText().setTextContents(words)

    def press(self, name: str) -> None:
        """Do what a button, a box to tick, offers; waits until it may be pressed."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            target = self.find(["push button", "button", "check box", "toggle button"], name)
            states = target.getState()
            if states.contains(pyatspi.STATE_ENABLED) and states.contains(pyatspi.STATE_SENSITIVE):
                break
            time.sleep(PAUSE)
        else:
            raise LostError(f"{name!r} stays grey: {target.description}")
        action = target.queryAction()
        for at in range(action.nActions):
            if action.getName(at).lower() in ("press", "toggle", "click"):
                try:
                    action.doAction(at)
                except GONE:
                    # A program that was told to end may be gone before it answers.
                    if self.process.wait(PATIENCE):
                        raise
                return
        raise LostError(f"{name!r} offers nothing to do")

    def ticked(self, name: str) -> bool:
        box = self.find(["check box"], name)
        return bool(box.getState().contains(pyatspi.STATE_CHECKED))

    def hear(self, words: str) -> str:
        """Wait until something on screen says so; the whole of what it says."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for each in self.everything():
                try:
                    if words in (each.name or "") and showing(each):
                        return str(each.name)
                except GONE:
                    continue
            if self.process.poll() is not None:
                raise LostError(f"the program ended with {self.process.returncode}")
            time.sleep(PAUSE)
        heard = {each.name for each in self.everything() if each.name and showing(each)}
        raise LostError(f"nobody says {words!r}; what is said: {sorted(heard)}")

    def content(self, name: str) -> str:
        """The text in a field or a page."""
        found = self.find(["text", "document frame", "static", "label", "entry"], name)
        inside = found.queryText()
        return str(inside.getText(0, inside.characterCount))

    def ended(self) -> int:
        """Wait until the program has ended; its exit status."""
        return self.process.wait(PATIENCE)

    def nameless(self) -> list[str]:
        """What takes the focus and has no name."""
        found = []
        for each in self.everything():
            states = each.getState()
            wanted = (pyatspi.STATE_FOCUSABLE, pyatspi.STATE_SHOWING)
            silent = each.getRoleName() in ("table cell", "filler", "label")
            if all(map(states.contains, wanted)) and not silent and not name_of(each):
                found.append(each.getRoleName())
        return found


def main() -> int:
    # Libraries chat on stdout: the answers get a line of their own.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    process = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)
    reader = Reader(process)
    try:
        for line in sys.stdin:
            command = json.loads(line)
            try:
                act = getattr(reader, command["do"])
                answer = {"said": act(*command["with"])}
            except LostError as lost:
                answer = {"lost": str(lost)}
            except (*GONE, TypeError, ValueError, subprocess.TimeoutExpired) as error:
                answer = {"lost": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), file=answers, flush=True)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(20)
    return 0


if __name__ == "__main__":
    sys.exit(main())
