"""What the account says and what the client makes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.doors.http_kit import TOKEN, Doors, Hasty, clean_environment, finding_of
from tests.doors.misbehaving import Misbehaving, Reply, fails, succeeds
from wizard.doors.planfix import PlanfixClient
from wizard.rules.finding import Severity
from wizard.rules.models import Phone

__all__ = ["clean_environment"]

CALL = {
    "id": 59,
    "name": "Звонок",
    "group": {"id": 1, "name": "Телефония"},
    "fields": [{"id": 10, "name": "utm_source", "type": 0, "objectType": 4}],
}


# The token and the account


def test_a_good_token() -> None:
    with Misbehaving(succeeds(200, "X-RateLimit-Remaining: 19876")) as server:
        client = Doors().planfix(server.origin, f"  {TOKEN}\n")
        assert (client.remaining, client.sent) == (None, 0)
        client.ping()
        assert (client.remaining, client.sent) == (19876, 1)
    assert server.asked[0].headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("value", ["many", "-1", "", "1e3", "9" * 40])
def test_an_odd_number_of_remaining_requests_is_no_number(value: str) -> None:
    with Misbehaving(succeeds(200, f"X-RateLimit-Remaining: {value}")) as server:
        client = Doors().planfix(server.origin)
        client.ping()
    assert client.remaining is None


@pytest.mark.parametrize("code", [5, 6, "5"])
def test_a_token_without_the_right_to_ping_is_good(code: object) -> None:
    with Misbehaving(fails(code, status=405)) as server:
        Doors().planfix(server.origin).ping()


@pytest.mark.parametrize("code", [0, 1, 11])
def test_without_a_token_any_planfix_will_do(code: int) -> None:
    with Misbehaving(fails(code, status=401)) as server:
        Doors().planfix(server.origin, None).ping()
        Doors().planfix(server.origin, " ").ping()


def test_without_a_token_a_page_is_no_planfix() -> None:
    with Misbehaving("sends a page with status 200") as server:
        assert finding_of(Doors().planfix(server.origin, None).ping).key == "not_json"


def test_without_a_token_nothing_else_is_asked() -> None:
    with Misbehaving(succeeds()) as server:
        client = Doors().planfix(server.origin, None)
        calls: list[Callable[[], object]] = [
            client.first_data_tags,
            client.data_tags,
            client.employees,
            client.first_employee,
            lambda: client.employee(1),
            lambda: client.data_tag(1),
            lambda: client.update_phones(1, []),
        ]
        for call in calls:
            finding = finding_of(call)
            assert (finding.key, finding.field) == ("token_missing", "tokenEdit")
        assert server.connections == 0


@pytest.mark.parametrize("token", ["токен", "one two\nthree", "a\x00b", "a\r\nX-Evil: 1"])
def test_what_cannot_be_a_token_is_not_sent(token: str) -> None:
    with Misbehaving(succeeds()) as server:
        finding = finding_of(Doors().planfix(server.origin, token).ping)
        assert server.asked == []
    assert (finding.key, finding.field) == ("token_wrong", "tokenEdit")


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda client: client.first_data_tags(), "datatag"),
        (lambda client: client.data_tag(1), "datatag"),
        (lambda client: client.employees(), "user"),
        (lambda client: client.first_employee(), "user"),
        (lambda client: client.update_phones(1, []), "user_update"),
    ],
)
@pytest.mark.parametrize(("code", "key"), [(5, "scope_missing"), (6, "no_rights")])
def test_a_missing_right_is_named(
    call: Callable[[PlanfixClient], object], what: str, code: int, key: str
) -> None:
    with Misbehaving(fails(code, status=405)) as server:
        finding = finding_of(lambda: call(Doors().planfix(server.origin)))
    assert (finding.key, finding.field) == (key, "tokenEdit")
    assert finding.details["what"] == what


def test_keys_of_an_error_in_any_case() -> None:
    said = {"Result": "FAIL", "Code": "20", "Error": "Subscription is not paid"}
    with Misbehaving(lambda talk: talk.json(said)) as server:
        finding = finding_of(Doors().planfix(server.origin).ping)
    assert (finding.key, finding.details["text"]) == ("account_unpaid", said["Error"])


def test_words_of_the_server_are_harmless_and_without_the_token() -> None:
    words = f"\x1b[31mBad\r\n\u202e {TOKEN[:9]}\x00{TOKEN[9:]} {TOKEN}! " + "long " * 100
    with Misbehaving(fails(4000, words)) as server:
        finding = finding_of(Doors().planfix(server.origin).ping)
    text = finding.details["text"]
    assert text.startswith("[31mBad")
    assert TOKEN not in text
    assert text.isprintable()
    assert len(text) <= 200
    assert finding.details["code"] == "4000"


@pytest.mark.parametrize("code", [None, True, {}, "x", 1e400])
def test_an_error_with_an_odd_code(code: object) -> None:
    with Misbehaving(fails(code)) as server:
        finding = finding_of(Doors().planfix(server.origin).ping)
    assert finding.key == "server_error"
    assert finding.details["place"] == "code: expected a number"


def test_an_error_without_a_code_is_the_unknown_error() -> None:
    with Misbehaving(lambda talk: talk.json({"result": "fail", "error": "Oh"})) as server:
        finding = finding_of(Doors().planfix(server.origin).ping)
    assert (finding.key, finding.details["code"]) == ("planfix_error", "0")


# Again, or not again


@pytest.mark.parametrize(
    "fault",
    ["closes without an answer", "resets the connection", "closes in the middle of the body"],
)
def test_a_read_is_repeated_twice(fault: str) -> None:
    with Misbehaving(fault, fault, succeeds(dataTags=[CALL])) as server:
        assert len(Doors().planfix(server.origin).first_data_tags()) == 1
        assert len(server.asked) == 3
    with Misbehaving(fault) as server:
        assert finding_of(Doors().planfix(server.origin).first_data_tags).key == "offline"
        assert len(server.asked) == 3


@pytest.mark.parametrize(
    "reply", ["sends a page with status 500", "sends a captive portal", fails(1), fails(30)]
)
def test_an_answer_is_not_asked_for_again(reply: str | Reply) -> None:
    with Misbehaving(reply) as server:
        finding_of(Doors().planfix(server.origin).first_data_tags)
        assert len(server.asked) == 1


def limited(*lines: str) -> Reply:
    return lambda talk: talk.answer(b"", 429, *lines)


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [(["Retry-After: 7"], 7), ([], 60), (["Retry-After: 600"], 600), (["Retry-After: 0"], 0)],
)
def test_too_many_requests_are_waited_out_visibly(lines: list[str], seconds: int) -> None:
    told: list[float] = []
    cancel = Hasty()
    with Misbehaving(limited(*lines), succeeds()) as server:
        Doors(cancel=cancel, waiting=told.append).planfix(server.origin).ping()
        assert len(server.asked) == 2
    assert sum(cancel.slept) == seconds
    assert told == [*range(seconds, 0, -1), 0]


def test_too_many_requests_come_to_an_end() -> None:
    with Misbehaving(limited("Retry-After: 5")) as server:
        finding = finding_of(Doors().planfix(server.origin).ping)
        assert len(server.asked) == 3
    assert (finding.key, finding.details["seconds"]) == ("too_many_requests", "5")


def test_who_asks_for_an_hour_is_not_waited_for() -> None:
    cancel = Hasty()
    with Misbehaving(limited("Retry-After: 3600")) as server:
        finding = finding_of(Doors(cancel=cancel).planfix(server.origin).ping)
        assert len(server.asked) == 1
    assert (finding.key, finding.details["seconds"]) == ("too_many_requests", "3600")
    assert cancel.slept == []


def test_too_many_requests_for_today_are_not_waited_out() -> None:
    cancel = Hasty()
    with Misbehaving(fails(22, status=429)) as server:
        finding = finding_of(Doors(cancel=cancel).planfix(server.origin).ping)
        assert len(server.asked) == 1
    assert (finding.key, cancel.slept) == ("daily_limit", [])


# Writing


def test_phones_are_written_whole_and_the_accounts_log_shows_it() -> None:
    with Misbehaving(succeeds()) as server:
        phones = [Phone("+380000000001"), Phone("700", 2)]
        assert Doors().planfix(server.origin).update_phones(7, phones) == ()
        asked = server.asked[0]
    assert (asked.method, asked.target) == ("POST", "/rest/user/7")
    assert asked.json == {
        "phones": [{"number": "+380000000001", "type": 1}, {"number": "700", "type": 2}]
    }


def test_what_was_not_written_is_told() -> None:
    failures = [{"field": "phones", "error": f"Not\x07 allowed {TOKEN}"}]
    with Misbehaving(succeeds(failures=failures)) as server:
        told = Doors().planfix(server.origin).update_phones(7, [])
    assert told == (("phones", "Not allowed"),)


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("closes without an answer", "offline"),
        ("sends a page with status 500", "server_error"),
        ("sends a captive portal", "not_json"),
        ("redirects to another host", "redirected"),
        (succeeds(failures="canary"), "server_error"),
    ],
)
def test_a_lost_answer_proves_nothing(reply: str | Reply, reason: str) -> None:
    with Misbehaving(reply, succeeds()) as server:
        client = Doors().planfix(server.origin)
        finding = finding_of(lambda: client.update_phones(7, [Phone("+380000000001")]))
        assert len(server.asked) == 1
    assert (finding.key, finding.severity) == ("write_unproven", Severity.WARNING)
    assert finding.details["reason"] == reason


def test_a_write_is_not_repeated_when_there_are_too_many() -> None:
    with Misbehaving(limited("Retry-After: 5")) as server:
        client = Doors().planfix(server.origin)
        assert finding_of(lambda: client.update_phones(7, [])).key == "too_many_requests"
        assert len(server.asked) == 1
