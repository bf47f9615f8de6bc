"""The end of the step ``summary``: what would be saved as diagnostics, shown before it is saved.

What stands in the view is what goes into the file, to the letter. Must not send anything.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from wizard.flow.diagnostics import Seen, Timing, diagnostics
from wizard.flow.steps import statuses
from wizard.rules.finding import Finding
from wizard.ui.page import Shell
from wizard.ui.widgets import StatusLine, at_left, button, finding_text, label
from wizard.ui.workspace import Workspace


class DiagnosticsBox(QWidget):
    """``diagnosticsView`` and ``saveDiagnosticsButton``."""

    def __init__(self, workspace: Workspace, shell: Shell, status: StatusLine) -> None:
        super().__init__()
        self._workspace = workspace
        self._shell = shell
        self._text: Callable[..., str] = workspace.text
        self._title = label("heading")
        self._intro = label("muted")
        self.view = QPlainTextEdit()
        self.view.setObjectName("diagnosticsView")
        self.view.setReadOnly(True)
        self.view.setTabChangesFocus(True)
        self.view.setFixedHeight(168)
        self.view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.save = button("saveDiagnosticsButton")
        self.status = status
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 0)
        box.setSpacing(8)
        for each in (self._title, self._intro, self.view):
            box.addWidget(each)
        box.addLayout(at_left(self.save))
        box.addWidget(self.status)
        self._made = ""
        self.save.clicked.connect(self._save)

    def retranslate(self) -> None:
        """Set every word anew."""
        text = self._text
        self._title.setText(text("diagnostics.title"))
        self._intro.setText(text("diagnostics.intro"))
        self.view.setAccessibleName(text("diagnostics.title"))
        self.save.setText(text("diagnostics.save"))
        self.status.set_state("idle", "")

    def renew(self) -> None:
        """The person comes to look: told as of now."""
        self._made = self._workspace.stamp()
        self.refresh()

    def refresh(self) -> None:
        """Show what there is to tell; whoever reads stays where they are."""
        told = self._told()
        if told != self.view.toPlainText():
            at = self.view.verticalScrollBar().value()
            self.view.setPlainText(told)
            self.view.verticalScrollBar().setValue(at)

    def _told(self) -> str:
        workspace = self._workspace
        vault = workspace.vault
        seen = Seen(
            made=self._made,
            versions=workspace.services.versions(),
            language=workspace.services.catalogue.language,
            store=self._text("diagnostics.memory") if vault.in_memory else vault.store_name,
            store_finding=vault.finding.key if vault.finding is not None else "",
            state=workspace.state,
            statuses=statuses(workspace.state, workspace.now()),
            timings=[Timing(*each) for each in workspace.jobs.timings],
        )
        return diagnostics(seen, self._text)

    def _save(self) -> None:
        # As it stands in the view: nothing is added behind the person's back.
        shown = self.view.toPlainText()
        suggested = Path.home() / "planfix-binotel-diagnostics.txt"
        path = self._shell.ask_path("diagnostics", suggested)
        if path is None:
            return
        archive = self._workspace.services.archive
        self._tell(archive.write_file(path, shown.encode("utf-8")), path)

    def _tell(self, finding: Finding | None, path: Path) -> None:
        if finding is None:
            self.status.set_state("ok", self._text("summary.saved", file=str(path)))
        else:
            self.status.set_state("warning", finding_text(finding, self._text), [finding])
