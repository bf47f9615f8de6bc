"""The list from which a person picks the data tag that is meant, and finds it by typing a part of its name.

Words are made for what is on screen only: an account may have thousands of data tags.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSignalBlocker,
    Qt,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QCompleter

from wizard.rules.models import DataTag
from wizard.rules.name_words import visible

AnyIndex = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_DISPLAY = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)
BY_NAME = 0
"""The number of the choice to go by the known name."""


class _Tags(QAbstractListModel):
    """The choice by name, then the data tags by theirs; ``UserRole`` is the number."""

    def __init__(self, known: str, text: Callable[..., str]) -> None:
        super().__init__()
        self._known = known
        self._text = text
        self._tags: list[DataTag] = []

    def fill(self, tags: Sequence[DataTag]) -> None:
        """Take others."""
        self.beginResetModel()
        self._tags = sorted(tags, key=lambda each: (each.name.casefold(), each.id))
        self.endResetModel()

    def row_of(self, number: int) -> int:
        """Where a data tag stands; that of the choice by name if it is not there."""
        return next((row for row, each in enumerate(self._tags, 1) if each.id == number), 0)

    def number_at(self, row: int) -> int:
        """The number of a data tag, ``BY_NAME`` of the first row."""
        return self._tags[row - 1].id if 0 < row <= len(self._tags) else BY_NAME

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """All of them, and the choice by name."""
        return 0 if parent.isValid() else 1 + len(self._tags)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Name and group."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.UserRole:
            return self.number_at(index.row())
        if role not in _DISPLAY:
            return None
        if index.row() == 0:
            return self._text("editor.pick_auto", name=self._known)
        tag = self._tags[index.row() - 1]
        name, group = visible(tag.name), visible(tag.group)
        return self._text("editor.pick_item", name=name, group=group) if group else name

    def retranslate(self) -> None:
        """Words changed."""
        self.dataChanged.emit(self.index(0), self.index(len(self._tags)))


class TagPicker(QComboBox):
    """Typing finds what contains the letters; what is not in the list is taken back.

    Enter ends typing; it does not go on to the next step.
    """

    def __init__(self, name: str, known: str, text: Callable[..., str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.tags = _Tags(known, text)
        self.setModel(self.tags)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(18)
        self.setMaxVisibleItems(12)
        found = self.completer()
        edit = self.lineEdit()
        assert found is not None  # noqa: S101 - an editable one has both
        assert edit is not None  # noqa: S101
        found.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        found.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        edit.editingFinished.connect(self._take_back)

    def fill(self, tags: Sequence[DataTag], picked: int) -> None:
        """Show others, without telling that anything was chosen."""
        blocked = QSignalBlocker(self)
        self.tags.fill(tags)
        self.setCurrentIndex(self.tags.row_of(picked))
        self._take_back()
        blocked.unblock()

    def retranslate(self) -> None:
        """Words changed."""
        self.tags.retranslate()
        self._take_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter, unless it chooses from what was found."""
        found = self.completer()
        popup = found.popup() if found is not None else None
        choosing = popup is not None and popup.isVisible()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not choosing:
            event.accept()
        else:
            super().keyPressEvent(event)

    def _take_back(self) -> None:
        self.setEditText(self.itemText(self.currentIndex()))
