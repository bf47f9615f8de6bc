"""The step ``keys``: take the keys out of support's reply, check them with Binotel, keep them, put them in Planfix.

Keys are shown masked, leave only through the copy buttons, and are never saved on paste.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import (
    QLineEdit,
    QPushButton,
    QWidget,
)

from wizard.flow.cancel import Cancel
from wizard.flow.state import Verdict, moment
from wizard.flow.steps import statuses
from wizard.flow.take_over import Source
from wizard.rules.finding import Finding, Severity, outcome
from wizard.rules.reply import judge_keys, parse_reply
from wizard.rules.secret import Secret
from wizard.ui.jobs import Outcome
from wizard.ui.page import Shell
from wizard.ui.pages.keys_form import KeysForm
from wizard.ui.pages.keys_store import KEY, SECRET, waiting_words
from wizard.ui.pages.take_over import TakeOverRow, stored_elsewhere
from wizard.ui.secret_edit import Peek
from wizard.ui.workspace import Workspace

# Of what is told about keys only these two are errors (contract, "Binotel").
ERRORS = ("keys_wrong", "company_disabled")


class KeysPage(KeysForm):
    """Documented step 3."""

    def __init__(self, workspace: Workspace, shell: Shell) -> None:
        super().__init__(workspace, shell)
        self._filling = False
        self._findings: tuple[Finding, ...] = ()
        self._checked: tuple[Finding, ...] | None = None
        self._said = ""
        self._elsewhere: list[Source] = []
        # The pair that the tick "saved in Planfix" speaks of.
        self._pair: tuple[Secret, Secret] | None = None
        self._connect()
        self.workspace.vault.loaded.connect(self._refill)
        self.workspace.opened.connect(self._account_changed)
        self._refill()

    @property
    def busy(self) -> bool:
        """Whether Binotel is being asked."""
        return self.workspace.jobs.running("keys")

    def initial_focus(self) -> QWidget:
        """The reply, until there are keys."""
        return self.reply if not self.key.edit.text() else self.check

    def default_button(self) -> QPushButton | None:
        """*Check*, while Binotel has not been asked about what stands in the fields."""
        state = self.workspace.state
        asked = state is not None and state.keys_verdict is not None
        typed = self.key.edit.text().strip() and self.secret.edit.text().strip()
        return self.check if typed and not asked else None

    def left(self, closing: bool = False) -> bool:
        """Cancel the check; hold the keys, and save them where the person goes on."""
        if self.busy:
            self.workspace.jobs.cancel("keys")
        self._peek.mask()
        self._mend()
        if self._hold() and self.going_on and not closing and not self.store.kept:
            self._save()
        self._say()
        return True

    # Building

    def _connect(self) -> None:
        self.take = TakeOverRow("keys", (KEY, SECRET), self.workspace, self.shell, self._take)
        self.card_box.addWidget(self.take)
        self.reply.textChanged.connect(self._reply_changed)
        self.key.edit.textChanged.connect(self._typed)
        self.secret.edit.textChanged.connect(self._typed)
        self.check.clicked.connect(self._start)
        self.replace.clicked.connect(self._replace)
        self.forget.clicked.connect(self._forget)
        self.store.session.clicked.connect(self._session_only)
        key, secret = self.key.edit, self.secret.edit
        self._peek = Peek(
            self.show_secret,
            (key, secret),
            lambda shown: self.text("keys.hide" if shown else "keys.show"),
        )
        key.on_copy = secret.on_copy = self.services.desktop.copy_secret
        self.planfix.copy_key.clicked.connect(lambda: self._copy(key, "keys.copied_key"))
        self.planfix.copy_secret.clicked.connect(lambda: self._copy(secret, "keys.copied_secret"))
        self.planfix.saved.toggled.connect(self._saved)
        self.planfix.in_window.clicked.connect(lambda: self.shell.open_account_window("keys"))

    def retranslate(self) -> None:
        """Set every word anew."""
        super().retranslate()
        self._peek.retranslate()
        self.take.retranslate()
        self._say()

    def entered(self) -> None:
        """Name the store before anything goes there; offer what an earlier address has."""
        self.workspace.vault.look()
        found = stored_elsewhere(self.workspace, self.workspace.address)
        self._elsewhere = [each for each in found if each.keys]
        self._buttons()

    def refresh(self) -> None:
        """Show the state and what the store did."""
        state = self.workspace.state
        self.planfix.show_saved(bool(state and state.saved_in_planfix_at))
        address = self.workspace.address
        self.planfix.show_host(address.display if address is not None else "")
        self._say_waiting()
        self.store.say()
        self._buttons()

    # Filling

    def _account_changed(self) -> None:
        self._peek.mask()
        self._empty()
        self._checked = None
        self._findings = ()
        self._said = ""
        self._pair = None
        self._refill()

    def _refill(self) -> None:
        key, secret = self.workspace.vault.value(KEY), self.workspace.vault.value(SECRET)
        empty = not (self.key.edit.text() or self.secret.edit.text())
        if key is not None and secret is not None and empty:
            self._fill(key, secret)
            self._pair = (key, secret)
            self._checked = None
        self._say()
        self._say_waiting()
        self.store.say()

    def _fill(self, key: Secret, secret: Secret) -> None:
        self._filling = True
        self.key.edit.setText(key.reveal())
        self.secret.edit.setText(secret.reveal())
        self._filling = False

    def _empty(self) -> None:
        self._filling = True
        for edit in (self.key.edit, self.secret.edit, self.reply):
            edit.clear()
        self._filling = False

    def _reply_changed(self) -> None:
        if self._filling:
            return
        found = parse_reply(self.reply.toPlainText(), self.workspace.facts)
        if found is None:
            self._said = "keys.not_found" if self.reply.toPlainText().strip() else ""
            self._say()
            return
        self._fill(found.key, found.secret)
        self._filling = True
        self.reply.clear()
        self.reply.document().clearUndoRedoStacks()
        self._filling = False
        self._said = "keys.found"
        self._edited()
        if found.swapped:
            self._findings = (Finding("keys_swapped", Severity.WARNING, "keyEdit"),)
            self._say()

    def _typed(self) -> None:
        if not self._filling:
            self._said = ""
            self._edited()

    def _edited(self) -> None:
        if self.busy:
            self.workspace.jobs.cancel("keys")
        self._checked = None
        self._findings = ()
        for name in (KEY, SECRET):
            self.workspace.vault.hold(name, None)
        # Half a secret beside a whole one would be swapped under the hands of who is typing it.
        self._mend(usual_only=True)
        state = self.workspace.state
        if not self._hold() and state is not None:
            self.workspace.update(has_keys=state.keys_stored or bool(state.saved_in_planfix_at))
        if state is not None and state.keys_verdict is not None:
            self.workspace.update(keys_verdict=None)
        self._say()
        self._say_waiting()
        self.store.say()
        self.changed.emit()

    def _judged(self) -> tuple[str, str, tuple[Finding, ...]]:
        """The pair as it is meant, and what is to be told of it, as grave as it is here."""
        key, secret, findings = judge_keys(
            self.key.edit.text(), self.secret.edit.text(), self.workspace.facts
        )
        mild = tuple(
            each if each.key in ERRORS else replace(each, severity=Severity.WARNING)
            for each in findings
        )
        return key, secret, mild

    def _mend(self, usual_only: bool = False) -> bool:
        """Show the pair as it is meant: cleaned, the right way round, and that told. False if there is none."""
        key, secret, findings = self._judged()
        keys = [each.key for each in findings]
        if "keys_empty" in keys:
            return False
        swapped = "keys_swapped" in keys
        if usual_only and (not swapped or "keys_unusual" in keys):
            return True
        if (key, secret) != (self.key.edit.text(), self.secret.edit.text()):
            self._fill(Secret(key), Secret(secret))
        if swapped:
            self._findings = tuple(each for each in findings if each.key == "keys_swapped")
        return True

    def _hold(self) -> bool:
        """Keep what is typed for this run; False if there is no pair."""
        key, secret, findings = self._judged()
        if any(each.key == "keys_empty" for each in findings):
            return False
        for name, value in ((KEY, key), (SECRET, secret)):
            held = self.workspace.vault.value(name)
            if held is None or held.reveal() != value:
                self.workspace.vault.hold(name, Secret(value))
        before, self._pair = self._pair, (Secret(key), Secret(secret))
        if before is not None and tuple(each.reveal() for each in before) != (key, secret):
            # Other keys than those that were put into Planfix.
            self.planfix.saved.setChecked(False)
        self.workspace.update(has_keys=True)
        return True

    def _save(self) -> None:
        vault = self.workspace.vault
        key, secret = vault.value(KEY), vault.value(SECRET)
        if key is None or secret is None:
            return
        if not vault.session_only:
            # Noted first: whoever closes the window while the store works finds the keys there next time.
            self.workspace.update(keys_stored=True)
        vault.save({KEY: key, SECRET: secret}, self._saved_to_store)

    def _saved_to_store(self, kept: bool) -> None:
        self.workspace.update(keys_stored=kept)

    # Check

    def _start(self) -> None:
        if self.busy:
            return
        self._said = ""
        if not self._mend():
            # What the store did not give before it may give now: unlocked, or answered at last.
            self.workspace.vault.read_again()
            self._checked = self._judged()[2]
            self._findings = ()
            self._say()
            return
        key, secret, findings = self._judged()
        told = [each for each in self._findings if each.key == "keys_swapped"]
        self._findings = (*told, *findings)
        self._hold()
        workspace = self.workspace
        pair = Secret(key), Secret(secret)

        def work(cancel: Cancel) -> None:
            waiting = workspace.jobs.progress("keys", self._waiting_turn)
            workspace.binotel(*pair, cancel, waiting).check()

        self._checked = None
        self.status.set_state("busy", self.text("keys.checking"))
        workspace.jobs.start("keys", work, self._done)
        self._buttons()
        self.changed.emit()

    def _waiting_turn(self, seconds: float) -> None:
        if seconds >= 1:
            self.status.set_state("busy", self.text("shell.waiting_turn", n=round(seconds)))

    def _done(self, result: Outcome) -> None:
        found: Sequence[Finding] = (result.finding,) if result.finding is not None else ()
        self._checked = tuple(found)
        codes = tuple(each.key for each in found)
        self.workspace.update(keys_verdict=Verdict(self.workspace.stamp(), outcome(found), codes))
        if "keys_wrong" not in codes:
            self._save()
        self._say()
        self.changed.emit()

    # Words

    def _say(self) -> None:
        if self.busy:
            return
        if self._checked is not None:
            shown = (*self._checked, *self._findings)
            good = self.text("keys.good")
            if self._checked == () and self._findings:
                # The pair works: that it looked unusual is no news any more, that it was swapped is.
                shown = tuple(each for each in self._findings if each.key == "keys_swapped")
            self.tell(self.status, shown, good)
            if self._checked == () and shown:
                self.status.set_state("ok", good + "\n" + self.text("keys.swapped_mended"), shown)
        elif self._findings:
            self.tell(self.status, self._findings)
        else:
            state = self.workspace.state
            verdict = state.keys_verdict if state else None
            if verdict is not None and self.key.edit.text():
                when = self.time_text(moment(verdict.at))
                words = self.text(f"keys.checked_{verdict.state}", when=when)
                self.status.set_state("idle", words)
            else:
                self.status.set_state("idle", self.text(self._said) if self._said else "")
        self._buttons()

    def _say_waiting(self) -> None:
        state = self.workspace.state
        words = ""
        if state is not None and not self.key.edit.text():
            letter = statuses(state, self.workspace.now())["letter"]
            told = bool(self._said)
            words = waiting_words(state, letter, told, self.text, self.time_text(letter.at))
        self._waiting.setText(words)
        self._waiting.setVisible(bool(words))

    def _buttons(self) -> None:
        key, secret = bool(self.key.edit.text()), bool(self.secret.edit.text())
        self.check.setEnabled(not self.busy)
        self.planfix.show_buttons(key, secret)
        self.replace.setVisible(key and secret)
        state = self.workspace.state
        stored = bool(state and state.keys_stored)
        self.forget.setVisible(key or secret or stored)
        here = key or secret or stored
        self.take.offer(() if here else self._elsewhere, self.workspace.address)
        self.show_secret.setEnabled(key or secret)
        why = "" if key or secret else self.text("keys.why_copy")
        self.show_secret.setToolTip(why)
        self.show_secret.setAccessibleDescription(why)

    # Acts

    def _replace(self) -> None:
        """New keys from support: clear the fields; the old ones stay stored until the new are saved."""
        self._empty()
        self._said = "keys.replacing"
        self._edited()
        self.reply.setFocus()

    def _forget(self) -> None:
        """The person wants them nowhere on this computer. What stands in Planfix stays there."""
        self._empty()
        self._pair, self._said = None, "keys.forgetting"
        self.workspace.update(keys_stored=False)
        self._edited()

        def told(finding: Finding | None) -> None:
            self._said = "keys.forgotten" if finding is None else "keys.left"
            # What stayed there can be forgotten once more.
            self.workspace.update(keys_stored=finding is not None)
            self._say()

        self.workspace.vault.forget([KEY, SECRET], told)
        self.reply.setFocus()

    def _take(self, found: dict[str, Secret]) -> None:
        """Keys that are kept for the same account under another address."""
        self._fill(found[KEY], found[SECRET])
        self._edited()

    def _session_only(self) -> None:
        self.workspace.vault.go_on_without()
        self._hold()
        self.workspace.update(keys_stored=False)
        self.store.say()

    def _copy(self, edit: QLineEdit, key: str) -> None:
        if self._mend():
            self._say()
        self.services.desktop.copy_secret(Secret(edit.text().strip()))
        self.planfix.say_copied(key)

    def _saved(self, on: bool) -> None:
        self.workspace.update(saved_in_planfix_at=self.workspace.stamp() if on else "")
