"""The secrets of the open account: in memory for this run, and in the system's password store.

Store calls run on a lane of their own, because a prompt may stay open for minutes. Must not print or
write a secret anywhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from wizard.flow.cancel import Cancel
from wizard.rules.finding import Finding, Severity
from wizard.rules.secret import Secret
from wizard.ui.jobs import Jobs, Outcome

if TYPE_CHECKING:
    from wizard.flow.ports import Store

# After this the page says what it waits for; after that it goes on without (design, section 5).
TELL_AFTER_MS = 3_000
GIVE_UP_AFTER_MS = 120_000


class Vault(QObject):
    """Reads, saves and deletes; tells with ``changed`` after each. ``loaded`` comes once an account's are read."""

    changed = Signal()
    loaded = Signal()

    def __init__(self, store: Store, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._host = ""
        self._values: dict[str, Secret] = {}
        self._proven: set[str] = set()
        self._generation = 0
        self.finding: Finding | None = None
        self.store_name = ""
        self.busy = False
        self.waiting = False
        self.session_only = False
        self._tell = QTimer(self, singleShot=True, interval=TELL_AFTER_MS)
        self._tell.timeout.connect(self._still_waiting)
        self._give_up = QTimer(self, singleShot=True, interval=GIVE_UP_AFTER_MS)
        self._give_up.timeout.connect(self.go_on_without)

    def value(self, name: str) -> Secret | None:
        """The secret of this run, wherever it is kept."""
        return self._values.get(name)

    def stored(self, name: str) -> bool:
        """Whether the store was seen to hold it (read back)."""
        return name in self._proven

    def hold(self, name: str, secret: Secret | None) -> None:
        """Take a secret for this run without saving it; None lets it go."""
        self._proven.discard(name)
        if secret is None or not secret:
            self._values.pop(name, None)
        else:
            self._values[name] = secret

    def open(self, host: str, expected: Sequence[str]) -> None:
        """Another account: forget what is in memory, and read what its state says is stored."""
        self._generation += 1
        self._jobs.cancel("store-read")
        self._quiet()
        self._host = host
        self._values.clear()
        self._proven.clear()
        self.finding = None
        if not expected:
            self.changed.emit()
            self.loaded.emit()
            return
        generation = self._generation

        def work(cancel: Cancel) -> tuple[str, dict[str, Secret]]:  # noqa: ARG001
            found = {}
            for name in expected:
                secret = self._store.read(f"{host}/{name}")
                if secret is not None:
                    found[name] = secret
            return self._store.name(), found

        def done(outcome: Outcome) -> None:
            self._quiet()
            if generation != self._generation:
                return
            self.finding = outcome.finding
            if outcome.value is not None:
                self.store_name, found = outcome.value
                for name, secret in found.items():
                    if name not in self._values:
                        self._values[name] = secret
                        self._proven.add(name)
                if len(found) < len(expected):
                    self.finding = Finding("keyring_silent", Severity.WARNING)
            self.changed.emit()
            self.loaded.emit()

        self._begin()
        self._jobs.start("store-read", work, done, store=True)

    def save(self, secrets: dict[str, Secret]) -> None:
        """Hold the secrets and save them, read back by the door. Asked again with the same: saves again."""
        for name, secret in secrets.items():
            self.hold(name, secret)
        if self.session_only or not self._host:
            self.changed.emit()
            return
        host, generation = self._host, self._generation

        def work(cancel: Cancel) -> str:  # noqa: ARG001
            for name, secret in secrets.items():
                self._store.save(f"{host}/{name}", secret)
            if self.session_only:
                # The person went on without the store while it asked for a password: leave nothing there.
                for name in secrets:
                    self._store.delete(f"{host}/{name}")
            return self._store.name()

        def done(outcome: Outcome) -> None:
            self._quiet()
            if generation != self._generation:
                return
            self.finding = outcome.finding
            if outcome.value is not None and not self.session_only:
                self.store_name = outcome.value
                self._proven.update(
                    name for name, secret in secrets.items() if self._values.get(name) is secret
                )
            self.changed.emit()

        self._begin()
        self._jobs.start("store-save-" + "-".join(secrets), work, done, store=True)

    def forget(self, names: Sequence[str]) -> None:
        """Let secrets go, in memory and in the store."""
        for name in names:
            self._values.pop(name, None)
            self._proven.discard(name)
        host = self._host

        def work(cancel: Cancel) -> list[str]:  # noqa: ARG001
            return [name for name in names if self._store.delete(f"{host}/{name}")]

        def done(outcome: Outcome) -> None:
            self._quiet()
            self.finding = outcome.finding
            self.changed.emit()

        self._begin()
        self._jobs.start("store-forget", work, done, store=True)

    def go_on_without(self) -> None:
        """Stop waiting for the store: secrets stay in memory for this run."""
        timed_out = self.busy
        self.session_only = True
        self._quiet()
        if timed_out:
            self.finding = Finding("keyring_timeout", Severity.WARNING)
        self.changed.emit()

    def use_store(self) -> None:
        """Try the store again."""
        self.session_only = False
        self.finding = None

    def _begin(self) -> None:
        self.busy = True
        self.waiting = False
        self._tell.start()
        self._give_up.start()
        self.changed.emit()

    def _still_waiting(self) -> None:
        self.waiting = True
        self.changed.emit()

    def _quiet(self) -> None:
        self.busy = False
        self.waiting = False
        self._tell.stop()
        self._give_up.stop()

    def close(self) -> None:
        """Stop the timers and drop the secrets of this run."""
        self._quiet()
        self._values.clear()
