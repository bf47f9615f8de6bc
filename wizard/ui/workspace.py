"""The present account as all pages see it: its state, its secrets of this run, what was read of it.

Every change is written to disk before the call returns; must not draw anything.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from wizard.flow.cancel import Cancel, Cancelled
from wizard.flow.state import SetupState, merged
from wizard.rules.address import Address
from wizard.rules.finding import Finding, Severity
from wizard.rules.secret import Secret
from wizard.ui.jobs import Jobs
from wizard.ui.services import Services
from wizard.ui.vault import Vault

if TYPE_CHECKING:
    from wizard.flow.checks import Tags
    from wizard.flow.ports import Binotel, Planfix
    from wizard.flow.push_journal import Journal
    from wizard.rules.account_form import WantedRow
    from wizard.rules.models import Employee

# How long what was read of the data tags may still prove that something is there (never that it is not).
_YOUNG = 60.0
SECRETS = ("planfix-token", "binotel-key", "binotel-secret", "proxy-password")


class Workspace(QObject):
    """Holds the set-up state of the account that is open, and tells when it changed."""

    changed = Signal()
    opened = Signal()
    told = Signal(object)

    def __init__(self, services: Services, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self.services = services
        self.facts = services.facts
        self.jobs = jobs
        self.vault = Vault(services.store, jobs, self)
        self.state: SetupState | None = None
        # What was answered in this window and is written, what is not, and what was last seen in the file:
        # other windows write it too.
        self._mine: SetupState | None = None
        self._unwritten: dict[str, Any] = {}
        self._in_file: SetupState | None = None
        self.address: Address | None = None
        self.employees: list[Employee] | None = None
        self.journal: Journal | None = None
        self._tags: Tags | None = None
        self._tags_at = 0.0
        # The same moment as it is told.
        self.tags_read_at = ""
        self._client: Planfix | None = None
        self._requests_left: int | None = None
        self._warned: set[str] = set()
        # Decides whether the keyring step of a demo run is worth a word.
        self.account_findings: tuple[Finding, ...] = ()

    def now(self) -> datetime:
        """The time, with the local zone."""
        found = self.services.clock()
        return found if found.tzinfo else found.astimezone()

    def stamp(self) -> str:
        """The time as it is remembered."""
        return self.now().isoformat(timespec="seconds")

    def text(self, key: str, **values: object) -> str:
        """A text of the catalogue."""
        return self.services.catalogue.text(key, **values)

    @property
    def origin(self) -> str:
        """The origin of the open account; empty if none is."""
        return self.state.origin if self.state else ""

    def open(self, address: Address) -> None:
        """Take an account up: its stored state, or a new one. What was read of another is forgotten."""
        if self.address == address and self.state is not None:
            return
        data, finding = self.services.archive.load(address.file_name)
        # Before the address changes: a worker that starts right now must not find both mixed.
        for name in SECRETS:
            self.vault.hold(name, None)
        self.address = address
        self.state = self._mine = SetupState.from_dict(data or {}, address.origin)
        self._in_file = self.state if data is not None else None
        self._unwritten = {}
        self.employees = None
        self._tags = None
        self._client, self._requests_left = None, None
        self._warned.clear()
        if finding is not None:
            self.told.emit(finding)
        expected = []
        if self.state.has_token:
            expected.append("planfix-token")
        if self.state.keys_stored:
            expected += ["binotel-key", "binotel-secret"]
        if "@" in self.state.proxy:
            expected.append("proxy-password")
        self.vault.open(address.file_name, expected)
        self.opened.emit()
        self.changed.emit()

    def leave(self) -> None:
        """No account is open any more."""
        self.state, self.address, self.employees, self._tags = None, None, None, None
        self.vault.open("", [])
        self.opened.emit()
        self.changed.emit()

    def update(self, **changes: Any) -> None:
        """Change answers of the open account and write them down. Nothing happens without an account."""
        if self.state is None or self.address is None:
            return
        if self.state.changed(**changes) == self.state:
            return
        self.write(**changes)
        self.changed.emit()

    def write(self, **changes: Any) -> None:
        """Write answers of the open account down, together with what another window wrote meanwhile."""
        if self.state is None or self._mine is None or self.address is None:
            return
        before, mine, seen = self.state, self._mine, self._in_file
        waiting = {**self._unwritten, **changes}
        state, elsewhere = before.changed(**changes), ""

        def make(data: dict[str, Any] | None) -> Mapping[str, Any]:
            nonlocal state, elsewhere
            theirs = SetupState.from_dict(data, before.origin) if data is not None else None
            if theirs is not None and theirs != seen:
                state = merged(mine, waiting, theirs)
                elsewhere = "state_elsewhere" if seen is not None else ""
            elif theirs is None and seen is not None:
                elsewhere = "state_forgotten"
            return state.to_dict()

        finding = self.services.archive.change(self.address.file_name, make)
        self.state = state
        if finding is not None and finding.key == "state_not_saved":
            self._unwritten = waiting
        else:
            self._mine, self._in_file, self._unwritten = mine.changed(**waiting), state, {}
        if finding is not None:
            # A file set aside is no other window's doing.
            self.told.emit(finding)
        elif elsewhere:
            if elsewhere == "state_forgotten":
                self.vault.doubt()
            self.told.emit(Finding(elsewhere, Severity.WARNING, "notice"))

    def push_journal(self) -> Journal:
        """What the disk says of cards that were written; damage is told."""
        from wizard.flow.push_journal import Journal

        if self.address is None:
            return Journal()
        data, finding = self.services.archive.load_push(self.address.file_name)
        if finding is not None:
            self.told.emit(finding)
        self.journal = Journal.from_dict(data)
        return self.journal

    def forget_account(self, done: Callable[[Finding | None], None] | None = None) -> list[str]:
        """Remove state, saved phones and secrets of the open account; the names of the files removed.

        ``done`` is told later what kept the password store from it, None if nothing did.
        """
        if self.address is None:
            return []
        # What it would still note of cards is not wanted any more.
        self.jobs.cancel("push")
        removed = self.services.archive.forget(self.address.file_name)
        self.vault.forget(SECRETS, done)
        self.state, self.address, self.employees, self._tags = None, None, None, None
        self.changed.emit()
        return removed

    def keep(self) -> None:
        """Write the state down even if nothing changed since it was read."""
        if self.state is not None and self.address is not None and self.state.accepted:
            self.write()

    @property
    def letter_origin(self) -> str:
        """What the three addresses begin with: the account's origin, or the one taken from its own window."""
        taken = self.state.addresses_origin if self.state else ""
        return taken if taken and Address.from_origin(taken) else self.origin

    def letter_addresses(self) -> dict[str, str]:
        """The three addresses as the letter names them."""
        from wizard.rules.letter import addresses  # not needed for a start

        return addresses(self.letter_origin, self.facts)

    def short_rows(self) -> tuple[tuple[WantedRow, ...], int]:
        """The column of short numbers, by people; and how many numbers belong to people not read yet."""
        from wizard.rules.account_form import wanted_rows  # not needed for a start

        typed = self.state.short_numbers if self.state else {}
        people = self.employees or []
        numbers = {str(each.id): each.short_number or "" for each in people} | dict(typed)
        known = {str(each.id) for each in people}
        unnamed = sum(1 for each, number in typed.items() if number.strip() and each not in known)
        return wanted_rows(numbers, people), unnamed

    @property
    def trusted(self) -> bool:
        """Whether a token may go there: an account of Planfix's, this computer, or confirmed by the person."""
        if self.address is None or self.state is None:
            return False
        known = self.address.loopback or self.address.known_domain(self.facts.domains)
        return known or self.state.host_confirmed

    @property
    def token(self) -> Secret | None:
        """The REST token of this run, if there is one that may be sent to the open account."""
        return self.vault.value("planfix-token") if self.trusted else None

    @property
    def token_awaited(self) -> str:
        """The text that tells that the password store is being asked for the token; empty if it is not."""
        known = self.state is not None and self.state.has_token
        doing = self.vault.doing if known and self.vault.value("planfix-token") is None else ""
        return f"store.{doing}" if doing else ""

    @property
    def requests_left(self) -> int | None:
        """What the account last said of today's requests; None if it never did."""
        said = self._client.remaining if self._client is not None else None
        return said if said is not None else self._requests_left

    def too_few(self, needed: int) -> Finding | None:
        """A warning if today's requests will not do for a check that needs so many."""
        left = self.requests_left
        if left is None or left >= needed:
            return None
        details = {"n": str(left), "count": str(needed)}
        return Finding("requests_few", Severity.WARNING, "", details)

    def warn_first(self, check: str, needed: int, pressed: bool) -> Finding | None:
        """The warning that ``check`` must not start before it was seen; None if it may start.

        It may once the person presses its button with the warning on screen. ``pressed`` False: the
        check would start by itself, on entering a step.
        """
        few = self.too_few(needed)
        if few is None or (pressed and check in self._warned):
            self._warned.discard(check)
            return None
        self._warned.add(check)
        return few

    def planfix(self, cancel: Cancel, waiting: Callable[[float], None]) -> Planfix:
        """The account's REST for one run of work. Only with an open account."""
        assert self.address is not None  # noqa: S101
        assert self.state is not None  # noqa: S101
        address, token = self.address, self.token
        proxy, password = self.state.proxy, self.vault.value("proxy-password")
        if self.address is not address:
            # Another account was opened while a worker looked here.
            raise Cancelled
        self._requests_left = self.requests_left
        self._client = self.services.planfix(address, token, cancel, waiting, proxy, password)
        return self._client

    def binotel(
        self, key: Secret, secret: Secret, cancel: Cancel, waiting: Callable[[float], None]
    ) -> Binotel:
        """Binotel's API for one run of work, over the account's proxy."""
        proxy = self.state.proxy if self.state else ""
        return self.services.binotel(
            key, secret, cancel, waiting, proxy, self.vault.value("proxy-password")
        )

    def remember_tags(self, tags: Tags) -> None:
        """Keep what was read of the data tags. What is kept already grows no younger by being used."""
        if tags is not self._tags:
            self._tags, self._tags_at = tags, time.monotonic()
            self.tags_read_at = self.stamp()
        if tags.complete:
            self.update(tags_count=len(tags.tags))

    def renew_tags(self, tags: Tags) -> None:
        """The same data tags, one of them read again: what is kept of the others grows no younger by it."""
        self._tags = tags

    def young_tags(self) -> Tags | None:
        """What was read in the last minute, else None."""
        young = time.monotonic() - self._tags_at < _YOUNG
        return self._tags if young else None
