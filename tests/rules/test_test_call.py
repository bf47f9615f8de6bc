"""A call field by field, and the causes of one that does not come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from wizard.doors.resources import facts
from wizard.rules import test_call as rules
from wizard.rules.models import DataTag, Employee, Entry, Phone, TagField
from wizard.rules.test_call import Empty, Known

FACTS = facts()
NAMES = [each.name for each in FACTS.tracking_fields]
SITE = [each.name for each in FACTS.tracking_fields if each.level != "call"]
NOW = datetime(2026, 11, 23, 14, 2, 30, tzinfo=timezone(timedelta(hours=2)))


def tag_of(which: str, tracking: list[tuple[str, int]] | None = None) -> DataTag:
    rows = list(FACTS.analytics[which].standard)
    rows += [(name, 0) for name in NAMES] if tracking is None else tracking
    return DataTag(1, "T", "", tuple(TagField(10 + at, *row) for at, row in enumerate(rows)))


def entry_of(tag: DataTag, **values: str) -> Entry:
    by_name = {each.name: each.id for each in tag.fields or ()}
    return Entry(5, {by_name[name]: value for name, value in values.items()})


TALK = {
    "Дата": "2026-11-23",
    "Время": "14:03/14:04",
    "Тип": "Входящий",
    "Продолжительность (сек.)": "38",
    "Сотрудник": "Ірина",
    "Контакт": "Клієнт",
    "Внешняя линия": "0440000100",
    "Номер контакта": "0500000199",
    "Название внешней линии": "Сайт",
}
EVERY_CALL = {"disposition": "ANSWER", "generalCallID": "49"}


def reasons(tag: DataTag, entry: Entry, needed: list[str] = NAMES) -> dict[str, tuple[str, ...]]:
    call = rules.read_call("call", tag, entry, needed, FACTS)
    return {each.name: each.reasons for each in call.empty}


def test_a_conversation_is_told_whole() -> None:
    tag = tag_of("call")
    tracked = {name: f"value of {name}" for name in NAMES}
    call = rules.read_call("call", tag, entry_of(tag, **TALK, **tracked), NAMES, FACTS, NOW)
    assert call.at == NOW.replace(minute=3, second=0, tzinfo=None)
    assert (call.direction, call.seconds, call.employee) == ("Входящий", "38", "Ірина")
    assert (call.number, call.line, call.line_name) == ("0500000199", "0440000100", "Сайт")
    assert (call.filled, call.empty, call.late) == (19, (), False)
    assert [each.name for each in call.fields] == NAMES, "in the documented order"


def test_a_missed_call_has_its_own_fields() -> None:
    tag = tag_of("missed")
    values = {"Дата и время": "2026-11-23T14:03", "Номер контакта": "0500000199", "id": "1"}
    call = rules.read_call("missed", tag, entry_of(tag, **values), ["id"], FACTS, NOW)
    assert (call.at, call.number) == (NOW.replace(minute=3, second=0, tzinfo=None), "0500000199")
    assert (call.employee, call.filled, len(call.fields)) == ("", 1, 1)


def test_only_what_is_needed_is_looked_at() -> None:
    tag = tag_of("call")
    call = rules.read_call("call", tag, entry_of(tag, **TALK), ["utm_source"], FACTS)
    assert [each.name for each in call.fields] == ["utm_source"]
    assert rules.read_call("call", tag, entry_of(tag, **TALK), [], FACTS).fields == ()


@pytest.mark.parametrize(("minutes", "late"), [(-300, True), (-6, True), (-2, False), (60, False)])
def test_a_call_from_before_watching_came_late(minutes: int, late: bool) -> None:
    tag = tag_of("missed")
    at = (NOW + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")
    entry = entry_of(tag, **{"Дата и время": at})
    assert rules.read_call("missed", tag, entry, NAMES, FACTS, NOW).late is late


@pytest.mark.parametrize("text", ["", "soon", "2026-13-45"])
def test_a_time_that_is_none(text: str) -> None:
    tag = tag_of("missed")
    entry = entry_of(tag, **{"Дата и время": text})
    assert rules.read_call("missed", tag, entry, NAMES, FACTS, NOW).at is None


# Why a field is empty


def test_a_call_not_from_a_tracked_number() -> None:
    tag = tag_of("call")
    found = reasons(tag, entry_of(tag, **TALK, **EVERY_CALL))
    assert found == dict.fromkeys(SITE, (Empty.NOT_TRACKED, Empty.NO_CALL_TRACKING))


def test_fields_added_after_the_call() -> None:
    tag = tag_of("call")
    found = reasons(tag, entry_of(tag, **TALK))
    assert found["disposition"] == found["generalCallID"] == (Empty.ADDED_LATER,)
    assert Empty.ADDED_LATER in found["utm_source"]


def test_one_of_many_is_empty() -> None:
    tag = tag_of("call")
    others = {name: "x" for name in NAMES if name != "geoipOrg"}
    found = reasons(tag, entry_of(tag, **TALK, **others))
    assert found == {"geoipOrg": (Empty.ADDED_LATER, Empty.NOT_SENT)}


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], Empty.MISSING),
        ([("utm-source", 0)], Empty.SIMILAR_NAME),
        ([("UTM_Source", 0)], Empty.SIMILAR_NAME),
        ([("utm_source", 2)], Empty.WRONG_TYPE),
        ([("utm_source", 0), ("utm_source", 0)], Empty.DUPLICATE),
    ],
)
def test_a_field_that_is_not_as_it_should_be(rows: list[tuple[str, int]], reason: str) -> None:
    tag = tag_of("call", [*rows, ("disposition", 0)])
    entry = entry_of(tag, **TALK, disposition="ANSWER")
    (field,) = rules.read_call("call", tag, entry, ["utm_source"], FACTS).fields
    assert field.reasons == (reason,)
    assert field.similar == (rows[0][0] if reason == Empty.SIMILAR_NAME else "")


def test_of_two_fields_the_one_with_a_value_is_told() -> None:
    tag = tag_of("call", [("utm_source", 0), ("utm_source", 0)])
    first, second = [each.id for each in tag.fields or () if each.name == "utm_source"]
    for number in (first, second):
        call = rules.read_call("call", tag, Entry(1, {number: "google"}), ["utm_source"], FACTS)
        assert call.filled == 1


# The account's fields


def test_standard_fields_in_another_language_are_known_by_type_and_turn() -> None:
    rows = [
        *(("Date", 3), ("Time", 6), ("Type", 8), ("Seconds", 1), ("Employee", 13)),
        *(("Contact", 13), ("Line", 0), ("Number", 0), ("Line name", 0), ("utm_source", 0)),
    ]
    tag = DataTag(1, "Call", "", tuple(TagField(at, *row) for at, row in enumerate(rows)))
    roles = rules.standard_fields("call", tag, FACTS)
    assert [each.name for each in roles.values()] == [name for name, _ in rows[:9]]


def test_a_data_tag_without_a_date_cannot_be_watched() -> None:
    tag = DataTag(1, "Звонок", "", (TagField(1, "utm_source", 0),))
    assert rules.date_field("call", tag, FACTS) is None
    tag = DataTag(1, "Звонок", "", (TagField(1, "When", 28),))
    day = rules.date_field("call", tag, FACTS)
    assert day is not None
    assert day.id == 1


def test_the_filter_leaves_no_zone_of_the_world_out() -> None:
    first, last = rules.filter_days(NOW, 600)
    for hours in (-12, 0, 14):
        there = NOW.astimezone(timezone(timedelta(hours=hours)))
        assert first.date() <= there.date() <= last.date()


# Why nothing came

READY = Known(
    activated=True,
    analytics_seen=True,
    letter_sent=True,
    answered=True,
    keys_saved=True,
    keys_state="ok",
    short_missing=(),
    short_asked=1,
)


def order(known: Known) -> list[str]:
    return [each.key for each in rules.causes(known)]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"activated": False}, "activation_not_ticked"),
        ({"analytics_seen": False}, "activation_no_tags"),
        ({"answered": False, "letter_sent": False}, "letter_not_sent"),
        ({"answered": False, "waiting_days": 3}, "letter_waiting"),
        ({"keys_saved": False}, "keys_not_saved"),
        ({"keys_state": "error"}, "keys_refused"),
        ({"short_missing": ("904",)}, "short_number_missing"),
        ({"short_none": True}, "short_number_none"),
        ({"short_missing": None}, "short_number_unknown"),
        ({"holder": "Ірина", "caller_known": True}, "card_holder"),
        ({}, "card_unknown"),
        ({"caller_known": True}, "addresses_told"),
    ],
)
def test_what_is_known_to_be_wrong_stands_first(changes: dict[str, object], line: str) -> None:
    first = rules.causes(replace(READY, **changes))[0]  # type: ignore[arg-type]
    assert first.line == line


def test_support_that_does_not_answer_may_have_asked() -> None:
    assert order(replace(READY, answered=False))[:2] == ["letter", "ip"]


def test_with_everything_in_order_it_is_the_caller_or_the_addresses() -> None:
    assert order(READY)[:3] == ["card", "addresses", "late"]
    assert order(replace(READY, caller_known=True))[:2] == ["addresses", "late"]


def test_every_cause_is_told_once_and_in_the_order_of_the_set_up() -> None:
    newcomer = order(Known())
    assert newcomer[:3] == ["activation", "letter", "keys"]
    assert len(newcomer) == len(set(newcomer)) == 8
    assert set(newcomer) == set(order(READY))


def test_what_was_just_changed_makes_a_late_call_likely() -> None:
    (late,) = [each for each in rules.causes(replace(READY, fresh=True)) if each.key == "late"]
    assert late.line == "late_fresh"


# Whose number it is


@pytest.mark.parametrize("text", ["0671112233", "+38 (067) 111-22-33", "80671112233"])
def test_a_number_is_found_in_a_card_whatever_its_spelling(text: str) -> None:
    cards = [Employee(1, "А"), Employee(2, "Б", phones=(Phone("067 111 22 33"),))]
    assert rules.holder_of(text, cards) == cards[1]
    assert rules.caller_digits(text) == "671112233"


@pytest.mark.parametrize("text", ["", "904", "my phone"])
def test_a_short_text_is_nobodys_number(text: str) -> None:
    assert rules.holder_of(text, [Employee(1, "А", phones=(Phone(text),))]) is None
    assert rules.caller_digits(text) == ""
