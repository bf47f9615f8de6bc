"""Entries of a data tag: what is asked, what is read of them, and that nothing is asked twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.demo.description import Description
from tests.doors.http_kit import Doors, clean_environment, facts, finding_of
from tests.doors.misbehaving import Misbehaving, fails, succeeds
from tests.flow.watch_kit import Time
from wizard.demo import DemoAccount, seed, telephony
from wizard.demo.model import Entry as DemoEntry
from wizard.demo.model import ShortNumber
from wizard.flow import watch
from wizard.rules.models import Entry

__all__ = ["clean_environment"]

DAYS = (5, date(2026, 11, 22), date(2026, 11, 24))


def read(value: object, kind: int = 0) -> str | None:
    entry = {"key": 7, "customFieldData": [{"field": {"id": 9, "type": kind}, "value": value}]}
    with Misbehaving(succeeds(dataTagEntries=[entry])) as server:
        (found,) = Doors().planfix(server.origin).entries(59, DAYS, [9])
    assert found.key == 7
    return found.values.get(9)


def test_the_request_is_one_that_the_description_allows() -> None:
    with Misbehaving(succeeds(dataTagEntries=[])) as server:
        assert Doors().planfix(server.origin).entries(59, DAYS, [9, 10], 150) == []
        (asked,) = server.asked
    assert asked.target == "/rest/datatag/59/entry/list"
    Description().judge_request("/datatag/{id}/entry/list", "POST", asked.json)
    assert asked.json["fields"] == "key,9,10"
    assert (asked.json["offset"], asked.json["pageSize"]) == (150, 100)
    assert asked.json["filters"] == [
        {
            "type": 3101,
            "field": 5,
            "operator": "equal",
            "value": {
                "dateType": "otherRange",
                "dateFrom": "22-11-2026",
                "dateTo": "24-11-2026",
            },
        }
    ]


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ("google", 0, "google"),
        (38, 1, "38"),
        ({"date": "23-11-2026", "time": "00:00", "datetime": "2026-11-23T00:00Z"}, 3, "2026-11-23"),
        ({"date": "23-11-2026", "time": "14:02"}, 5, "2026-11-23T14:02"),
        ({"datetime": "2026-11-23T14:02Z"}, 5, "2026-11-23T14:02"),
        ({"from": {"time": "9:05"}, "to": {"time": "09:06"}}, 6, "09:05/09:06"),
        ({"start": "14:02", "end": "14:03"}, 6, "14:02/14:03"),
        ({"id": "user:5", "name": "Ірина"}, 13, "Ірина"),
        ([{"id": "user:5", "name": "Ірина"}, {"id": 6, "name": "Олег"}], 14, "Ірина, Олег"),
        ({"id": 3, "value": "Входящий"}, 8, "Входящий"),
        (True, 7, "1"),
        ({"nobody": "knows"}, 0, '{"nobody": "knows"}'),
        ("", 0, None),
        (None, 0, None),
        ({}, 0, None),
        ([], 14, None),
    ],
)
def test_values_in_every_form(value: object, kind: int, expected: str | None) -> None:
    assert read(value, kind) == expected


@pytest.mark.parametrize("key", ["dataTagEntries", "entries", "entryList"])
def test_the_list_by_any_of_its_names(key: str) -> None:
    with Misbehaving(succeeds(**{key: [{"key": "12"}]})) as server:
        assert Doors().planfix(server.origin).entries(59, DAYS, []) == [Entry(12)]


@pytest.mark.parametrize(
    "answer", [{"dataTagEntries": {}}, {"dataTagEntries": [{}]}, {"dataTagEntries": [[]]}, {}]
)
def test_another_shape_is_no_entry(answer: dict[str, Any]) -> None:
    with Misbehaving(succeeds(**answer)) as server:
        client = Doors().planfix(server.origin)
        assert finding_of(lambda: client.entries(59, DAYS, [])).key == "server_error"


def test_a_broken_connection_is_not_asked_again_at_once() -> None:
    with Misbehaving("closes without an answer") as server:
        client = Doors().planfix(server.origin)
        assert finding_of(lambda: client.entries(59, DAYS, [])).key == "offline"
        assert server.connections == 1


def test_too_many_requests_is_told_and_not_waited_out() -> None:
    with Misbehaving(fails(0, status=429)) as server:
        client = Doors().planfix(server.origin)
        assert finding_of(lambda: client.entries(59, DAYS, [])).key == "too_many_requests"
        assert len(server.asked) == 1


# An account with much history


@pytest.fixture
def demo() -> Iterator[DemoAccount]:
    account = DemoAccount(gap=0.0)
    account.start()
    with account.state.change() as model:
        seed.connect(model, "binotel", facts(), ["Входящий", "Исходящий"])
        settings = model.pbx["binotel"]
        settings.saved = True
        settings.api_key, settings.secret_key = model.binotel.key, model.binotel.secret
        settings.short_numbers.append(ShortNumber(5, "904"))
    yield account
    account.close()


def watched(demo: DemoAccount, now: datetime, ring_at_request: int = 0) -> tuple[int, int]:
    """Requests for entries that one watch took, and how many entries it caught."""
    client = Doors().planfix(demo.addresses["account"], demo.addresses["token"])
    time = Time()
    rhythm = watch.Rhythm(time, gap=5, length=60)

    def progress(left: float, sent: int, trouble: str) -> None:
        if ring_at_request and sent == ring_at_request and not rung:
            rung.append(sent)
            with demo.state.change() as model:
                local = now.replace(tzinfo=None)
                origin = demo.addresses["account"]
                assert telephony.ring(model, "site", facts(), origin, local) == "call_made"

    rung: list[int] = []
    found = watch.watch(
        client, facts(), watch.Wanted(now), time.cancel, rhythm, progress, lambda: now
    )
    return found.sent, len(found.caught)


def test_200_000_older_entries_cost_no_more_than_none(demo: DemoAccount) -> None:
    now = datetime.now().astimezone()
    empty = watched(demo, now)
    assert empty == (11, 0)
    with demo.state.change() as model:
        tag = model.telephony("call")
        assert tag is not None
        day = tag.fields[0]
        for number in range(200_000):
            at = now.replace(tzinfo=None) - timedelta(days=3 + number // 200)
            if number % 200 == 0:
                values = {str(day.id): telephony.moment(at, day.type)}
            model.entries.append(
                DemoEntry(10_000 + number, tag.id, at.strftime("%Y-%m-%dT%H:%M"), values=values)
            )
    assert watched(demo, now) == empty
    sent, caught = watched(demo, now, ring_at_request=2)
    assert (sent, caught) == (3, 1)
