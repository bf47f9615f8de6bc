"""What *Check* asks and concludes. A stand-in for the door counts and refuses; the door itself is tested elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from wizard.doors.resources import facts
from wizard.flow.checks import (
    Tags,
    both_present,
    check_account,
    read_analytics,
    short_number_hits,
)
from wizard.rules.finding import Finding, Severity, fault, outcome
from wizard.rules.models import DataTag, Employee, TagField

FACTS = facts()


class Account:
    """Answers as told and writes down what was asked."""

    remaining = 1000

    def __init__(self, tags: Sequence[DataTag] = (), **refusals: str) -> None:
        self.tags = list(tags)
        self.refusals = refusals
        self.asked: list[str] = []

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if what in self.refusals:
            raise fault(self.refusals[what])

    def ping(self) -> None:
        self._ask("ping")

    def first_data_tags(self) -> list[DataTag]:
        self._ask("tags")
        return self.tags[:100]

    def data_tags(
        self, progress: Callable[[int], None] | None = None, known: Sequence[DataTag] = ()
    ) -> list[DataTag]:
        self._ask(f"all tags after {len(known)}")
        return [*known, *self.tags[len(known) :]]

    def data_tag(self, tag_id: int) -> DataTag:
        self._ask(f"tag {tag_id}")
        return DataTag(tag_id, self.tags[0].name, "Телефония", (TagField(1, "id", 0),))

    def first_employee(self) -> int:
        self._ask("employee")
        return 1

    def employees_by_short_number(self, digits: str) -> list[Employee]:
        self._ask(f"9004 {digits}")
        return [Employee(7, "Anna")] if digits == "501234567" else []


def check(account: Account, has_token: bool = True):  # type: ignore[no-untyped-def]
    return check_account(account, has_token)  # type: ignore[arg-type]


def keys(findings: Sequence[Finding]) -> list[str]:
    return [each.key for each in findings]


def test_a_good_token_costs_three_requests() -> None:
    account = Account([DataTag(1, "Звонок")])
    found = check(account)
    assert account.asked == ["ping", "tags", "employee"]
    assert found.findings == ()
    assert found.tags == Tags((DataTag(1, "Звонок"),), complete=True)


def test_a_bad_token_is_not_tried_any_further() -> None:
    account = Account(ping="token_wrong")
    found = check(account)
    assert account.asked == ["ping"]
    assert keys(found.findings) == ["token_wrong"]
    assert not found.token_good


@pytest.mark.parametrize("key", ["scope_missing", "no_rights"])
def test_both_rights_are_looked_at(key: str) -> None:
    account = Account()
    account.refusals = {"tags": key, "employee": key}
    found = check(account)
    assert keys(found.findings) == [key, key]
    assert found.token_good, "the token itself is fine"
    assert outcome(found.findings) == "error"


def test_a_lost_line_ends_the_check() -> None:
    account = Account()
    account.refusals = {"tags": "timeout"}
    found = check(account)
    assert account.asked == ["ping", "tags"]
    assert not found.token_good


def test_without_a_token_only_the_account_is_asked() -> None:
    account = Account()
    found = check(account, has_token=False)
    assert account.asked == ["ping"]
    assert keys(found.findings) == ["token_missing"]
    assert found.answered
    assert outcome(found.findings) == "warning"


def test_what_is_known_is_not_read_again() -> None:
    first = tuple(DataTag(n, f"tag {n}", "", ()) for n in range(100))
    account = Account([*first, DataTag(200, "Звонок", "Телефония", ())])
    found = read_analytics(account, FACTS, Tags(first, complete=False))  # type: ignore[arg-type]
    assert account.asked == ["all tags after 100"]
    assert both_present(found, FACTS) == {"call": True, "missed": False}
    account.asked.clear()
    read_analytics(account, FACTS, found)  # type: ignore[arg-type]
    assert account.asked == []


def test_fields_left_out_of_the_list_are_asked_for_the_two_that_matter() -> None:
    account = Account([DataTag(5, "Звонок", "Телефония"), DataTag(6, "Other", "")])
    found = read_analytics(account, FACTS)  # type: ignore[arg-type]
    assert account.asked == ["all tags after 0", "tag 5"]
    assert found.tags[0].fields == (TagField(1, "id", 0),)


def test_each_wire_number_is_asked_for_once() -> None:
    account = Account()
    hits = short_number_hits(account, ["501234567", "671234567"], {})  # type: ignore[arg-type]
    assert hits == {"501234567": frozenset({7}), "671234567": frozenset()}
    account.asked.clear()
    short_number_hits(account, ["501234567", "671234567"], hits)  # type: ignore[arg-type]
    assert account.asked == []


def test_a_note_is_no_warning() -> None:
    assert outcome([Finding("no_call_yet", Severity.NOTE)]) == "ok"
    assert outcome([Finding("a", Severity.WARNING), Finding("b", Severity.ERROR)]) == "error"
