"""One of the two editors of the step ``tracking``: head, rows, and which of the account's data tags it is.

Shows what it is handed; the page decides what that is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from wizard.rules.facts import Facts
from wizard.rules.models import DataTag
from wizard.rules.name_words import visible
from wizard.rules.tracking import AnalyticsResult
from wizard.rules.tracking_editor import EditorRow, count_rows, folded
from wizard.ui.icons import Icons
from wizard.ui.pages import tracking_words as words
from wizard.ui.pages.tracking_pick import TagPicker
from wizard.ui.pages.tracking_rows import RowsModel, RowsView, area_of
from wizard.ui.theme import Tokens
from wizard.ui.widgets import button, label, restyle


class Editor(QFrame):
    """An analytics as Planfix's own editor shows it, with the state of each field."""

    picked = Signal(str, int)
    ticked = Signal(str, str, bool)
    copied = Signal(str)
    chosen = Signal()

    def __init__(self, which: str, facts: Facts, icons: Icons, text: Callable[..., str]) -> None:
        super().__init__()
        self.which = which
        self._facts = facts
        self._text = text
        self._known = facts.analytics[which].names[0]
        self._picking = False
        self._unfolded = False
        self.rows: tuple[EditorRow, ...] = ()
        self._result: AnalyticsResult | None = None
        self.summary_text = ""
        self.setObjectName(f"{which}Editor")
        self.setProperty("role", "card")
        self._title = label("heading")
        self._sum = label(wrap=False, name=f"{which}SummaryLabel")
        self.pick_button = button(f"{which}PickButton", "link")
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 0)
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._sum)
        self._hint = label("small")
        self._hint.setContentsMargins(12, 0, 12, 0)
        self.combo = TagPicker(f"{which}TagCombo", self._known, text)
        self._caption = QLabel()
        self._caption.setProperty("role", "muted")
        self._caption.setBuddy(self.combo)
        self._pick_box = QWidget()
        pick = QVBoxLayout(self._pick_box)
        pick.setContentsMargins(12, 0, 12, 0)
        pick.setSpacing(4)
        for each in (self._caption, self.combo):
            pick.addWidget(each)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 4)
        foot.addWidget(self.pick_button)
        foot.addStretch(1)
        self.model = RowsModel(facts, text)
        self.view = RowsView(f"{which}EditorView", self.model, icons)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 0, 1, 1)
        box.setSpacing(8)
        box.addLayout(head)
        box.addWidget(self._hint)
        box.addWidget(self._pick_box)
        box.addWidget(self.view)
        box.addLayout(foot)
        box.addStretch(1)
        self.pick_button.clicked.connect(self._unfold)
        self.combo.currentIndexChanged.connect(self._combo_changed)
        self.view.ticked.connect(lambda name, on: self.ticked.emit(self.which, name, on))
        self.view.copied.connect(self.copied)
        self.view.unfolded.connect(self._unfold_rows)
        self.view.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())
        self._show_pick()

    @property
    def title(self) -> str:
        """The name of the data tag as the account has it, nothing in it unseen."""
        tag = self._result.tag if self._result is not None else None
        return visible(tag.name) if tag is not None else self._known

    def set_tokens(self, tokens: Tokens) -> None:
        """Take the colours of a theme."""
        self.view.delegate.tokens = tokens
        self.view.fit()
        self.view.viewport().update()

    def show_result(
        self, result: AnalyticsResult, rows: Sequence[EditorRow], off: bool, seen: bool
    ) -> None:
        """Show what was found, or what is ticked by hand (``seen`` False)."""
        self._result = result
        self.rows = () if off and result.tag is None else tuple(rows)
        self.model.show_rows(self.rows if self._unfolded else folded(self.rows))
        counts = count_rows(self.rows)
        self.summary_text = words.summary(counts, result, off, seen, self._text)
        tone = words.summary_tone(counts, result, off, seen)
        if self._sum.property("tone") != tone:
            self._sum.setProperty("tone", tone)
            restyle(self._sum)
        self._sum.setText(self.summary_text)
        self.view.setVisible(self.model.rowCount() > 0)
        self._title.setText(self.title)
        self.view.setAccessibleName(
            f"{self._text('editor.list', name=self.title)}. {self.summary_text}"
        )
        self._show_pick()

    def show_tags(self, tags: Sequence[DataTag] | None, picked: int, other: int) -> None:
        """The account's data tags to choose from; None: it was not read. ``other`` is the other editor's."""
        self.combo.fill([each for each in tags or () if each.id != other], picked)
        self._show_pick()

    def retranslate(self) -> None:
        """Set every word anew; rows and summary come with the next result."""
        self._caption.setText(self._text("editor.pick", name=self._known))
        self.combo.setAccessibleName(self._text("editor.pick", name=self._known))
        self.combo.setAccessibleDescription(self._text("editor.pick_hint"))
        self._hint.setText(self._text("editor.pick_hint"))
        self.combo.retranslate()
        self.model.retranslate()
        self._show_pick()

    def current(self) -> EditorRow | None:
        """The row that the person chose."""
        index = self.view.currentIndex()
        return self.model.rows[index.row()] if index.isValid() else None

    def _unfold_rows(self) -> None:
        """Show every standard field from now on."""
        at = self.view.currentIndex().row()
        self._unfolded = True
        self.model.show_rows(self.rows)
        self.view.setCurrentIndex(self.model.index(max(0, at)))

    def _unfold(self) -> None:
        self._picking = not self._picking
        self._show_pick()
        if self._picking:
            self.combo.setFocus()
            area = area_of(self)
            if area is not None:
                # The choice opens above the rows, the button stands below them.
                area.ensureWidgetVisible(self._title, 0, 24)

    def _show_pick(self) -> None:
        """Where the data tag was not found by its name, or was picked, the choice is open by itself."""
        several = self.combo.count() > 1
        absent = (
            self._result is not None and self._result.tag is None and bool(self._result.findings)
        )
        needed = several and (absent or self.combo.currentIndex() > 0)
        self.pick_button.setVisible(several and not needed)
        self._pick_box.setVisible(several and (needed or self._picking))
        self._hint.setVisible(several and (needed or self._picking))
        self.pick_button.setText(
            self._text("editor.pick_close" if self._picking else "editor.pick_open")
        )

    def _combo_changed(self) -> None:
        number = self.combo.currentData()
        if isinstance(number, int):
            self._picking = False
            self.picked.emit(self.which, number)
