"""What can be seen of a window: words cut off, things outside of the window. Knows widgets of Qt, no page by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QScrollArea,
    QTableView,
    QWidget,
)

# A font's rounding.
_SLACK = 1


def stretched(words: str) -> str:
    """The same text 40 % longer, as another language might be: letters are doubled inside of words.

    Marks, lines and the ``&`` of a mnemonic stay as they are.
    """
    made: list[str] = []
    due = 0.0
    for at, letter in enumerate(words):
        made.append(letter)
        if letter.isspace():
            # What a short word did not get it owes to nobody: single words must grow too.
            due = max(due, 0.0)
            continue
        due += 0.4
        if due >= 1 and letter.isalpha() and not (at and words[at - 1] == "&"):
            made.append(letter)
            due -= 1
    return "".join(made)


def stretch(catalogue: Any) -> None:
    """Make every text of a window's catalogue longer. The letter itself and foreign names stay."""
    real: Callable[..., str] = catalogue.text

    def text(key: str, **values: object) -> str:
        return stretched(real(key, **values))

    catalogue.text = text


def shown(window: QWidget) -> Iterator[QWidget]:
    """Every widget that a person can get to see: on screen, or below it in a page that scrolls."""
    for each in window.findChildren(QWidget):
        if each.isVisible() and each.width() > 0 and each.height() > 0:
            yield each


def named(widget: QWidget) -> str:
    """How a complaint calls a widget."""
    words = widget.text()[:50] if isinstance(widget, (QLabel, QAbstractButton)) else ""
    return f"{type(widget).__name__} {widget.objectName() or '-'} {words!r}"


def cut_off(window: QWidget) -> list[str]:
    """Words that are not to be seen whole and have no tool tip that says them; one line each."""
    found: list[str] = []
    for each in shown(window):
        if isinstance(each, QHeaderView) or _inside_of_a_widget_of_qt(each):
            continue
        if isinstance(each, QLabel):
            found += _label(each)
        elif isinstance(each, QComboBox):
            found += _combo(each)
        elif isinstance(each, QAbstractButton):
            found += _smaller(each, each.sizeHint())
        elif isinstance(each, QLineEdit):
            found += _placeholder(each)
        elif isinstance(each, QTableView):
            found += _table(each)
        elif isinstance(each, QListView):
            found += _list(each)
    return found


def outside(window: QWidget, tables: bool = True) -> list[str]:
    """What reaches over the edges of its parent or of the window; areas that would scroll sideways.

    ``tables`` False: a table may, where words are longer than in any language.
    """
    found: list[str] = []
    for each in shown(window):
        if isinstance(each, QScrollArea) and each.widget() is not None:
            needed = each.widget().minimumSizeHint().width()
            if needed > each.viewport().width() + _SLACK:
                room = each.viewport().width()
                found.append(f"{named(each.widget())} needs {needed} of {room} pixels of width")
        sideways = (
            isinstance(each, QAbstractScrollArea) and each.horizontalScrollBar().maximum() > _SLACK
        )
        if sideways and (tables or not isinstance(each, QTableView)):
            found.append(f"{named(each)} scrolls sideways")
        parent = each.parentWidget()
        if parent is None or each.isWindow() or _inside_of_a_widget_of_qt(each):
            continue
        right = each.mapTo(window, QRect(0, 0, each.width(), each.height()).topRight()).x()
        if right > window.width() + _SLACK:
            found.append(f"{named(each)} ends at {right} of {window.width()}")
        if each.geometry().right() > parent.width() + _SLACK:
            found.append(f"{named(each)} is wider than what it stands in")
    return found


def overlapping(window: QWidget) -> list[str]:
    """Neighbours that cover each other: a layout that had too little room."""
    found: list[str] = []
    for parent in shown(window):
        if not parent.layout():
            continue
        children = [
            each
            for each in parent.findChildren(
                QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
            )
            if each.isVisible() and each.width() > 1 and each.height() > 1
        ]
        for at, one in enumerate(children):
            for other in children[at + 1 :]:
                common = one.geometry().intersected(other.geometry())
                if common.width() > 1 and common.height() > 1:
                    found.append(f"{named(one)} and {named(other)} overlap")
    return found


def _inside_of_a_widget_of_qt(widget: QWidget) -> bool:
    """The parts of a combo box or a scroll bar are Qt's own; their owner is looked at."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, (QComboBox, QAbstractItemView, QHeaderView)):
            return True
        parent = parent.parentWidget()
    return widget.objectName().startswith("qt_")


def _smaller(widget: QWidget, needed: QSize) -> list[str]:
    room = widget.size()
    if widget.toolTip() and needed.height() <= room.height() + _SLACK:
        return []
    if needed.width() > room.width() + _SLACK or needed.height() > room.height() + _SLACK:
        return [
            (
                f"{named(widget)} needs {needed.width()}x{needed.height()}, "
                f"has {room.width()}x{room.height()}"
            )
        ]
    return []


def _label(label: QLabel) -> list[str]:
    if not label.text() or not label.pixmap().isNull():
        return []
    if not label.wordWrap():
        return _smaller(label, label.sizeHint())
    room = label.contentsRect().width()
    needed = label.heightForWidth(label.width())
    found = []
    if needed > label.height() + _SLACK:
        found.append(f"{named(label)} needs a height of {needed}, has {label.height()}")
    widest = _widest_word(label.text(), label)
    if widest > room + _SLACK:
        found.append(f"{named(label)} has a word of {widest} pixels in {room}")
    return found


def _widest_word(text: str, widget: QWidget) -> int:
    if "<" in text:
        document = QTextDocument()
        document.setHtml(text)
        text = document.toPlainText()
    measure = QFontMetrics(widget.font())
    # An address may be broken anywhere: at its slashes, dots and dashes.
    return max((measure.horizontalAdvance(word) for word in text.split()), default=0)


def _combo(combo: QComboBox) -> list[str]:
    measure = combo.fontMetrics()
    found = []
    # The frame, the padding of the style sheet and the arrow.
    room = combo.width() - (combo.sizeHint().width() - _widest_item(combo))
    for row in range(combo.count()):
        needed = measure.horizontalAdvance(combo.itemText(row))
        if needed > room + _SLACK and not combo.toolTip():
            found.append(f"{named(combo)}: {combo.itemText(row)!r} needs {needed}, has {room}")
    return found


def _widest_item(combo: QComboBox) -> int:
    measure = combo.fontMetrics()
    return max(
        (measure.horizontalAdvance(combo.itemText(r)) for r in range(combo.count())), default=0
    )


def _placeholder(edit: QLineEdit) -> list[str]:
    words = edit.placeholderText()
    if not words or edit.text() or edit.toolTip():
        return []
    needed, room = edit.fontMetrics().horizontalAdvance(words), edit.width() - 20
    if needed > room + _SLACK:
        return [f"{named(edit)}: its example {words!r} needs {needed}, has {room}"]
    return []


def _table(table: QTableView) -> list[str]:
    """Cells whose text is cut and not in a tool tip; columns that a person cannot scroll to."""
    found = []
    model = table.model()
    head = table.horizontalHeader()
    measure = QFontMetrics(head.font())
    root = table.rootIndex()
    for column in range(model.columnCount(root)):
        if table.isColumnHidden(column):
            continue
        width = table.columnWidth(column)
        title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        tip = model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        if measure.horizontalAdvance(title) + 16 > width + _SLACK and not tip:
            found.append(f"{named(table)}: the heading {title!r} is cut at {width}")
        for row in range(min(60, model.rowCount(root))):
            index = model.index(row, column, root)
            text = str(index.data() or "")
            needed = table.sizeHintForIndex(index).width()
            if text and needed > width + _SLACK and not index.data(Qt.ItemDataRole.ToolTipRole):
                found.append(f"{named(table)}: {text!r} is cut at {width} and has no tool tip")
                break
    return found


def _list(view: QListView) -> list[str]:
    found = []
    measure = view.fontMetrics()
    for row in range(view.model().rowCount()):
        index = view.model().index(row, 0)
        room = view.visualRect(index)
        if view.objectName() == "stepList":
            room.setWidth(room.width() - 56)
        widest = max(
            (measure.horizontalAdvance(word) for word in str(index.data() or "").split()), default=0
        )
        if widest > room.width() + _SLACK and not index.data(Qt.ItemDataRole.ToolTipRole):
            found.append(f"{named(view)}: {index.data()!r} is cut")
    return found
