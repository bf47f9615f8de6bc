"""Time that passes only where somebody sleeps, and an account of lists in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from wizard.flow.cancel import Cancel
from wizard.rules.finding import fault
from wizard.rules.models import DataTag, Employee, Entry


class Time:
    """A clock in seconds; ``cancel`` sleeps by moving it on."""

    def __init__(self) -> None:
        self.now = 1000.0
        outer = self

        class Sleeper(Cancel):
            def sleep(self, seconds: float) -> None:
                self.check()
                outer.now += max(0.0, seconds)

        self.cancel: Cancel = Sleeper()

    def __call__(self) -> float:
        return self.now


@dataclass
class FakePlanfix:
    """An account. ``calls`` by the data tag's number; ``on_request`` runs before each answer."""

    time: Time
    tags: list[DataTag]
    calls: dict[int, list[Entry]] = field(default_factory=dict)
    cards: list[Employee] = field(default_factory=list)
    short: set[str] = field(default_factory=set)
    on_request: Callable[[int], None] = lambda number: None
    failing: dict[int, str] = field(default_factory=dict)
    sent_at: list[float] = field(default_factory=list)
    asked: list[tuple[str, Any]] = field(default_factory=list)
    remaining: int | None = None

    def _request(self, what: str, detail: Any) -> None:
        self.sent_at.append(self.time())
        self.asked.append((what, detail))
        self.on_request(len(self.sent_at))
        if len(self.sent_at) in self.failing:
            raise fault(self.failing[len(self.sent_at)])

    def data_tags(self, progress: object = None, known: Sequence[DataTag] = ()) -> list[DataTag]:
        self._request("tags", None)
        return list(self.tags)

    def data_tag(self, tag_id: int) -> DataTag:
        self._request("tag", tag_id)
        return next(each for each in self.tags if each.id == tag_id)

    def entries(
        self, tag_id: int, days: tuple[int, date, date], fields: Sequence[int], offset: int = 0
    ) -> list[Entry]:
        self._request("entries", (tag_id, offset))
        number, first, last = days
        found = [
            each
            for each in self.calls.get(tag_id, [])
            if str(first) <= each.values.get(number, "")[:10] <= str(last)
        ]
        return found[offset : offset + 100]

    def employees_by_phone(self, digits: str) -> list[Employee]:
        self._request("phone", digits)
        return self.cards

    def employees_by_short_number(self, digits: str) -> list[Employee]:
        self._request("short", digits)
        return [Employee(5, "Ірина")] if digits in self.short else []
