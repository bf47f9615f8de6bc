"""The journal of what is written into cards: kept on disk before and after each of them. No files here.

It holds the phones as they were, so nothing that the program changes is ever lost, and says after a crash at
any point which card was written, which not, and which one nobody knows of. Must hold no secret.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from wizard.rules.changes import Change
from wizard.rules.finding import Finding, Severity
from wizard.rules.models import Phone

PLANNED: Final = "planned"
WRITING: Final = "writing"
"""About to be written, or written and not read back: nobody knows."""
WRITTEN: Final = "written"
FAILED: Final = "failed"
CHANGED: Final = "changed_meanwhile"
UNKNOWN: Final = "unknown"
UNDOING: Final = "undoing"
"""The old list is about to be put back, or was and not read back."""
UNDONE: Final = "undone"
STATES: Final = (PLANNED, WRITING, WRITTEN, FAILED, CHANGED, UNKNOWN, UNDOING, UNDONE)

PUSH: Final = "push"
UNDO: Final = "undo"

# What a person may still want back.
_KEPT = (WRITING, WRITTEN, UNKNOWN, UNDOING)
_OPEN = (WRITING, UNKNOWN, UNDOING)


@dataclass(frozen=True, slots=True)
class Card:
    """One card: what stood there, what was sent, what was read back last, and how it ended.

    ``reason`` is the key of a finding, empty if there is nothing to say; ``details`` fill its words.
    """

    employee: int
    name: str
    number: str
    before: tuple[Phone, ...]
    after: tuple[Phone, ...]
    state: str = PLANNED
    read: tuple[Phone, ...] | None = None
    reason: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def shown(self) -> str:
        """The state as the contract names it."""
        return UNKNOWN if self.state in (WRITING, UNDOING) else self.state

    @property
    def undoable(self) -> bool:
        """Whether the old list may have to be put back."""
        return self.state in _KEPT or self.reason == "undo_refused"

    @property
    def doubled(self) -> bool:
        """Whether the server appended where it was to replace: another list would be appended too."""
        return self.reason == "phones_doubled" or self.details.get("reason") == "doubled"

    def ended(self, state: str, finding: Finding | None = None, **more: Any) -> Card:
        """The same card in another state, with the finding that says why."""
        reason = finding.key if finding is not None else ""
        details = dict(finding.details) if finding is not None else {}
        return replace(self, state=state, reason=reason, details=details, **more)

    def finding(self) -> Finding | None:
        """What is to be said of the card."""
        if not self.reason:
            return None
        severity = Severity.WARNING if self.reason in _WARNINGS else Severity.ERROR
        return Finding(self.reason, severity, "changesTable", {**self.details, "names": self.name})


# A number that stands where it shall, or a card that somebody else looks after: to be known, no more.
_WARNINGS = ("card_changed", "card_added_to", "card_has_it")


@dataclass(frozen=True, slots=True)
class Journal:
    """All cards of one account that were or are to be written, in that order.

    ``open``: the last run did not come to its end. ``at``: when it began (ISO 8601). ``mode``: whether it
    writes numbers or puts lists back.
    """

    cards: tuple[Card, ...] = ()
    mode: str = PUSH
    open: bool = False
    at: str = ""
    region: str = "UA"

    def count(self, *states: str) -> int:
        """How many cards are in one of these states."""
        return sum(1 for each in self.cards if each.state in states)

    @property
    def unsure(self) -> bool:
        """Whether there is a card that nobody knows of."""
        return self.count(*_OPEN) > 0

    @property
    def undoable(self) -> int:
        """How many cards could be put back."""
        return sum(1 for each in self.cards if each.undoable)

    @property
    def interrupted(self) -> bool:
        """Whether a run is to be gone on with, or a card to be looked at."""
        return self.open or self.unsure

    def to_dict(self) -> dict[str, Any]:
        """As plain data for the file."""
        return {
            "mode": self.mode,
            "open": self.open,
            "at": self.at,
            "region": self.region,
            "cards": [_plain(each) for each in self.cards],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> Journal:
        """Read tolerantly: a card that cannot be understood is passed over."""
        data = data or {}
        rows = data.get("cards")
        cards = (_card(each) for each in (rows if isinstance(rows, list) else ()))
        return cls(
            cards=tuple(each for each in cards if each is not None),
            mode=UNDO if data.get("mode") == UNDO else PUSH,
            open=data.get("open") is True,
            at=_text(data.get("at")),
            region=_text(data.get("region")) or "UA",
        )


def begin(journal: Journal, changes: Iterable[Change], at: str, region: str) -> Journal:
    """The journal of a new run: what could still be put back stays in it, the changes come after that."""
    kept = [each for each in journal.cards if each.undoable]
    new = [Card(each.employee, each.name, each.number, each.before, each.after) for each in changes]
    return Journal((*kept, *new), PUSH, open=True, at=at, region=region)


def closed(journal: Journal) -> Journal:
    """The journal of a run that came to its end, whatever that is. What was not reached is planned anew."""
    cards = tuple(each for each in journal.cards if each.state != PLANNED)
    return replace(journal, cards=cards, open=False)


def ready(journal: Journal) -> Journal:
    """A journal after its unknown cards were looked at: over if nothing is left, or may be, done."""
    if journal.mode == PUSH and any(each.doubled for each in journal.cards):
        return closed(journal) if not journal.unsure else journal
    left = journal.count(*_OPEN) + (
        journal.undoable if journal.mode == UNDO else journal.count(PLANNED)
    )
    return closed(journal) if not left or not journal.open else journal


def _plain(card: Card) -> dict[str, Any]:
    return {
        "id": card.employee,
        "name": card.name,
        "number": card.number,
        "before": _rows(card.before),
        "after": _rows(card.after),
        "read": None if card.read is None else _rows(card.read),
        "state": card.state,
        "reason": card.reason,
        "details": dict(card.details),
    }


def _rows(phones: Sequence[Phone]) -> list[list[str | int]]:
    return [[each.number, each.type] for each in phones]


def _card(value: object) -> Card | None:
    if not isinstance(value, dict):
        return None
    before, after = _phones(value.get("before")), _phones(value.get("after"))
    employee, state = value.get("id"), value.get("state")
    if before is None or after is None or state not in STATES:
        return None
    if not isinstance(employee, int) or isinstance(employee, bool):
        return None
    details = value.get("details")
    return Card(
        employee=employee,
        name=_text(value.get("name")),
        number=_text(value.get("number")),
        before=before,
        after=after,
        state=state,
        read=_phones(value.get("read")),
        reason=_text(value.get("reason")),
        details={
            key: each
            for key, each in (details.items() if isinstance(details, dict) else ())
            if isinstance(key, str) and isinstance(each, str)
        },
    )


def _phones(value: object) -> tuple[Phone, ...] | None:
    if not isinstance(value, list):
        return None
    found = []
    for each in value:
        if not isinstance(each, list) or len(each) != 2:
            return None
        number, kind = each
        if not isinstance(number, str) or not _whole(kind):
            return None
        found.append(Phone(number, kind))
    return tuple(found)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
