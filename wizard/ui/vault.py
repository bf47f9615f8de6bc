"""The secrets of the open account: in memory for this run, and in the system's password store.

Store calls run on a lane of their own, because a prompt may stay open for minutes. Must not print or
write a secret anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from wizard.flow.cancel import Cancel
from wizard.rules.finding import Fault, Finding, Severity
from wizard.rules.secret import Secret
from wizard.ui.jobs import Jobs, Outcome

if TYPE_CHECKING:
    from wizard.flow.ports import Store

# After this the page says what it waits for; after that it goes on without (design, section 5).
TELL_AFTER_MS = 3_000
GIVE_UP_AFTER_MS = 120_000
# After these the store is asked no more by itself: it would only open its prompt again.
_NO_USE = frozenset({"keyring_missing", "keyring_locked", "keyring_dismissed"})
# How a store that only lasts for the run names itself.
MEMORY = "memory"


@dataclass(eq=False)
class _Call:
    """One call of the store that has not ended. ``abandoned``: what it saves is not to stay there."""

    kind: str
    generation: int
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    abandoned: bool = False


@dataclass(frozen=True)
class _Removed:
    """What became of a deletion: the store, the names that were there and are gone, what stopped others."""

    store: str = ""
    names: tuple[str, ...] = ()
    finding: Finding | None = None


@dataclass(frozen=True)
class _Saved:
    """What became of a save: the names that were read back, and what stopped it."""

    store: str
    names: tuple[str, ...]
    finding: Finding | None = None
    removed: bool = False


class Vault(QObject):
    """Reads, saves and deletes; tells with ``changed`` after each.

    ``loaded`` comes whenever what there is of an account's secrets was read, or let go: fields follow it.
    """

    changed = Signal()
    loaded = Signal()

    def __init__(self, store: Store, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._store = store
        self._jobs = jobs
        self._host = ""
        self._expected: tuple[str, ...] = ()
        self._values: dict[str, Secret] = {}
        self._proven: set[str] = set()
        self._generation = 0
        self._number = 0
        # Every call that has not ended, and those of them that somebody still waits for.
        self._unfinished: list[_Call] = []
        self._awaited: list[_Call] = []
        self.finding: Finding | None = None
        self.store_name = ""
        self.waiting = False
        self.session_only = False
        # What the last deletion found in the store and took out of it.
        self.removed: tuple[str, ...] = ()
        self._tell = QTimer(self, singleShot=True, interval=TELL_AFTER_MS)
        self._tell.timeout.connect(self._still_waiting)
        self._give_up = QTimer(self, singleShot=True, interval=GIVE_UP_AFTER_MS)
        self._give_up.timeout.connect(self._timed_out)

    @property
    def busy(self) -> bool:
        """Whether somebody waits for the store."""
        return bool(self._awaited)

    @property
    def doing(self) -> str:
        """What the store is waited for: ``reading``, ``saving``, ``deleting``, or ``waiting`` if it takes
        long; empty if it is not."""
        if not self._awaited:
            return ""
        return "waiting" if self.waiting else self._awaited[0].kind

    def value(self, name: str) -> Secret | None:
        """The secret of this run, wherever it is kept."""
        return self._values.get(name)

    def stored(self, name: str) -> bool:
        """Whether the store was seen to hold it (read back)."""
        return name in self._proven

    @property
    def in_memory(self) -> bool:
        """Whether secrets are kept for this run only, by the person's wish or because that is all there is."""
        return self.session_only or self.store_name == MEMORY

    def not_kept(self, name: str) -> bool:
        """Whether the secret of that name goes with this run, as far as is known."""
        if name not in self._values or self.busy:
            return False
        if self.store_name == MEMORY or name not in self._proven:
            return self.in_memory or self.finding is not None
        return False

    def doubt(self) -> None:
        """Another window took this account's secrets out of the store: what was seen there counts no more."""
        self._proven.clear()

    def look(self) -> None:
        """Ask which store there is, so that it is named before anything is put into it. Opens no prompt."""
        if self.store_name or self.session_only or self.finding is not None or not self._host:
            return
        if self._jobs.running("store-look"):
            return
        generation = self._generation

        def done(outcome: Outcome) -> None:
            if outcome.value:
                self.store_name = self.store_name or outcome.value
            elif self.finding is None and generation == self._generation:
                self.finding = outcome.finding
            self.changed.emit()

        self._jobs.start("store-look", lambda cancel: self._store.name(), done, store=True)  # noqa: ARG005

    def hold(self, name: str, secret: Secret | None) -> None:
        """Take a secret for this run without saving it; None lets it go."""
        self._proven.discard(name)
        if secret is None or not secret:
            self._values.pop(name, None)
        else:
            self._values[name] = secret

    # Reading

    def open(self, host: str, expected: Sequence[str]) -> None:
        """Another account: forget what is in memory, and read what its state says is stored."""
        self._generation += 1
        self._jobs.cancel("store-read")
        self._unfinished = [each for each in self._unfinished if each.kind != "reading"]
        self._awaited.clear()
        self._rest()
        self._host = host
        self._expected = tuple(expected)
        self._values.clear()
        self._proven.clear()
        self.finding = None
        # Going on without the store was said of the other account's secrets.
        self.session_only = False
        if not self._read():
            self.changed.emit()
            self.loaded.emit()

    def read_again(self) -> bool:
        """Ask the store once more for what it did not give; False if nothing is left to ask for."""
        return not self._jobs.running("store-read") and self._read()

    def _read(self) -> bool:
        missing = [name for name in self._expected if name not in self._values]
        if not missing:
            return False
        host = self._host
        call = self._begin("reading")

        def work(cancel: Cancel) -> tuple[str, dict[str, Secret]]:
            found = {}
            for name in missing:
                # A prompt for an account that was left meanwhile would puzzle.
                cancel.check()
                secret = self._store.read(f"{host}/{name}")
                if secret is not None:
                    found[name] = secret
            return self._store.name(), found

        def done(outcome: Outcome) -> None:
            if not self._end(call):
                return
            self.finding = outcome.finding
            if outcome.value is not None:
                self.store_name, found = outcome.value
                for name, secret in found.items():
                    if name not in self._values:
                        self._values[name] = secret
                        self._proven.add(name)
                if len(found) < len(missing):
                    self.finding = Finding("keyring_silent", Severity.WARNING)
            self.changed.emit()
            self.loaded.emit()

        self._jobs.start("store-read", work, done, store=True)
        return True

    def borrow(
        self,
        host: str,
        names: Sequence[str],
        done: Callable[[dict[str, Secret], Finding | None], None],
    ) -> None:
        """Read secrets of another account, at the person's wish; ``done`` is told what there is of them."""
        call = self._begin("reading")

        def work(cancel: Cancel) -> dict[str, Secret]:  # noqa: ARG001
            found = {}
            for name in names:
                secret = self._store.read(f"{host}/{name}")
                if secret is not None:
                    found[name] = secret
            return found

        def read(outcome: Outcome) -> None:
            if not self._end(call):
                return
            self.finding = outcome.finding
            done(outcome.value or {}, outcome.finding)
            self.changed.emit()

        self._start("borrow", work, read)

    # Saving

    def save(
        self, secrets: Mapping[str, Secret], done: Callable[[bool], None] | None = None
    ) -> None:
        """Hold the secrets and save them, read back by the door; ``done`` is told whether all are kept.

        What is being saved already is not saved once more: behind a prompt that nobody answers, calls
        would only pile up.
        """
        for name, secret in secrets.items():
            if not _same(self._values.get(name), secret):
                self.hold(name, secret)
        if self.session_only or not self._host or self._under_way(secrets):
            self.changed.emit()
            return
        host = self._host
        call = self._begin("saving", secrets)
        self._expected = tuple(dict.fromkeys((*self._expected, *secrets)))

        def work(cancel: Cancel) -> _Saved:  # noqa: ARG001
            return self._save(host, call)

        def saved(outcome: Outcome) -> None:
            current = self._end(call)
            result = outcome.value or _Saved("", (), outcome.finding)
            if call.abandoned and not result.removed:
                # The person went on without between the store's answer and this moment.
                self._delete(host, tuple(secrets))
            if not current or call.abandoned:
                return
            self.finding = result.finding
            self.store_name = result.store or self.store_name
            self._proven.update(
                name for name in result.names if _same(self._values.get(name), secrets[name])
            )
            if done is not None:
                done(result.finding is None)
            self.changed.emit()

        self._start("save", work, saved)

    def _save(self, host: str, call: _Call) -> _Saved:
        """On the lane: save one after the other, up to the first that the store refuses."""
        names: list[str] = []
        finding = None
        store = ""
        try:
            for name, secret in call.secrets.items():
                if call.abandoned:
                    break
                self._store.save(f"{host}/{name}", secret)
                names.append(name)
            store = self._store.name()
        except Fault as fault:
            finding = fault.finding
        if not call.abandoned:
            return _Saved(store, tuple(names), finding)
        # The person went on without while the store asked for a password: leave nothing there.
        for name in call.secrets:
            try:
                self._store.delete(f"{host}/{name}")
            except Fault:
                continue
        return _Saved(store, (), removed=True)

    def _under_way(self, secrets: Mapping[str, Secret]) -> bool:
        return any(
            call.kind == "saving"
            and call.generation == self._generation
            and not call.abandoned
            and all(_same(call.secrets.get(name), secret) for name, secret in secrets.items())
            for call in self._unfinished
        )

    # Deleting

    def forget(
        self, names: Sequence[str], done: Callable[[Finding | None], None] | None = None
    ) -> None:
        """Let secrets go, in memory at once and in the store; ``done`` is told what kept it from that."""
        for name in names:
            self._values.pop(name, None)
            self._proven.discard(name)
        self._expected = tuple(each for each in self._expected if each not in names)
        self.loaded.emit()
        host = self._host
        if not host:
            self.changed.emit()
            return
        call = self._begin("deleting")

        def deleted(outcome: Outcome) -> None:
            current = self._end(call)
            result = outcome.value or _Removed(finding=outcome.finding)
            finding = result.finding
            self.removed = result.names
            if finding is not None and finding.key == "keyring_missing":
                # Where there is no store nothing can be left in it.
                finding = None
            if current:
                self.finding = finding
                self.store_name = result.store or self.store_name
            if done is not None:
                done(finding)
            self.changed.emit()
            if current:
                self.loaded.emit()

        self._start("forget", lambda cancel: self._remove(host, names), deleted)  # noqa: ARG005

    def _remove(self, host: str, names: Sequence[str]) -> _Removed:
        """On the lane: delete all that can be; one that stays does not keep the others there."""
        removed = []
        finding = None
        store = ""
        for name in names:
            try:
                if self._store.delete(f"{host}/{name}"):
                    removed.append(name)
                store = store or self._store.name()
            except Fault as fault:
                finding = finding or fault.finding
                if fault.finding.key in _NO_USE:
                    break
        return _Removed(store, tuple(removed), finding)

    def _delete(self, host: str, names: Sequence[str]) -> None:
        """Without a word: what is deleted here was never wanted there."""

        def work(cancel: Cancel) -> None:  # noqa: ARG001
            for name in names:
                self._store.delete(f"{host}/{name}")

        self._start("delete", work, lambda outcome: None)  # noqa: ARG005

    # Waiting

    def go_on_without(self) -> None:
        """The person's wish: secrets stay in memory for this run, and nothing in the store."""
        if self.busy:
            self.finding = Finding("keyring_timeout", Severity.WARNING)
        for call in self._unfinished:
            if call.kind == "saving" and call.generation == self._generation:
                call.abandoned = True
        self.session_only = True
        self._awaited.clear()
        self._rest()
        self.changed.emit()

    def _timed_out(self) -> None:
        """Nobody waits any longer. A save that ends after all is told; the person did not forbid it."""
        self._awaited.clear()
        self._rest()
        self.finding = Finding("keyring_timeout", Severity.WARNING)
        self.changed.emit()

    def _start(
        self, name: str, work: Callable[[Cancel], object], done: Callable[[Outcome], None]
    ) -> None:
        """A run of its own name: no save or deletion is cancelled by the next one."""
        self._number += 1
        self._jobs.start(f"store-{name}-{self._number}", work, done, store=True)

    def _begin(self, kind: str, secrets: Mapping[str, Secret] | None = None) -> _Call:
        call = _Call(kind, self._generation, dict(secrets or {}))
        self._unfinished.append(call)
        self._awaited.append(call)
        if len(self._awaited) == 1:
            self._count()
        self.changed.emit()
        return call

    def _end(self, call: _Call) -> bool:
        """A call has ended; whether it belongs to the account that is open."""
        if call in self._unfinished:
            self._unfinished.remove(call)
        if call in self._awaited:
            self._awaited.remove(call)
            self._rest()
            if self._awaited:
                self._count()
        return call.generation == self._generation

    def _count(self) -> None:
        self._tell.start()
        self._give_up.start()

    def _rest(self) -> None:
        self.waiting = False
        self._tell.stop()
        self._give_up.stop()

    def _still_waiting(self) -> None:
        self.waiting = True
        self.changed.emit()

    def close(self) -> None:
        """Stop the timers and drop the secrets of this run."""
        self._awaited.clear()
        self._rest()
        self._values.clear()


def _same(one: Secret | None, other: Secret) -> bool:
    return one is not None and one.reveal() == other.reveal()
