"""The start page: every account, its state in one line, and what to do next. No step of its own."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from wizard.flow.overview import Overview, Remark, overview
from wizard.flow.state import SetupState
from wizard.rules.address import Address
from wizard.ui.page import Page, Shell
from wizard.ui.pages.accounts_rows import STATE, AccountRows
from wizard.ui.theme import Tokens
from wizard.ui.widgets import button
from wizard.ui.workspace import Workspace

_NAME = int(Qt.ItemDataRole.UserRole)
_WEEK = 7


class AccountsPage(Page):
    """Choose an account, or take a new one."""

    step = "accounts"
    helps = False

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self.list = QListWidget()
        self.list.setObjectName("accountsList")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMinimumHeight(240)
        self._rows = AccountRows(self.services.icons, self.list)
        self.list.setItemDelegate(self._rows)
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.open_button = button("openAccountOfListButton", "primary")
        self.new_button = button("newAccountButton")
        row.addWidget(self.open_button)
        row.addWidget(self.new_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.list.itemActivated.connect(self._open_item)
        self.open_button.clicked.connect(self._open)
        self.new_button.clicked.connect(self.shell.open_new)

    def initial_focus(self) -> QWidget:
        """The list."""
        return self.list

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        self.open_button.setText(self.text("accounts.open"))
        self.new_button.setText(self.text("accounts.new"))
        self.list.setAccessibleName(self.text("accounts.title"))

    def set_tokens(self, tokens: Tokens) -> None:
        """The rows follow the theme."""
        super().set_tokens(tokens)
        self._rows.tokens = tokens
        self.list.viewport().update()

    def entered(self) -> None:
        """Read the list anew."""
        self._fill()

    def refresh(self) -> None:
        """Words or times changed."""
        self._fill()

    def _fill(self) -> None:
        row = max(0, self.list.currentRow())
        self.list.clear()
        now = self.workspace.now()
        for name in self.services.archive.accounts():
            data, finding = self.services.archive.load(name)
            if finding is not None:
                self.workspace.told.emit(finding)
            address = Address.from_origin(str((data or {}).get("origin", "")))
            if data is None or address is None:
                continue
            seen = overview(SetupState.from_dict(data, address.origin), now)
            item = QListWidgetItem(self._words(address.display, seen, now))
            item.setData(_NAME, name)
            item.setData(STATE, seen.state)
            state = self.text(f"steps.state_{seen.state}")
            spoken = item.text().replace("\n", ". ")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{spoken}. {state}")
            item.setToolTip(item.text())
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.open_button.setEnabled(self.list.count() > 0)

    def _words(self, host: str, seen: Overview, now: datetime) -> str:
        """The address, what stands out, and what to do next: a line each."""
        told = "; ".join(self._remark(each, now) for each in seen.remarks)
        what = self.text(f"accounts.do_{seen.todo}")
        return f"{host}\n{told[:1].upper()}{told[1:]}\n{self.text('accounts.next', what=what)}"

    def _remark(self, remark: Remark, now: datetime) -> str:
        since = self._since(remark.at, now) if remark.at is not None else ""
        return self.text(f"accounts.line_{remark.key}", since=since, **remark.values)

    def _since(self, at: datetime, now: datetime) -> str:
        """Since when, as people say it: the day of the week within a week, else the date."""
        day = at.astimezone(now.tzinfo).date()
        days = (now.date() - day).days
        if days == 0:
            return self.text("accounts.since_today")
        if days == 1:
            return self.text("accounts.since_yesterday")
        if 0 < days < _WEEK:
            return self.text(f"accounts.since_{day.weekday()}")
        locale = QLocale(self.services.catalogue.language)
        form = "d MMMM" if day.year == now.year else "d MMMM yyyy"
        written = locale.toString(QDate(day.year, day.month, day.day), form)
        return self.text("accounts.since_day", day=written)

    def _open(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._open_item(item)

    def _open_item(self, item: QListWidgetItem) -> None:
        self.shell.open_stored(str(item.data(_NAME)))
