"""What a start may not bring along (design, section 6). Each case is a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import wizard

CHECKOUT = Path(wizard.__file__).parent.parent

# Enums built on the way are noted: there is no asking Qt which ones exist without building them.
WINDOW = """
import enum, gc, json, sys
import re
compiled, at_once = [], re.compile
def keep(pattern, flags=0):
    compiled.append(str(pattern))
    return at_once(pattern, flags)
re.compile = keep
built, make = [], enum.EnumMeta.__new__
def note(meta, name, *rest, **more):
    built.append(name)
    return make(meta, name, *rest, **more)
enum.EnumMeta.__new__ = staticmethod(note)

from wizard.app import create
window = create(["--config-dir", sys.argv[1], "--language", "ru"])
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QWidget
app = QApplication.instance()
told = {}

class FirstPaint(QObject):
    # The step is painted with the window, before the loop comes to a timer.
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not told:
            told.update(modules=[], enums=[])
            QTimer.singleShot(0, painted)
        return False

def painted():
    told.update(modules=sorted(sys.modules), enums=list(built), step=window.current_step)
    QTimer.singleShot(0, settled)

def settled():
    title = next(each for each in window.findChildren(QLabel) if each.property("role") == "title")
    told.update(
        collecting=gc.isenabled(),
        selectable=title.property("textInteractionFlags") is not None
        and bool(title.textInteractionFlags().value & 1),
        whole="QToolTip" in window.styleSheet(),
        patterns=[each for each in compiled if "edge of a word" in each],
        patched=re.compile is not keep,
    )
    window.close()
    app.quit()

first = FirstPaint()
window.installEventFilter(first)
app.exec()
print(json.dumps(told))
"""

# Qt's functions are asked for their signatures after a quick import, and called wrongly.
SIGNATURES = """
import json, re
compiled, at_once = [], re.compile
def note(pattern, flags=0):
    compiled.append(pattern)
    return at_once(pattern, flags)
re.compile = note

from wizard.quick import patterns_at_once, patterns_later
patterns_later()
from PySide6.QtCore import QObject
patterns_at_once()
from shibokensupport.signature import get_signature
assert re.compile is note
shiboken = [each for each in compiled if len(str(each)) > 200 and "edge of a word" in str(each)]
try:
    QObject().setObjectName(QObject)
    said = ""
except TypeError as error:
    said = str(error)
print(json.dumps([len(shiboken), str(get_signature(QObject.setObjectName)), said]))
"""

NO_WINDOW = """
import sys
from wizard.app import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
print([name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))])
"""


def run(program: str, *arguments: str) -> str:
    """What the program wrote, run as a person's process would be."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, encoding="utf-8", check=False, timeout=60,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one start told."""
    told: dict[str, Any] = json.loads(run(WINDOW, str(tmp_path_factory.mktemp("start"))))
    return told


def test_the_first_step_is_painted(start: dict[str, Any]) -> None:
    assert start["step"] == "account"


@pytest.mark.parametrize(
    "name",
    ["requests", "urllib3", "keyring", "jinja2", "phonenumbers", "truststore", "flask", "ssl"],
)
def test_a_library_is_not_imported_before_it_is_used(start: dict[str, Any], name: str) -> None:
    assert name not in start["modules"]


@pytest.mark.parametrize("name", ["QtNetwork", "QtSvg", "QtWebEngineCore"])
def test_a_part_of_qt_is_not_imported_before_it_is_used(start: dict[str, Any], name: str) -> None:
    assert f"PySide6.{name}" not in start["modules"]


def test_of_the_pages_only_the_first_is_imported(start: dict[str, Any]) -> None:
    pages = {name for name in start["modules"] if name.startswith("wizard.ui.pages.")}
    assert {name.split(".")[3].partition("_")[0] for name in pages} == {"account"}


def test_no_drawing_and_no_door_to_the_network_is_imported(start: dict[str, Any]) -> None:
    late = ("wizard.ui.drawings", "wizard.doors.http", "wizard.doors.planfix", "wizard.demo")
    assert not [name for name in start["modules"] if name.startswith(late)]


def test_the_namespace_qt_is_not_built(start: dict[str, Any]) -> None:
    assert start["enums"], "the notes themselves work"
    assert not {"AlignmentFlag", "ItemDataRole", "PenStyle", "GlobalColor"} & set(start["enums"])


def test_what_waited_is_done_after_the_first_paint(start: dict[str, Any]) -> None:
    assert start["collecting"]
    assert start["selectable"]
    assert start["whole"]


def test_patterns_for_signatures_are_not_compiled(start: dict[str, Any]) -> None:
    assert start["patterns"] == []
    assert not start["patched"]


def test_patterns_for_signatures_wait_until_somebody_asks() -> None:
    early, signature, said = json.loads(run(SIGNATURES))
    assert early == 0
    assert "name: str" in signature
    assert "setObjectName" in said
    assert "str" in said


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_an_answer_on_the_console_needs_no_qt(option: str) -> None:
    assert run(NO_WINDOW, option).splitlines()[-1] == "[]"
