"""What the program remembers of one account. No secret has a place here, and no clock: times are handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

_NOBODY: Mapping[str, str] = MappingProxyType({})


class Verdict(NamedTuple):
    """The outcome of a check: when (ISO 8601 with zone), ``ok`` / ``warning`` / ``error``, and the findings' keys."""

    at: str
    state: str
    codes: tuple[str, ...] = ()


class SetupState(NamedTuple):
    """Answers, ticks and verdicts of one account, all of it readable and free of secrets.

    Times are ISO 8601 with zone; empty means never. ``needed_*`` None means that the person has not
    chosen yet, so all 19 fields are needed. Numbers are kept by the employee's id.
    """

    origin: str
    host_confirmed: bool = False
    accepted: bool = False
    proxy: str = ""
    has_token: bool = False
    account_verdict: Verdict | None = None
    activated_at: str = ""
    analytics_verdict: Verdict | None = None
    # How many there were at the last whole look: what the next one will cost.
    tags_count: int = 0
    employees_count: int = 0
    letter_language: str = ""
    company: str = ""
    company_id: str = ""
    letter_subject: str = ""
    letter_sent_at: str = ""
    # The origin of the three addresses where the account shows others than its own; taken on request.
    addresses_origin: str = ""
    has_keys: bool = False
    keys_stored: bool = False
    keys_verdict: Verdict | None = None
    saved_in_planfix_at: str = ""
    short_numbers: Mapping[str, str] = _NOBODY
    wire_numbers: Mapping[str, str] = _NOBODY
    # Ids of those whose Wire number is only inferred so far: it is not written before it is confirmed.
    wire_proposed: tuple[str, ...] = ()
    # People of a list who are not in the account by themselves (rules/number_lists), and whose card each of
    # them was said to be: a name of the row → the employee's id, empty for nobody's.
    listed: tuple[tuple[str, ...], ...] = ()
    matches: Mapping[str, str] = _NOBODY
    phone_region: str = "UA"
    # When the run began that writes into cards and has not come to its end; its journal tells the rest.
    push_open_at: str = ""
    # The last run over cards, and how many of them hold a number because of it. Stays when the journal is removed.
    push_at: str = ""
    push_written: int = 0
    employees_done_at: str = ""
    employees_verdict: Verdict | None = None
    employees_problems: int = 0
    needed_call: tuple[str, ...] | None = None
    needed_missed: tuple[str, ...] | None = None
    # The missed calls' data is of no interest; what was chosen of it is kept.
    missed_off: bool = False
    # The data tags that the person picked by hand (accounts in other languages); 0: by their names.
    call_tag_id: int = 0
    missed_tag_id: int = 0
    ticked_call: tuple[str, ...] = ()
    ticked_missed: tuple[str, ...] = ()
    tracking_verdict: Verdict | None = None
    tracking_open: int = 0
    tracking_ticked_at: str = ""
    call_at: str = ""
    call_which: str = ""
    call_filled: int = 0
    call_needed: int = 0
    call_verdict: Verdict | None = None
    call_ticked_at: str = ""
    report_saved_at: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As plain data for the file."""
        return {name: _plain(value) for name, value in self._asdict().items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], origin: str) -> SetupState:
        """Read tolerantly: unknown names are passed over, values of a wrong kind fall back to the default."""
        kept: dict[str, Any] = {}
        for name, kind in SetupState.__annotations__.items():
            value = _READERS[str(getattr(kind, "__forward_arg__", kind))](data.get(name))
            if value is not None:
                kept[name] = value
        kept["origin"] = origin
        return cls(**kept)

    @property
    def chosen_tags(self) -> dict[str, int]:
        """The data tags that the person picked by hand, by ``call`` and ``missed``; those picked alone."""
        picked = {"call": self.call_tag_id, "missed": self.missed_tag_id}
        return {which: number for which, number in picked.items() if number > 0}

    def changed(self, **changes: Any) -> SetupState:
        """The same state with some answers replaced."""
        return self._replace(**changes)


# Sets of ticks, each of which is one answer.
_TICKS = ("ticked_call", "ticked_missed")


def merged(mine: SetupState, changes: Mapping[str, Any], theirs: SetupState) -> SetupState:
    """Answers of two windows put together: what this one changes on top of what the other wrote.

    ``mine`` is what this window answered before. Numbers and ticks are put together one by one; an answer
    that both gave is the later one's.
    """
    new: dict[str, Any] = {}
    for name, value in changes.items():
        before, there = getattr(mine, name), getattr(theirs, name)
        if value == before:
            continue
        if isinstance(value, Mapping):
            gone = before.keys() - value.keys()
            kept = {key: each for key, each in there.items() if key not in gone}
            given = {key: each for key, each in value.items() if before.get(key) != each}
            new[name] = {**kept, **given}
        elif name in _TICKS:
            added = [each for each in value if each not in before and each not in there]
            gone = set(before) - set(value)
            new[name] = (*(each for each in there if each not in gone), *added)
        else:
            new[name] = value
    return theirs.changed(**new)


def _plain(value: object) -> object:
    if isinstance(value, Verdict):
        return value._asdict()
    return dict(value) if isinstance(value, Mapping) else value


def moment(text: str) -> datetime | None:
    """A remembered time; None for never or for something that is no time."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _texts(value: object) -> tuple[str, ...] | None:
    if isinstance(value, (list, tuple)) and all(isinstance(each, str) for each in value):
        return tuple(value)
    return None


def _rows(value: object) -> tuple[tuple[str, ...], ...] | None:
    if not isinstance(value, (list, tuple)):
        return None
    rows = [_texts(each) for each in value]
    return tuple(row for row in rows if row is not None)


def _numbers(value: object) -> dict[str, str] | None:
    if not isinstance(value, dict):
        return None
    return {k: v for k, v in value.items() if isinstance(k, str) and isinstance(v, str)}


def _verdict(value: object) -> Verdict | None:
    if not isinstance(value, dict):
        return None
    at, state = _text(value.get("at")), _text(value.get("state"))
    if at is None or moment(at) is None or state not in ("ok", "warning", "error"):
        return None
    return Verdict(at, state, _texts(value.get("codes")) or ())


# Annotations are text here (``from __future__ import annotations``; a named tuple may wrap it), so they
# serve as keys.
_READERS = {
    "str": _text,
    "bool": _flag,
    "int": _count,
    "tuple[str, ...]": _texts,
    "tuple[str, ...] | None": _texts,
    "tuple[tuple[str, ...], ...]": _rows,
    "Mapping[str, str]": _numbers,
    "Verdict | None": _verdict,
}
