"""What stands in the account's form against what shall stand there."""

from __future__ import annotations

import pytest

from wizard.doors.resources import facts
from wizard.rules.account_form import (
    SeenForm,
    SeenKey,
    Wanted,
    WantedRow,
    addresses_differ,
    compare,
    spellings,
    takeable_origin,
    wanted_rows,
)
from wizard.rules.address import Address
from wizard.rules.letter import addresses
from wizard.rules.models import Employee
from wizard.rules.secret import Secret

FACTS = facts()
ACME = Address("https", "acme.planfix.ru")


def seen(origin: str = ACME.origin, **more: object) -> SeenForm:
    return SeenForm.from_answer({"code": "", "addresses": addresses(origin, FACTS), **more})


def test_the_names_of_a_person_are_those_that_an_account_may_show() -> None:
    assert spellings(Employee(1, "Олена", "Петрівна", "Шевченко")) == (
        "Олена Петрівна Шевченко",
        "Олена Шевченко",
        "Шевченко Олена",
        "Шевченко Олена Петрівна",
    )
    assert spellings(Employee(1, "Робот")) == ("Робот",)


def test_a_spelling_that_two_people_share_means_nobody() -> None:
    people = [Employee(1, "Олена", "Петрівна", "Ткач"), Employee(2, "олена", "", "Ткач")]
    first, second = wanted_rows({"1": " 901 ", "2": "902"}, people)
    assert first == WantedRow("1", "901", ("Олена Петрівна Ткач", "Ткач Олена Петрівна"))
    assert second.names == ()


def test_people_without_a_number_are_no_rows() -> None:
    assert wanted_rows({"1": "  ", "9": "901"}, [Employee(1, "Олена")]) == ()


def test_addresses_that_agree_differ_in_nothing() -> None:
    assert addresses_differ(seen(), addresses(ACME.origin, FACTS)) == []
    other = seen("https://crm.acme.example")
    assert addresses_differ(other, addresses(ACME.origin, FACTS)) == [
        "push",
        "settings",
        "completed",
    ]


@pytest.mark.parametrize(
    ("account", "shown", "taken"),
    [
        ("acme.planfix.ru", "https://crm.acme.example", True),
        ("acme.planfix.ru", "https://acme.planfix.ua", True),
        ("crm.acme.example", "https://acme.planfix.ru", True),
        ("acme.planfix.ru", "https://other.planfix.ru", False),
        ("acme.planfix.ru", "https://acme.planfix.ru.evil.example", False),
        ("acme.planfix.ru", "https://acme.pIanfix.ru", False),
        ("acme.planfix.ru", "http://crm.acme.example", False),
        ("acme.planfix.ru", "http://127.0.0.1:5000", False),
        ("acme.planfix.ru", "https://crm.acme.example:0", False),
    ],
)
def test_addresses_are_taken_only_where_they_can_be_the_accounts(
    account: str, shown: str, taken: bool
) -> None:
    found = takeable_origin(seen(shown), Address("https", account), FACTS.domains)
    assert found == (shown if taken else "")


def test_three_hosts_are_taken_by_nobody() -> None:
    mixed = {**addresses(ACME.origin, FACTS), "push": "https://other.example/tel/binotel/push"}
    found = SeenForm.from_answer({"addresses": mixed})
    assert takeable_origin(found, ACME, FACTS.domains) == ""
    assert takeable_origin(SeenForm(""), ACME, FACTS.domains) == ""


def test_what_stands_is_sorted_into_equal_other_empty_and_masked() -> None:
    rows = tuple(WantedRow(str(at), f"90{at}", (f"Олена {at}",)) for at in range(3))
    wanted = Wanted(Secret("key"), Secret("secret"), rows)
    there = SeenForm(
        "",
        key=SeenKey(Secret("key")),
        rows=(("олена  0", "900"), ("Олена 1", "777"), ("Хтось", "1")),
    )
    found = compare(there, wanted)
    assert (found.equal, found.empty) == (("key",), ("secret",))
    assert found.rows_equal == rows[:1]
    assert found.rows_other == ((rows[1], "777"),)
    assert found.rows_missing == rows[2:]
    assert not found.whole
    hidden = SeenForm("", key=SeenKey(Secret("••••"), masked=True), secret=SeenKey(Secret("x")))
    assert compare(hidden, wanted, ["0", "1", "2"]).masked == ("key",)
    assert compare(hidden, wanted, ["0", "1", "2"]).other == ("secret",)


def test_somebody_who_stands_there_twice_is_not_equal() -> None:
    row = WantedRow("1", "901", ("Олена",))
    found = compare(
        SeenForm("", rows=(("Олена", "901"), ("Олена", "901"))), Wanted(None, None, (row,))
    )
    assert found.rows_other


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"code": 5, "api": "x", "rows": [1, None, {"name": 3}], "addresses": [1], "messages": [2]},
    ],
)
def test_an_answer_of_any_kind_is_read(answer: dict[str, object]) -> None:
    found = SeenForm.from_answer(answer)
    assert not found.key.value
    assert found.addresses == {}


def test_keys_are_in_no_text_of_what_was_seen() -> None:
    found = SeenForm.from_answer({"api": {"value": "very-secret"}})
    assert found.key.value.reveal() == "very-secret"
    assert "very-secret" not in repr(found)
