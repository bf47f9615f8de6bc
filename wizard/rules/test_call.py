"""The test call: what an entry of «Звонок» or «Пропущенный звонок» says, field by field, and what may
keep one from coming. Pure functions; no words, only keys. Must not claim more than was seen.

Facts: Planfix help «Виртуальные АТС» (standard fields, whose calls are not recorded), «Интеграция с
Binotel»; Binotel API CALL COMPLETED (17 of the 19 fields come with calls to tracked numbers alone).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from wizard.rules.facts import Facts
from wizard.rules.models import DataTag, Employee, Entry, TagField
from wizard.rules.phones import digits, last_nine
from wizard.rules.tracking import FieldResult, FieldState, judge

DATE_TYPES: Final = (3, 5, 28)
"""Types of a field that filter 3101 takes: date, date with time, date with a period."""

REPEATED_FOR: Final = timedelta(hours=38)
"""So long Binotel repeats a notification that was not taken."""

CLOCKS_APART: Final = timedelta(hours=14)
"""The account's clock may stand in any zone of the world."""

# What the standard fields are, in their documented order.
_ROLES: Final = {
    "call": (
        *("date", "time", "direction", "seconds", "employee"),
        *("contact", "line", "number", "line_name"),
    ),
    "missed": ("date", "direction", "contact", "line", "number", "line_name"),
}


# Why a field is empty, the likeliest first


class Empty:
    """Reasons for an empty field."""

    MISSING: Final = "missing"
    SIMILAR_NAME: Final = "similar_name"
    WRONG_TYPE: Final = "wrong_type"
    DUPLICATE: Final = "duplicate"
    NOT_TRACKED: Final = "not_tracked"
    NO_CALL_TRACKING: Final = "no_call_tracking"
    ADDED_LATER: Final = "added_later"
    NOT_SENT: Final = "not_sent"


@dataclass(frozen=True, slots=True)
class SeenField:
    """One of the needed tracking fields in an entry. ``reasons`` only where ``value`` is empty.

    ``similar`` is the account's name of the field where it differs.
    """

    name: str
    value: str
    reasons: tuple[str, ...] = ()
    similar: str = ""


@dataclass(frozen=True, slots=True)
class SeenCall:
    """A call as Planfix has recorded it. ``at``: the account's wall clock, None if it does not say.

    ``late`` tells that the entry came after Watch, with a time well before it.
    """

    which: str
    key: int
    at: datetime | None
    direction: str = ""
    seconds: str = ""
    number: str = ""
    employee: str = ""
    contact: str = ""
    line: str = ""
    line_name: str = ""
    fields: tuple[SeenField, ...] = ()
    late: bool = False

    @property
    def filled(self) -> int:
        """How many of the needed fields have a value."""
        return sum(1 for each in self.fields if each.value)

    @property
    def empty(self) -> tuple[SeenField, ...]:
        """The needed fields without a value."""
        return tuple(each for each in self.fields if not each.value)


def standard_fields(which: str, tag: DataTag, facts: Facts) -> dict[str, TagField]:
    """The account's standard fields by what they are for.

    By name and type; where a name is another one (an account in another language), by their turn among
    the fields of that type that are left. What is not there is left out.
    """
    fields = list(tag.fields or ())
    known = facts.analytics[which].standard
    found: dict[str, TagField] = {}
    for role, (name, kind) in zip(_ROLES[which], known, strict=True):
        exact = next((each for each in fields if (each.name, each.type) == (name, kind)), None)
        if exact is not None:
            found[role] = exact
            fields.remove(exact)
    tracked = {each.name for each in facts.tracking_fields}
    names = {name for name, _ in known}
    spare = [each for each in fields if each.name not in tracked and each.name not in names]
    for role, (_, kind) in zip(_ROLES[which], known, strict=True):
        if role not in found:
            turn = next((each for each in spare if each.type == kind), None)
            if turn is not None:
                found[role] = turn
                spare.remove(turn)
    return found


def date_field(which: str, tag: DataTag, facts: Facts) -> TagField | None:
    """The field that entries can be filtered by; None: this data tag cannot be watched."""
    standard = standard_fields(which, tag, facts).get("date")
    if standard is not None:
        return standard
    return next((each for each in tag.fields or () if each.type in DATE_TYPES), None)


def entry_time(which: str, tag: DataTag, entry: Entry, facts: Facts) -> datetime | None:
    """When the call was, by the account's clock, to the minute. None if the entry does not say."""
    day = date_field(which, tag, facts)
    text = entry.values.get(day.id, "") if day is not None else ""
    period = standard_fields(which, tag, facts).get("time")
    if "T" not in text and period is not None:
        start = entry.values.get(period.id, "").partition("/")[0]
        text = f"{text}T{start}" if start else text
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def filter_days(watched_at: datetime, seconds: float) -> tuple[datetime, datetime]:
    """From which day to which the date filter asks, so that no clock of the world is left out."""
    return watched_at - CLOCKS_APART, watched_at + timedelta(seconds=seconds) + CLOCKS_APART


def read_call(
    which: str,
    tag: DataTag,
    entry: Entry,
    needed: Collection[str],
    facts: Facts,
    watched_at: datetime | None = None,
) -> SeenCall:
    """Read an entry. ``watched_at``: when watching began, to tell calls that came late."""
    standard = standard_fields(which, tag, facts)
    told = {role: entry.values.get(each.id, "") for role, each in standard.items()}
    at = entry_time(which, tag, entry, facts)
    began = watched_at.replace(tzinfo=None) if watched_at is not None else None
    return SeenCall(
        which=which,
        key=entry.key,
        at=at,
        direction=told.get("direction", ""),
        seconds=told.get("seconds", ""),
        number=told.get("number", ""),
        employee=told.get("employee", ""),
        contact=told.get("contact", ""),
        line=told.get("line", ""),
        line_name=told.get("line_name", ""),
        fields=_fields(which, tag, entry, needed, facts),
        late=at is not None and began is not None and at < began - timedelta(minutes=5),
    )


def _fields(
    which: str, tag: DataTag, entry: Entry, needed: Collection[str], facts: Facts
) -> tuple[SeenField, ...]:
    results = {each.name: each for each in judge(which, tag, needed, facts).fields}
    levels = {each.name: each.level for each in facts.tracking_fields}
    values = {name: _value(name, tag, entry) for name in levels}
    call_came = any(values[name] for name, level in levels.items() if level == "call")
    tracking_came = any(values[name] for name, level in levels.items() if level != "call")
    seen = []
    for name, level in levels.items():
        if name not in needed:
            continue
        if values[name]:
            seen.append(SeenField(name, values[name]))
            continue
        came = tracking_came if level != "call" else call_came
        reasons = _in_the_account(results[name]) or _not_sent(level, came, call_came)
        seen.append(SeenField(name, "", reasons, results[name].similar))
    return tuple(seen)


def _value(name: str, tag: DataTag, entry: Entry) -> str:
    """The value of a field of exactly that name; of two, whichever has one."""
    named = (each for each in tag.fields or () if each.name == name)
    return next((entry.values[each.id] for each in named if entry.values.get(each.id)), "")


def _in_the_account(result: FieldResult) -> tuple[str, ...]:
    return {
        FieldState.MISSING: (Empty.MISSING,),
        FieldState.SIMILAR_NAME: (Empty.SIMILAR_NAME,),
        FieldState.WRONG_TYPE: (Empty.WRONG_TYPE,),
        FieldState.DUPLICATE: (Empty.DUPLICATE,),
    }.get(result.state, ())


def _not_sent(level: str, came: bool, call_came: bool) -> tuple[str, ...]:
    """The field is there as it should be. ``came``: others of its level have a value in this entry."""
    if came:
        return (Empty.ADDED_LATER, Empty.NOT_SENT)
    if level == "call":
        # Binotel sends these two with every call.
        return (Empty.ADDED_LATER,)
    if call_came:
        return (Empty.NOT_TRACKED, Empty.NO_CALL_TRACKING)
    return (Empty.NOT_TRACKED, Empty.NO_CALL_TRACKING, Empty.ADDED_LATER)


# Nothing came: why


WRONG, UNKNOWN, FINE = "wrong", "unknown", "fine"


@dataclass(frozen=True, slots=True)
class Known:
    """What the program knows of everything that a call needs. None: not known.

    ``analytics_seen``: both data tags of telephony are there. ``waiting_days`` since the letter.
    ``short_missing``: short numbers that no employee has in Planfix; None if nobody asked, and
    ``short_asked`` how many were asked for;
    ``short_none``: no employee has any. ``holder``: the employee in whose card the caller's number
    stands; ``caller_known`` that the number was given and compared. ``fresh``: something that a
    notification needs was put right within the time that Binotel repeats it.
    """

    activated: bool = False
    analytics_seen: bool | None = None
    letter_sent: bool = False
    waiting_days: int = 0
    answered: bool = False
    keys_saved: bool = False
    keys_state: str = ""
    short_missing: tuple[str, ...] | None = None
    short_asked: int = 0
    short_none: bool = False
    caller_known: bool = False
    holder: str = ""
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Cause:
    """A likely cause: what the program knows about it (``wrong``, ``unknown``, ``fine``), the key of
    the words for that, and the step where it can be mended."""

    key: str
    knowledge: str
    line: str
    step: str
    values: Mapping[str, str | int] = field(default_factory=dict)


def causes(known: Known) -> tuple[Cause, ...]:
    """The likely causes: what is known to be wrong in the order of the set-up, then what nobody can
    see from here, the likeliest first, then what the program has found in order."""
    waiting = known.letter_sent and not known.answered
    every = (
        _activation(known),
        _letter(known),
        _addresses_asked(known, waiting),
        _keys(known),
        _short_number(known),
        _card(known),
        _addresses(known),
        _late(known),
    )
    rank = {WRONG: 0, UNKNOWN: 1, FINE: 2}
    ordered = sorted(every, key=lambda each: rank[each.knowledge])
    if waiting:
        # Support that asks where requests come from does not go on before it is answered.
        asked = next(each for each in ordered if each.key == "ip")
        ordered.remove(asked)
        ordered.insert([each.key for each in ordered].index("letter") + 1, asked)
    return tuple(ordered)


def _activation(known: Known) -> Cause:
    if known.analytics_seen is False:
        return Cause("activation", WRONG, "activation_no_tags", "activate")
    if not known.activated:
        return Cause("activation", WRONG, "activation_not_ticked", "activate")
    return Cause("activation", FINE, "activation_ticked", "activate")


def _letter(known: Known) -> Cause:
    if known.answered:
        return Cause("letter", FINE, "letter_answered", "letter")
    if known.letter_sent:
        days = known.waiting_days
        return Cause("letter", WRONG, "letter_waiting", "letter", {"n": days})
    return Cause("letter", WRONG, "letter_not_sent", "letter")


def _addresses_asked(known: Known, waiting: bool) -> Cause:
    if waiting:
        return Cause("ip", UNKNOWN, "ip_waiting", "letter")
    if known.answered:
        return Cause("ip", FINE, "ip_answered", "letter")
    return Cause("ip", FINE, "ip_not_yet", "letter")


def _keys(known: Known) -> Cause:
    if not known.keys_saved:
        return Cause("keys", WRONG, "keys_not_saved", "keys")
    if known.keys_state == "error":
        return Cause("keys", WRONG, "keys_refused", "keys")
    return Cause("keys", FINE, "keys_saved", "keys")


def _short_number(known: Known) -> Cause:
    if known.short_none:
        return Cause("short_number", WRONG, "short_number_none", "employees")
    if known.short_missing:
        return Cause(
            "short_number",
            WRONG,
            "short_number_missing",
            "employees",
            {"numbers": ", ".join(known.short_missing)},
        )
    if known.short_missing is None:
        return Cause("short_number", UNKNOWN, "short_number_unknown", "employees")
    return Cause(
        "short_number", FINE, "short_number_found", "employees", {"n": max(1, known.short_asked)}
    )


def _card(known: Known) -> Cause:
    if known.holder:
        return Cause("card", WRONG, "card_holder", "testCall", {"name": known.holder})
    if known.caller_known:
        return Cause("card", FINE, "card_nobody", "testCall")
    return Cause("card", UNKNOWN, "card_unknown", "testCall")


def _addresses(known: Known) -> Cause:
    line = "addresses_told" if known.answered else "addresses_unknown"
    return Cause("addresses", UNKNOWN, line, "letter")


def _late(known: Known) -> Cause:
    return Cause("late", UNKNOWN, "late_fresh" if known.fresh else "late_maybe", "testCall")


def holder_of(number: str, employees: Sequence[Employee]) -> Employee | None:
    """The employee in whose card a number stands, whatever its spelling; None for short input too."""
    wanted = last_nine(number)
    if len(wanted) < 7:
        return None
    for each in employees:
        if any(last_nine(phone.number) == wanted for phone in each.phones):
            return each
    return None


def caller_digits(text: str) -> str:
    """What to ask filter 9002 for; empty where the text is no phone number."""
    return last_nine(text) if len(digits(text)) >= 7 else ""
