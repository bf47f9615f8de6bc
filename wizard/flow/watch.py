"""Watching for the test call, over ports: which page of which data tag is asked for next, and when.

At most one request in ``GAP`` seconds, for ``LENGTH`` seconds. Entries come oldest first and are
filtered by day, so history is never read; the end of a busy day is found by doubling and halving.
Clocks are handed in. Must not judge what an entry says: ``rules.test_call`` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from wizard.flow.cancel import Cancel
from wizard.flow.checks import Tags, read_analytics, short_numbers_known
from wizard.flow.ports import Planfix
from wizard.flow.state import SetupState, moment
from wizard.rules.facts import ANALYTICS, Facts
from wizard.rules.finding import Fault
from wizard.rules.models import DataTag, Employee, Entry
from wizard.rules.test_call import (
    REPEATED_FOR,
    Known,
    date_field,
    entry_time,
    filter_days,
    holder_of,
)
from wizard.rules.tracking import find_analytics

GAP = 5.0
LENGTH = 600.0
PAGE = 100

_OVERLAP = 50
"""So many entries of a full page are read again on the next: some may be deleted meanwhile."""

FAILURES = 6
PASSING = frozenset({"offline", "timeout", "server_error", "not_json", "too_many_requests"})
_MOST_SHORT_NUMBERS = 10

# Seconds left, requests sent, what is under way ("" or a finding's key).
Progress = Callable[[float, int, str], None]


@dataclass
class Rhythm:
    """Keeps requests apart, over several watches too. ``clock`` gives seconds that never go back."""

    clock: Callable[[], float]
    gap: float = GAP
    length: float = LENGTH
    _free_at: float = float("-inf")

    def wait(self, cancel: Cancel, until: float, tell: Callable[[float], None]) -> bool:
        """Wait for a turn, telling every second how long is left; False if ``until`` comes first."""
        while True:
            now = self.clock()
            if now >= until:
                return False
            tell(until - now)
            if now >= self._free_at:
                return True
            cancel.sleep(min(1.0, self._free_at - now, until - now))

    def used(self, pause: float = 0.0) -> None:
        """A request has been answered: the next one not before the gap is over."""
        self._free_at = self.clock() + max(self.gap, pause)


@dataclass(frozen=True, slots=True)
class Caught:
    """A new entry, and the data tag as it was when the entry was read."""

    which: str
    tag: DataTag
    entry: Entry


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked when nothing came. ``short_missing`` None: there was nothing to ask for."""

    short_missing: tuple[str, ...] | None = None
    short_asked: int = 0
    caller_known: bool = False
    holder: Employee | None = None


@dataclass(frozen=True, slots=True)
class Watched:
    """The outcome. ``blind``: there is no data tag to watch. ``sent`` counts requests for entries."""

    tags: Tags
    caught: tuple[Caught, ...] = ()
    blind: bool = False
    sent: int = 0
    known: frozenset[tuple[str, int]] = frozenset()
    asked: Asked = field(default_factory=Asked)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is watched for. ``known``: entries of earlier watches (data tag, key).

    ``short_numbers`` and ``caller`` (digits, may be empty) are asked about if nothing comes;
    ``employees``: cards that were read already. ``chosen``: data tags that the person picked by hand.
    """

    at: datetime
    known: frozenset[tuple[str, int]] = frozenset()
    short_numbers: Sequence[str] = ()
    caller: str = ""
    employees: Sequence[Employee] | None = None
    chosen: Mapping[str, int] = field(default_factory=dict)


class _Tail:
    """Finds the end of a list that tells no length, page by page, and then stays there."""

    def __init__(self) -> None:
        self.offset = 0
        self.reached = False
        self._full = 0
        self._empty: int | None = None
        self._step = PAGE

    def take(self, count: int) -> None:
        """A page at ``offset`` had ``count`` entries: where to look next."""
        if self.reached:
            if count >= PAGE:
                self.offset += _OVERLAP
            elif count == 0:
                self.offset = max(0, self.offset - _OVERLAP)
        elif count >= PAGE:
            self._full = self.offset
            if self._empty is None:
                self.offset += self._step
                self._step *= 2
            else:
                self._halve()
        elif count == 0 and self.offset > 0:
            self._empty = self.offset
            self._halve()
        else:
            self.reached = True

    def _halve(self) -> None:
        low = self._full + PAGE
        assert self._empty is not None  # noqa: S101 - both callers have set it
        if self._empty <= low:
            # Nothing between the full page and the empty one: the end lies at the full one's.
            self.offset = low - _OVERLAP
            self.reached = True
        else:
            # One page shows everything between the two: no need to halve further.
            self.offset = low if self._empty - low < PAGE else (low + self._empty) // 2


@dataclass
class _Post:
    """One data tag under watch."""

    which: str
    tag: DataTag
    date_id: int
    fields: tuple[int, ...]
    known: set[int]
    tail: _Tail = field(default_factory=_Tail)
    settled: bool = False

    def take(
        self, entries: Sequence[Entry], began: datetime, now: datetime, facts: Facts
    ) -> list[Entry]:
        """The new ones of a page. What stood there at the first look is old, unless its time is later."""
        was_reached = self.tail.reached
        self.tail.take(len(entries))
        unknown = [each for each in entries if each.key not in self.known]
        self.known |= {each.key for each in entries}
        if was_reached and self.settled:
            return unknown
        self.settled = self.settled or (
            self.tail.reached and bool(entries or self.tail.offset == 0)
        )
        # Entries tell minutes. The account's clock may be ahead: what is in the future is not new.
        first = began.replace(second=0, microsecond=0, tzinfo=None)
        last = now.replace(tzinfo=None) + timedelta(minutes=2)
        return [
            each
            for each in unknown
            if (at := entry_time(self.which, self.tag, each, facts)) and first <= at <= last
        ]


def watch(
    planfix: Planfix,
    facts: Facts,
    wanted: Wanted,
    cancel: Cancel,
    rhythm: Rhythm,
    progress: Progress,
    now: Callable[[], datetime],
    known_tags: Tags | None = None,
) -> Watched:
    """Watch until entries come or the time is over; then ask what may have kept them.

    Raises ``Cancelled``, and ``Fault`` where watching on has no use. A connection that fails for a
    moment does not end it.
    """
    complete = known_tags is not None and known_tags.complete
    if not complete:
        rhythm.wait(cancel, float("inf"), lambda left: None)  # noqa: ARG005
    tags = read_analytics(planfix, facts, known_tags, chosen=wanted.chosen)
    if not complete or tags != known_tags:
        rhythm.used()
    posts = _posts(tags, facts, wanted)
    if not posts:
        return Watched(tags, blind=True)
    until = rhythm.clock() + rhythm.length
    first, last = filter_days(wanted.at, rhythm.length)
    sent = failures = 0
    trouble = ""

    def tell(left: float) -> None:
        progress(left, sent, trouble)

    while rhythm.wait(cancel, until, tell):
        post = posts[0]
        days = (post.date_id, first.date(), last.date())
        try:
            sent += 1
            entries = planfix.entries(post.tag.id, days, post.fields, post.tail.offset)
        except Fault as fault:
            failures += 1
            if fault.finding.key not in PASSING or failures == FAILURES:
                raise
            trouble = fault.finding.key
            rhythm.used(pause_of(fault))
            continue
        rhythm.used()
        failures, trouble = 0, ""
        new = post.take(entries, wanted.at, now(), facts)
        if new:
            caught = tuple(Caught(post.which, post.tag, each) for each in new)
            return Watched(tags, caught, sent=sent, known=_known(wanted.known, posts))
        # By turns: an answered call and a missed one come to different data tags.
        posts.append(posts.pop(0))
    asked = _ask(planfix, wanted, cancel, rhythm)
    return Watched(tags, sent=sent, known=_known(wanted.known, posts), asked=asked)


def _posts(tags: Tags, facts: Facts, wanted: Wanted) -> list[_Post]:
    posts = []
    for which in ANALYTICS:
        tag = find_analytics(tags.tags, which, facts, wanted.chosen.get(which))
        day = date_field(which, tag, facts) if tag is not None else None
        if tag is not None and day is not None:
            fields = tuple(each.id for each in tag.fields or ())
            known = {key for each, key in wanted.known if each == which}
            posts.append(_Post(which, tag, day.id, fields, known))
    return posts


def _known(before: Iterable[tuple[str, int]], posts: Sequence[_Post]) -> frozenset[tuple[str, int]]:
    return frozenset(before) | {(post.which, key) for post in posts for key in post.known}


def pause_of(fault: Fault) -> float:
    """The seconds that the account asked to be left alone for."""
    seconds = fault.finding.details.get("seconds", "")
    return min(float(seconds), LENGTH) if seconds.isdecimal() else 0.0


def _ask(planfix: Planfix, wanted: Wanted, cancel: Cancel, rhythm: Rhythm) -> Asked:
    """Whose card the caller's number stands in, and which short numbers nobody has (filter 9004 means
    *contains*: a miss is certain). In the same rhythm. What cannot be asked stays not known."""

    def turn() -> None:
        rhythm.wait(cancel, float("inf"), lambda left: None)  # noqa: ARG005

    holder = holder_of(wanted.caller, wanted.employees or ())
    caller_known = bool(wanted.caller)
    missing: list[str] = []
    numbers = list(dict.fromkeys(each for each in wanted.short_numbers if each))
    numbers = numbers[:_MOST_SHORT_NUMBERS]
    try:
        if wanted.caller and holder is None:
            turn()
            holder = holder_of(wanted.caller, planfix.employees_by_phone(wanted.caller))
            rhythm.used()
    except Fault:
        rhythm.used()
        caller_known = False
    try:
        for each in numbers:
            turn()
            found = planfix.employees_by_short_number(each)
            rhythm.used()
            if not found:
                missing.append(each)
    except Fault:
        rhythm.used()
        numbers = []
    return Asked(
        short_missing=tuple(missing) if numbers else None,
        short_asked=len(numbers),
        caller_known=caller_known,
        holder=holder,
    )


def planned_numbers(short_numbers: Mapping[str, str]) -> tuple[str, ...]:
    """The short numbers that are to stand in Planfix, digits only, the order of the table kept."""
    return tuple(each.strip() for each in short_numbers.values() if each.strip().isdecimal())


def what_is_known(
    state: SetupState,
    found: Watched | None,
    employees: Sequence[Employee],
    caller: str,
    now: datetime,
) -> Known:
    """Everything that bears on a call that did not come. ``found`` None: watching was broken off."""
    asked = found.asked if found is not None else Asked()
    sent = moment(state.letter_sent_at)
    verdict = state.analytics_verdict
    seen = None if verdict is None else "analytics_missing" not in verdict.codes
    if found is not None:
        seen = not found.blind
    changes = (state.activated_at, state.letter_sent_at, state.saved_in_planfix_at)
    times = [at for at in map(moment, changes) if at is not None]
    holder = asked.holder or holder_of(caller, employees)
    told = short_numbers_known(employees)
    return Known(
        activated=bool(state.activated_at),
        analytics_seen=seen,
        letter_sent=bool(state.letter_sent_at),
        waiting_days=max(0, (now - sent).days) if sent else 0,
        answered=state.has_keys or bool(state.saved_in_planfix_at),
        keys_saved=bool(state.saved_in_planfix_at),
        keys_state=state.keys_verdict.state if state.keys_verdict else "",
        short_missing=asked.short_missing,
        short_asked=asked.short_asked,
        short_none=told and not any(each.short_number for each in employees),
        caller_known=asked.caller_known,
        holder=holder.full_name if holder is not None else "",
        fresh=any(now - at < REPEATED_FOR for at in times),
    )
