"""The step ``activate``: where to switch Binotel on. The program may look; the tick stays the person's."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from wizard.flow.cancel import Cancel
from wizard.flow.checks import Tags, both_present, read_analytics, tags_cost
from wizard.flow.state import Verdict
from wizard.rules.finding import Finding, Severity, outcome
from wizard.ui.drawings import Drawing
from wizard.ui.jobs import Outcome
from wizard.ui.page import Page, Shell
from wizard.ui.theme import Tokens
from wizard.ui.widgets import button, label
from wizard.ui.workspace import Workspace


class ActivatePage(Page):
    """Documented step 1."""

    step = "activate"

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.open_account = button("openAccountButton", "primary")
        self.copy_address = button("copyAccountAddressButton")
        row.addWidget(self.open_account)
        row.addWidget(self.copy_address)
        self.in_window = button("openActivationInWindowButton")
        row.addWidget(self.in_window)
        row.addStretch(1)
        self.body.addLayout(row)
        self._path = label()
        self.body.addWidget(self._path)
        self._drawings = [
            Drawing(name, self.text, self.tokens) for name in ("activate_menu", "activate_card")
        ]
        for drawing in self._drawings:
            self.body.addWidget(drawing)
        self._notes = label("muted")
        self.body.addWidget(self._notes)
        self.tick = QCheckBox()
        self.tick.setObjectName("activatedCheck")
        self.body.addWidget(self.tick)
        self.status = self.status_line("activateStatus")
        self.body.addWidget(self.status)
        self.look = button("lookAgainButton")
        look_row = QHBoxLayout()
        look_row.addWidget(self.look)
        look_row.addStretch(1)
        self.body.addLayout(look_row)
        self.body.addStretch(1)
        self.open_account.clicked.connect(self._open)
        self.copy_address.clicked.connect(self._copy)
        self.in_window.clicked.connect(lambda: self.shell.open_account_window("activate"))
        self.tick.toggled.connect(self._ticked)
        self.look.clicked.connect(self._look)
        self._findings: tuple[Finding, ...] | None = None
        # Sent to the account's own page, from where the person will come back.
        self._away = False
        self.workspace.opened.connect(self._other_account)

    @property
    def busy(self) -> bool:
        """Whether the program looks at the moment."""
        return self.workspace.jobs.running("activate")

    def initial_focus(self) -> QWidget:
        """The browser button."""
        return self.open_account

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        if self.busy:
            self.status.set_state("busy", self.text("activate.looking"))
        text = self.text
        self.open_account.setText(text("activate.open_account"))
        self.copy_address.setText(text("activate.copy_address"))
        self.in_window.setText(text("account_window.open_here"))
        self._path.setText(text("activate.path"))
        self._notes.setText(text("activate.notes"))
        self.tick.setText(text("activate.tick"))
        self.look.setText(text("activate.look"))
        for drawing in self._drawings:
            drawing.retranslate()
        self._say()

    def set_tokens(self, tokens: Tokens) -> None:
        """The drawings follow the theme."""
        super().set_tokens(tokens)
        for drawing in self._drawings:
            drawing.set_tokens(tokens)

    def refresh(self) -> None:
        """Show the state."""
        state = self.workspace.state
        self.tick.blockSignals(True)
        self.tick.setChecked(bool(state and state.activated_at))
        self.tick.blockSignals(False)
        self.look.setVisible(self.workspace.token is not None)
        if self.workspace.token is None and not self.busy:
            self._findings = None
        self._say()

    def entered(self) -> None:
        """With a token: look at once."""
        self.copy_address.setText(self.text("activate.copy_address"))
        if self.workspace.token is not None and not self.busy:
            self._look()

    def woke(self) -> None:
        """Back from the account: look whether it was switched on there."""
        away, self._away = self._away, False
        if away and self.workspace.token is not None and not self.busy:
            self._look()

    def _other_account(self) -> None:
        self.workspace.jobs.cancel("activate")
        self._findings = None
        self.refresh()

    def left(self, closing: bool = False) -> bool:
        """Cancel the look."""
        if self.busy:
            self.workspace.jobs.cancel("activate")
            # What was seen before is not what the cancelled look would have found.
            self._findings = None
            self._say()
        return True

    def _open(self) -> None:
        self._away = True
        if not self.services.desktop.open_url(self.workspace.origin + "/"):
            self.status.set_state(
                "warning", self.text("shell.no_browser", address=self.workspace.origin)
            )

    def _copy(self) -> None:
        self.services.desktop.copy(self.workspace.origin + "/")
        self.copy_address.setText(self.text("shell.copied"))

    def _ticked(self, on: bool) -> None:
        self.workspace.update(activated_at=self.workspace.stamp() if on else "")
        if on and self.workspace.token is not None and self._findings and not self.busy:
            self._look()

    def _look(self) -> None:
        workspace = self.workspace
        young = workspace.young_tags()
        facts = workspace.facts
        chosen = workspace.state.chosen_tags if workspace.state else {}
        there = young is not None and all(both_present(young, facts, chosen).values())
        if young is not None and young.complete and not there:
            # What was seen a moment ago proves presence, never absence: the person may just have switched it on.
            young = None

        count = workspace.state.tags_count if workspace.state else 0
        pressed = self.sender() is self.look
        few = workspace.warn_first("activate", tags_cost(young, count), pressed)
        if few is not None:
            self._findings = (few,)
            self._say()
            return

        def work(cancel: Cancel) -> Tags:
            waiting = workspace.jobs.progress("activate", self._waiting)
            return read_analytics(workspace.planfix(cancel, waiting), facts, young, chosen=chosen)

        self.status.set_state("busy", self.text("activate.looking"))
        workspace.jobs.start("activate", work, self._done)
        self.look.setEnabled(False)
        self.changed.emit()

    def _waiting(self, seconds: float) -> None:
        if seconds >= 2:
            self.status.set_state("busy", self.text("shell.waiting_turn", n=round(seconds)))

    def _done(self, result: Outcome) -> None:
        self.look.setEnabled(True)
        if result.finding is not None:
            self._findings = (result.finding,)
        else:
            self.workspace.remember_tags(result.value)
            state = self.workspace.state
            chosen = state.chosen_tags if state else {}
            present = both_present(result.value, self.workspace.facts, chosen)
            missing = [which for which, there in present.items() if not there]
            if missing:
                names = ", ".join(
                    f"«{self.workspace.facts.analytics[which].names[0]}»" for which in missing
                )
                self._findings = (
                    Finding("analytics_missing", Severity.WARNING, "", {"names": names}),
                )
            else:
                self._findings = ()
        codes = tuple(each.key for each in self._findings)
        self.workspace.update(
            analytics_verdict=Verdict(self.workspace.stamp(), outcome(self._findings), codes)
        )
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        if self.busy:
            return
        self.look.setEnabled(True)
        if self._findings is None:
            self.status.set_state("idle", self._why_not_looked())
        else:
            self.tell(self.status, self._findings, self.text("activate.seen"))

    def _why_not_looked(self) -> str:
        vault = self.workspace.vault
        if self.workspace.token is not None or vault.doing:
            return ""
        if vault.value("planfix-token") is not None:
            return self.text("account.why_confirm")
        return self.text("activate.by_hand")
