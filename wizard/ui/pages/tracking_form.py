"""What stands on the step ``tracking`` and where. Knows words and widths, nothing of accounts or checks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from wizard.flow.state import moment
from wizard.rules.facts import ANALYTICS
from wizard.ui.drawings import Drawing
from wizard.ui.fold import Fold
from wizard.ui.page import Page, Shell
from wizard.ui.pages import tracking_words as words
from wizard.ui.pages.tracking_editor import Editor
from wizard.ui.pages.tracking_model import TrackingModel
from wizard.ui.pages.tracking_table import TrackingTable
from wizard.ui.theme import Tokens
from wizard.ui.widgets import StatusLine, button, label
from wizard.ui.workspace import Workspace

SETS = ("all", "marketing", "geography", "minimum")
SAME = "same"
_SIDE_BY_SIDE = 720
"""Narrower, the editors share the room: one of them at a time, under tabs."""


class TrackingForm(Page):
    """The widgets. From top to bottom: what is needed, what to do next, both editors, the list of the 19."""

    step = "tracking"
    wide = True

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        # When the fields of each data tag were seen, as it is told.
        self._seen_at: dict[str, str] = {}
        self._wide = True
        self._room = 0
        self._shown = "call"
        self._sets()
        self._acts()
        self.status = self.status_line("trackingStatus")
        self.body.addWidget(self.status)
        self._editors()
        self._list()
        self.body.addStretch(1)

    # Building

    def _sets(self) -> None:
        self._sets_box = QHBoxLayout()
        self._set_rows: list[QHBoxLayout] = []
        self._sets_box.setSpacing(8)
        self._set_caption = QLabel()
        self._set_caption.setProperty("role", "muted")
        self.sets = _combo("neededSetCombo", (*SETS, ""))
        self._set_caption.setBuddy(self.sets)
        self.missed_on = QCheckBox()
        self.missed_on.setObjectName("missedNeededCheck")
        self.missed_sets = _combo("missedSetCombo", (SAME, *SETS, ""))
        for pair in ((self._set_caption, self.sets), (self.missed_on, self.missed_sets)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for each in pair:
                row.addWidget(each)
            row.addStretch(1)
            self._sets_box.addLayout(row)
            self._set_rows.append(row)
        self._sets_box.addStretch(1)
        self.body.addLayout(self._sets_box)

    def _acts(self) -> None:
        """The next name first; below it what looks at the account."""
        box = QVBoxLayout()
        box.setSpacing(8)
        self.copy_next = button("copyNextButton", "primary")
        self.copy_missing = button("copyMissingButton")
        self.next_key = QShortcut(QKeySequence("F8"), self)
        self.watch = button("watchFieldsButton")
        self.recheck = button("recheckButton")
        self.in_window = button("openTrackingInWindowButton")
        looks = (self.watch, self.recheck, self.in_window)
        for row in ((self.copy_next, self.copy_missing), looks):
            line = QHBoxLayout()
            line.setSpacing(8)
            for each in row:
                line.addWidget(each)
            line.addStretch(1)
            box.addLayout(line)
        self.next_for = label("small")
        box.insertWidget(1, self.next_for)
        self.auto_copy = QCheckBox()
        self.auto_copy.setObjectName("autoCopyCheck")
        self.time_left = label("small", name="watchLeftLabel")
        box.addWidget(self.auto_copy)
        box.addWidget(self.time_left)
        self.told = Told("copiedStatus", self)
        box.addWidget(self.told.line)
        self.body.addLayout(box)

    def _editors(self) -> None:
        facts, icons = self.workspace.facts, self.services.icons
        self.tabs = _Tabs()
        self.tabs.setObjectName("editorTabs")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideRight)
        self.tabs.setUsesScrollButtons(False)
        self.editors = {which: Editor(which, facts, icons, self.text) for which in ANALYTICS}
        side = QHBoxLayout()
        side.setSpacing(16)
        for each in self.editors.values():
            self.tabs.addTab("")
            side.addWidget(each, 1)
        box = QVBoxLayout()
        box.setSpacing(8)
        box.addWidget(self.tabs)
        box.addLayout(side)
        self.detail = StatusLine("fieldDetailStatus", self.services.icons, quiet=True)
        self._lines.append(self.detail)
        box.addWidget(self.detail)
        self.body.addLayout(box)
        self.tabs.currentChanged.connect(self._tab_chosen)
        for which, each in self.editors.items():
            each.chosen.connect(lambda which=which: self._row_chosen(which))
        self._chosen_in = "call"

    def _list(self) -> None:
        self._fields_title = label("heading")
        self.body.addWidget(self._fields_title)
        self.model = TrackingModel(self.workspace.facts, self.text)
        self.table = TrackingTable(self.model, self.workspace.facts, self.text)
        self.body.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._when = label("small")
        self.export = button("exportChecklistButton")
        row.addWidget(self._when, 1)
        row.addWidget(self.export)
        self.body.addLayout(row)
        self.exported = Told("exportedStatus", self)
        self.body.addWidget(self.exported.line)
        self._notes = label("muted")
        self.body.addWidget(self._notes)
        self._how = Fold("trackingGuideButton", self._guide)
        self.body.addWidget(self._how)

    def _guide(self) -> QWidget:
        self._drawing = Drawing("tracking_editor", self.text, self.tokens)
        return self._drawing

    # Words and looks

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        text = self.text
        self._set_caption.setText(text("tracking.needed_set"))
        self.sets.setAccessibleName(text("tracking.needed_set").replace("&", ""))
        self.missed_sets.setAccessibleName(text("tracking.missed_set"))
        for combo in (self.sets, self.missed_sets):
            for row in range(combo.count()):
                combo.setItemText(row, text(f"tracking.set_{combo.itemData(row) or 'custom'}"))
        self.missed_on.setText(text("tracking.missed_on"))
        self.missed_on.setToolTip(text("tracking.missed_on_hint"))
        self.missed_on.setAccessibleDescription(text("tracking.missed_on_hint"))
        self.copy_missing.setText(text("tracking.copy_missing"))
        self.recheck.setText(text("tracking.recheck"))
        self.in_window.setText(text("account_window.open_here"))
        self.auto_copy.setText(text("tracking.auto_copy"))
        self.export.setText(text("tracking.export"))
        self._fields_title.setText(text("tracking.fields_title"))
        self.tabs.setAccessibleName(text("tracking.title"))
        self.table.setAccessibleName(text("tracking.table"))
        self._notes.setText(text("tracking.notes", limit=self.workspace.facts.string_limit))
        self._how.setText(text("tracking.how"))
        if self._how.content is not None:
            self._drawing.retranslate()
        self.told.setText("")
        self.exported.setText("")
        self.model.retranslate()
        self.table.fit()
        for each in self.editors.values():
            each.retranslate()

    def set_tokens(self, tokens: Tokens) -> None:
        """Icons and drawings follow the theme."""
        super().set_tokens(tokens)
        icons = self.services.icons
        self.model.set_marks(
            {
                "ok": icons.icon("tick", tokens.ok),
                "missing": icons.icon("plus", tokens.accent),
                "wrong_type": icons.icon("cross", tokens.error),
                "duplicate": icons.icon("cross", tokens.error),
                "similar_name": icons.icon("approx", tokens.warning),
            }
        )
        self.table.set_tokens(tokens)
        for each in self.editors.values():
            each.set_tokens(tokens)
        if self._how.content is not None:
            self._drawing.set_tokens(tokens)

    def set_width(self, available: int) -> None:
        """Side by side where there is room, else one editor under tabs."""
        super().set_width(available)
        self._wide = available >= _SIDE_BY_SIDE
        self._room = available
        self._arrange()

    def fit(self) -> None:
        """Words or letters may have grown: the sets stand in one row only where there is room for both."""
        rows = sum(each.sizeHint().width() for each in self._set_rows)
        fits = rows + 2 * self._sets_box.spacing() <= self._room
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        if self._sets_box.direction() != direction:
            self._sets_box.setDirection(direction)
        super().fit()

    def _arrange(self) -> None:
        self.tabs.setVisible(not self._wide)
        for which, each in self.editors.items():
            each.setVisible(self._wide or which == self._shown)

    def _tab_chosen(self, at: int) -> None:
        self._shown = ANALYTICS[max(0, at)]
        self._arrange()

    def show_tabs(self) -> None:
        """What each editor amounts to, on its tab too."""
        for at, each in enumerate(self.editors.values()):
            # An ampersand would be a mnemonic.
            said = f"{each.title[:40]} — {each.summary_text}"
            self.tabs.setTabText(at, said.replace("&", "&&"))

    def show_when(self, verdict_at: str) -> None:
        """When the account was read; of both data tags where that differs."""
        times = [self._seen_at.get(which, "") for which in ANALYTICS]
        if times[0] != times[1] and all(times):
            told = [
                self.text(
                    "tracking.seen_at",
                    analytics=self.editors[which].title,
                    when=self.time_text(moment(at)),
                )
                for which, at in zip(ANALYTICS, times, strict=True)
            ]
            self._when.setText(" ".join(told))
            return
        when = self.time_text(moment(verdict_at))
        self._when.setText(self.text("shell.checked", when=when) if verdict_at else "")

    def seen_at(self, which: str) -> str:
        """When the fields of a data tag were seen; empty: not in this run."""
        return self._seen_at.get(which, "")

    def show_time_left(self, seconds: int) -> None:
        """How long watching goes on."""
        clock = f"{seconds // 60}:{seconds % 60:02d}"
        self.time_left.setText(self.text("tracking.watch_left", left=clock))

    def _row_chosen(self, which: str) -> None:
        self._chosen_in = which
        self.show_detail()

    def show_detail(self) -> None:
        """What to do about the row that the person stands on."""
        row = self.editors[self._chosen_in].current()
        if row is None:
            self.detail.set_state("idle", "")
            return
        state = {"ok": "ok", "error": "error", "warning": "warning"}.get(words.tone(row), "idle")
        facts = self.workspace.facts
        spoken = words.row_spoken(row, facts, self.text)
        self.detail.set_state(state, f"{spoken}\n{words.row_remedy(row, facts, self.text)}")


class _Tabs(QTabBar):
    """Tabs that let the wheel scroll the page."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not for tabs."""
        event.ignore()


class Told:
    """A line that says what was just done; empty, it takes no room."""

    def __init__(self, name: str, page: Page) -> None:
        self.line = page.status_line(name)

    def setText(self, said: str, state: str = "ok") -> None:
        """Say it."""
        self.line.set_state(state if said else "idle", said)


def _combo(name: str, keys: tuple[str, ...]) -> QComboBox:
    made = QComboBox()
    made.setObjectName(name)
    for each in keys:
        made.addItem(each, each)
    return made
