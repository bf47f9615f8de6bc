"""The start page: every account that is being set up, its state in one line. No step of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from wizard.flow.state import SetupState
from wizard.flow.steps import first_unmet, statuses
from wizard.rules.address import Address
from wizard.ui.page import Page, Shell
from wizard.ui.widgets import button
from wizard.ui.workspace import Workspace

_NAME = int(Qt.ItemDataRole.UserRole)


class AccountsPage(Page):
    """Choose an account, or take a new one."""

    step = "accounts"
    helps = False

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self.list = QListWidget()
        self.list.setObjectName("accountsList")
        self.list.setWordWrap(True)
        self.list.setSpacing(4)
        self.list.setMinimumHeight(240)
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
            state = SetupState.from_dict(data, address.origin)
            step = first_unmet(state, now)
            found = statuses(state, now)
            shown = "letter" if found["letter"].state == "waiting" and step == "keys" else step
            line = self.text(
                f"steps.{found[shown].line}",
                when=self.time_text(found[shown].at),
                **found[shown].values,
            )
            words = f"{address.display}\n{self.text(f'steps.{shown}')}: {line}"
            item = QListWidgetItem(words)
            item.setData(_NAME, name)
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.open_button.setEnabled(self.list.count() > 0)

    def _open(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._open_item(item)

    def _open_item(self, item: QListWidgetItem) -> None:
        self.shell.open_stored(str(item.data(_NAME)))
