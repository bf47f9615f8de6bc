"""A quiet line that offers secrets kept for the same account under another address. Takes nothing by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from wizard.flow.take_over import Source, sources
from wizard.rules.address import Address
from wizard.rules.finding import Finding
from wizard.rules.secret import Secret
from wizard.ui.page import Shell
from wizard.ui.widgets import button, finding_text, label
from wizard.ui.workspace import Workspace


def stored_elsewhere(workspace: Workspace, mine: Address | None) -> list[Source]:
    """The other accounts of this folder that have secrets in the store; none without an address."""
    archive = workspace.services.archive
    if mine is None:
        return []
    return sources(mine, (archive.load(name)[0] or {} for name in archive.accounts()))


class TakeOverRow(QWidget):
    """``takeKeysButton`` or ``takeTokenButton``, with a choice where there are several accounts.

    ``fill`` gets what the store had under ``names``, all of it and only while the same account is open.
    """

    def __init__(
        self,
        what: str,
        names: Sequence[str],
        workspace: Workspace,
        shell: Shell,
        fill: Callable[[dict[str, Secret]], None],
    ) -> None:
        super().__init__()
        self._what = what
        self._names = names
        self._vault = workspace.vault
        self._text = workspace.text
        self._shell = shell
        self._fill = fill
        self._target: Address | None = None
        self._sources: list[Source] = []
        self._words = label("small")
        self._combo = QComboBox()
        self._combo.setObjectName(f"take{what.capitalize()}Combo")
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._button = button(f"take{what.capitalize()}Button")
        self._button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._combo)
        row.addWidget(self._button)
        self._button.clicked.connect(self._take)
        self.hide()

    def offer(self, found: Sequence[Source], target: Address | None) -> None:
        """The accounts to choose from; none hides the line. ``target`` is the account at hand."""
        if [*found] != self._sources:
            self._sources = [*found]
            self._combo.clear()
            for each in found:
                self._combo.addItem(each.address.display, each.address.file_name)
        self._target = target
        self._combo.setVisible(len(self._sources) > 1)
        self.setVisible(bool(self._sources))
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word anew."""
        many = "many" if len(self._sources) > 1 else "one"
        host = self._sources[0].address.display if self._sources else ""
        target = self._target.display if self._target is not None else ""
        self._words.setText(self._text(f"take_over.{self._what}_{many}", host=host, target=target))
        self._combo.setAccessibleName(self._text("take_over.which"))
        self._button.setText(self._text(f"take_over.take_{self._what}"))

    def _take(self) -> None:
        name, host, target = self._combo.currentData(), self._combo.currentText(), self._target

        def read(found: dict[str, Secret], finding: Finding | None) -> None:
            if self._target != target or not self._sources:
                return
            if finding is not None:
                self._shell.say(lambda: finding_text(finding, self._text))
                return
            there = all(each in found for each in self._names)
            if there:
                self._fill(found)
            words = f"taken_{self._what}" if there else "nothing"
            self._shell.say(lambda: self._text(f"take_over.{words}", host=host))

        self._vault.borrow(str(name), self._names, read)
