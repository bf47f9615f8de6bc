"""Looks for marked secrets wherever a program could leave one. Knows no page; judges by what it finds.

Every ``*_of`` gives (place, content) pairs; ``found`` says which places hold which canary, in plain text or
in one of the disguises of tests/doors/tap.py.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from tests.doors.tap import disguises

Place = tuple[str, str | bytes]

# The fields in which a person types or sees them: masked there, which is looked at apart.
FIELDS = ("tokenEdit", "keyEdit", "secretEdit")
ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.UserRole,
)


def found(places: Iterable[Place], canaries: Iterable[str]) -> list[str]:
    """The places that hold a canary, each with the first signs of it."""
    told = []
    forms = {each: disguises(each) for each in canaries}
    for place, content in places:
        raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        told += [f"{place}: {name[:6]}…" for name, hidden in forms.items() if _any(raw, hidden)]
    return told


def _any(raw: bytes, forms: list[bytes]) -> bool:
    return any(form in raw for form in forms)


def files_of(folder: Path, but: Iterable[Path] = ()) -> Iterator[Place]:
    """Names and contents of all files below a folder."""
    for path in sorted(folder.rglob("*")):
        if any(path.is_relative_to(each) for each in but):
            continue
        yield "the name of a file", path.relative_to(folder).as_posix()
        if path.is_file():
            yield path.name, path.read_bytes()


def windows_of(window: QWidget) -> Iterator[Place]:
    """Whatever a window and its dialogs show, say to a screen reader or carry as a hint."""
    for each in [window, *window.findChildren(QWidget)]:
        name = each.objectName() or type(each).__name__
        for what in (
            *("windowTitle", "toolTip", "statusTip", "whatsThis", "objectName"),
            *("accessibleName", "accessibleDescription", "windowFilePath", "styleSheet"),
        ):
            yield f"{what} of {name}", str(each.property(what) or "")
        for prop in (raw.toStdString() for raw in each.dynamicPropertyNames()):
            # Qt's own may be of kinds that Python cannot read.
            with suppress(RuntimeError):
                yield f"{prop} of {name}", str(each.property(prop))
        yield f"the words of {name}", _words(each)
        yield from _heard(each, name)
        if isinstance(each, QAbstractItemView) and each.model() is not None:
            yield from _cells(each, name)


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit):
        # Of a masked field what is on screen, of others what stands in them.
        return "\n".join((widget.displayText(), widget.placeholderText()))
    if isinstance(widget, (QPlainTextEdit, QTextEdit)):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        rows = range(widget.count())
        return "\n".join(f"{widget.itemText(row)} {widget.itemData(row)}" for row in rows)
    return widget.text() if isinstance(widget, (QLabel, QAbstractButton)) else ""


def _heard(widget: QWidget, name: str) -> Iterator[Place]:
    interface = QAccessible.queryAccessibleInterface(widget)
    if interface is None:
        return
    for kind in (
        QAccessible.Text.Name,
        QAccessible.Text.Description,
        QAccessible.Text.Value,
        QAccessible.Text.Help,
    ):
        yield f"{kind.name} that a screen reader says of {name}", interface.text(kind)


def _cells(view: QAbstractItemView, name: str) -> Iterator[Place]:
    model = view.model()
    for row in range(model.rowCount()):
        column = 0
        # Not by columnCount: of list models it is private.
        while (index := model.index(row, column)).isValid():
            for role in ROLES:
                data = index.data(int(role))
                yield f"cell {row}, {column} of {name}", str(data)
            column += 1


def masked(window: QWidget) -> bool:
    """Whether every field of a secret shows dots."""
    fields = [window.findChild(QLineEdit, name) for name in FIELDS]
    return all(each is None or each.echoMode() != QLineEdit.EchoMode.Normal for each in fields)


def exceptions_of_now() -> Iterator[Place]:
    """Every exception that somebody still holds, with what it would print."""
    gc.collect()
    for each in gc.get_objects():
        if isinstance(each, BaseException):
            yield f"an exception {type(each).__name__}", f"{each} {each!r} {each.args!r}"


def processes_of_now() -> Iterator[Place]:
    """Command lines and environments of all processes that may be read, this one and its children too."""
    for folder in Path("/proc").glob("[0-9]*"):
        for what in ("cmdline", "environ", "comm"):
            try:
                yield f"{what} of process {folder.name}", (folder / what).read_bytes()
            except OSError:
                continue
    yield "the environment", repr(dict(os.environ))


def clipboard_of_now() -> Iterator[Place]:
    """What is on the clipboard."""
    yield "the clipboard", QApplication.clipboard().text()


class Records(logging.Handler):
    """Every record of every logger, as the worst formatter would print it."""

    def __init__(self) -> None:
        super().__init__(0)
        self.lines: list[str] = []
        self._before = logging.getLogger().level

    def __enter__(self) -> Records:
        logging.getLogger().addHandler(self)
        logging.getLogger().setLevel(logging.DEBUG)
        return self

    def __exit__(self, *ignored: Any) -> None:
        logging.getLogger().setLevel(self._before)
        logging.getLogger().removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name} {self.format(record)}")

    def places(self) -> Iterator[Place]:
        """As places to look at."""
        yield "the log records", "\n".join(self.lines)
