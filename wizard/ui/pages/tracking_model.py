"""The table of the 19 fields: name, meaning, state in both data tags, needed or not. Judges nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from wizard.rules.facts import ANALYTICS, Facts
from wizard.rules.name_words import visible
from wizard.rules.tracking import AnalyticsResult, FieldResult
from wizard.ui.pages import tracking_words as words

AnyIndex = QModelIndex | QPersistentModelIndex
NAME, MEANING, CALL, MISSED, NEEDED_CALL, NEEDED_MISSED = range(6)
_STATE_COLUMNS = {CALL: "call", MISSED: "missed"}
_NEEDED_COLUMNS = {NEEDED_CALL: "call", NEEDED_MISSED: "missed"}
_NO_INDEX = QModelIndex()
_USER = int(Qt.ItemDataRole.UserRole)
ABOUT = _USER + 1
"""Role of a name: its meaning, an example and when Binotel fills it, in one line."""
_CHECKED, _UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class TrackingModel(QAbstractTableModel):
    """One row a field, in the documented order."""

    needed_changed = Signal()
    ticked = Signal()

    def __init__(self, facts: Facts, text: Callable[..., str]) -> None:
        super().__init__()
        self._fields = facts.tracking_fields
        self._facts = facts
        self._analytics = facts.analytics
        self._text = text
        names = {each.name for each in self._fields}
        self.needed: dict[str, set[str]] = {which: set(names) for which in ANALYTICS}
        self.ticks: dict[str, set[str]] = {which: set() for which in ANALYTICS}
        self.results: dict[str, AnalyticsResult | None] = dict.fromkeys(ANALYTICS)
        self._marks: Mapping[str, Any] = {}

    def fill(
        self, needed: Mapping[str, Collection[str]], ticks: Mapping[str, Collection[str]]
    ) -> None:
        """Take the person's choices."""
        for which in ANALYTICS:
            self.needed[which] = set(needed[which])
            self.ticks[which] = set(ticks[which])
        self._all_changed()

    def set_results(self, results: Mapping[str, AnalyticsResult | None]) -> None:
        """Show what was found in the account; None where nothing was looked at."""
        self.results = dict(results)
        self._all_changed()

    def set_marks(self, marks: Mapping[str, Any]) -> None:
        """Icons by state."""
        self._marks = marks

    def retranslate(self) -> None:
        """Words changed."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 5)
        self._all_changed()

    def result(self, which: str, row: int) -> FieldResult | None:
        """What was found of a field."""
        found = self.results[which]
        return found.fields[row] if found is not None else None

    def state(self, which: str, row: int) -> str:
        """The state of a field in a data tag (contract: ``trackingTable``)."""
        result = self.result(which, row)
        name = self._fields[row].name
        if result is not None and result.state != "not_checked":
            return result.state
        if name in self.ticks[which]:
            return "ticked"
        return "not_checked" if name in self.needed[which] else "not_needed"

    def open_names(self, which: str) -> list[str]:
        """Needed fields that are not there yet, in the documented order."""
        good = ("ok", "ticked", "not_needed")
        return [
            each.name
            for row, each in enumerate(self._fields)
            if each.name in self.needed[which] and self.state(which, row) not in good
        ]

    def _all_changed(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._fields) - 1, 5))

    # What Qt asks

    def rowCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """The 19."""
        return 0 if parent.isValid() else len(self._fields)

    def columnCount(self, parent: AnyIndex = _NO_INDEX) -> int:
        """Six columns (contract)."""
        return 0 if parent.isValid() else 6

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The names of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        key = ("name", "meaning", "call", "missed", "needed_call", "needed_missed")[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(f"tracking.column_{key}")
        if role == Qt.ItemDataRole.ToolTipRole and section in _NEEDED_COLUMNS:
            return self._text("tracking.column_needed_hint")
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Needed can be ticked; the state only by hand, where nothing was checked."""
        flags = super().flags(index)
        column = index.column()
        if column in _NEEDED_COLUMNS:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if column in _STATE_COLUMNS and self._by_hand(_STATE_COLUMNS[column], index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def _by_hand(self, which: str, row: int) -> bool:
        result = self.result(which, row)
        return result is None or result.state == "not_checked"

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, states and ticks."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        name = self._fields[row].name
        if column == NAME and role == Qt.ItemDataRole.DisplayRole:
            return name
        if column == NAME and role in (ABOUT, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._about(row)
        if (column == MEANING and role == Qt.ItemDataRole.DisplayRole) or (
            column in (NAME, MEANING) and role == Qt.ItemDataRole.ToolTipRole
        ):
            meaning = self._text(f"field.{name}")
            if role == Qt.ItemDataRole.DisplayRole:
                return meaning
            level = self._text(f"field.level.{self._fields[row].level}")
            example = self._text("tracking.for_example", example=self._fields[row].example)
            return f"{meaning}. {example} {level}."
        if column in _STATE_COLUMNS:
            return self._state_data(_STATE_COLUMNS[column], row, role)
        if column in _NEEDED_COLUMNS:
            needed = name in self.needed[_NEEDED_COLUMNS[column]]
            if role == Qt.ItemDataRole.CheckStateRole:
                return _CHECKED if needed else _UNCHECKED
            if role == Qt.ItemDataRole.AccessibleTextRole:
                word = self._text("tracking.needed" if needed else "tracking.not_needed")
                return self._spoken(name, _NEEDED_COLUMNS[column], word)
        return None

    def _about(self, row: int) -> str:
        field = self._fields[row]
        level = "call" if field.level == "call" else "tracking"
        return self._text(
            "tracking.about",
            meaning=self._text(f"field.{field.name}"),
            example=field.example,
            level=self._text(f"tracking.about_{level}"),
        )

    def _spoken(self, name: str, which: str, word: str) -> str:
        """A cell by itself, as a screen reader meets it: whose it is, and where."""
        return self._text(
            "tracking.cell", name=name, analytics=self._analytics[which].names[0], word=word
        )

    def _state_data(self, which: str, row: int, role: int) -> Any:
        state = self.state(which, row)
        if role == _USER:
            return state
        if role == Qt.ItemDataRole.DisplayRole:
            return self._state_words(which, row, state)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(self._fields[row].name, which, self._state_words(which, row, state))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._remedy(which, row, state)
        if role == Qt.ItemDataRole.CheckStateRole and self._by_hand(which, row):
            return _CHECKED if self._fields[row].name in self.ticks[which] else _UNCHECKED
        if role == Qt.ItemDataRole.DecorationRole and not self._by_hand(which, row):
            return self._marks.get(state)
        if role == Qt.ItemDataRole.ToolTipRole:
            # A name of the account's may stand in it, and a tooltip takes what looks like markup for that.
            return f"<qt>{escape(self._remedy(which, row, state))}</qt>"
        return None

    def _kind(self, result: FieldResult | None) -> str:
        if result is None or result.found is None:
            return ""
        return words.type_word(result.found.type, self._facts, self._text)

    def _remedy(self, which: str, row: int, state: str) -> str:
        result = self.result(which, row)
        similar, marks = (result.similar, result.marks) if result is not None else ("", ())
        name = self._fields[row].name
        return words.field_remedy(name, state, similar, marks, self._kind(result), self._text)

    def _state_words(self, which: str, row: int, state: str) -> str:
        result = self.result(which, row)
        similar = visible(result.similar) if result is not None else ""
        return self._text(f"field_state.{state}", similar=similar, type=self._kind(result))

    def setData(self, index: AnyIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A tick of the person's, or of code."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        on = value is True or (value is not False and Qt.CheckState(value) == _CHECKED)
        name = self._fields[index.row()].name
        column = index.column()
        if column in _NEEDED_COLUMNS:
            chosen, signal = self.needed[_NEEDED_COLUMNS[column]], self.needed_changed
        elif column in _STATE_COLUMNS and self._by_hand(_STATE_COLUMNS[column], index.row()):
            chosen, signal = self.ticks[_STATE_COLUMNS[column]], self.ticked
        else:
            return False
        if on:
            chosen.add(name)
        else:
            chosen.discard(name)
        self._all_changed()
        signal.emit()
        return True

    def tick(self, which: str, name: str, on: bool) -> None:
        """A tick by hand, made elsewhere than in the table."""
        row = next(at for at, each in enumerate(self._fields) if each.name == name)
        column = next(at for at, each in _STATE_COLUMNS.items() if each == which)
        value = _CHECKED if on else _UNCHECKED
        self.setData(self.index(row, column), value, Qt.ItemDataRole.CheckStateRole)
