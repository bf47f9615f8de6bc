"""The work of a person with the document alone, counted act by act; docs/effort.md tells these very figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e import by_copying, by_hand
from tests.e2e.effort_kit import STEPS, Hand, Hands
from wizard.demo import DemoAccount
from wizard.doors.resources import facts

pytestmark = pytest.mark.one_python

NAMES = [each.name for each in facts().tracking_fields]
ROOT = Path(__file__).resolve().parents[2]
# 2 to 12 as Binotel tells; 10 answers by Wire and has no number of his own there: the owner gives him one.
SHORT = {"2": "901", "3": "902", "4": "903", "5": "904", "6": "905", "7": "906", "12": "907"} | {
    "10": "909"
}
# Four answer by Wire; of two the number stands in the card already.
WIRE = {
    "Сергей Викторович Гончаров": "0930000106",
    "Юлія Лисенко": "380670000112",
}


def told(title: str) -> dict[str, list[int]]:
    """The figures of a table of docs/effort.md."""
    content = (ROOT / "docs/effort.md").read_text("utf-8")
    part = content.partition(f"## {title}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `?(\w+)`? \|[^|]*\|((?: \d+ \|){5})$", part, re.MULTILINE)
    return {step: [int(each) for each in figures.split("|")[:5]] for step, figures in rows}


def counted(hands: Hands) -> dict[str, list[int]]:
    return {**{step: hands.row(step) for step in STEPS}, "total": hands.total()}


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def hand(demo: DemoAccount, hands: Hands) -> Iterator[Hand]:
    """In the browser, before the log-in."""
    made = Hand(demo.addresses["account"], hands)
    yield made
    made.close()


@pytest.fixture
def demo() -> Iterator[DemoAccount]:
    account = DemoAccount(gap=0)
    account.start()
    yield account
    account.close()


def stored_fields(demo: DemoAccount) -> list[list[str]]:
    with demo.state.read() as model:
        tags = [model.telephony(which) for which in ("call", "missed")]
        return [[row.name for row in tag.fields if not row.standard] for tag in tags]


@pytest.mark.parametrize("practised", [False, True])
def test_with_the_document_alone(
    demo: DemoAccount, hand: Hand, hands: Hands, practised: bool
) -> None:
    hands.window("account")
    by_hand.log_in(hand)
    by_hand.activate(hand, hands)
    by_hand.letter(hand, hands)
    pair = (demo.addresses["binotel_key"], demo.addresses["binotel_secret"])
    by_hand.keys(hand, hands, pair)
    by_hand.short_numbers(hand, hands, SHORT)
    by_hand.wire(hand, hands, WIRE)
    (by_hand.fields_in_two_tabs if practised else by_hand.fields)(hand, hands, NAMES)
    # All of it is in the account, or it would have been counted for nothing.
    with demo.state.read() as model:
        held = model.pbx["binotel"]
        assert (held.api_key, held.secret_key) == pair
        assert {str(each.person): each.number for each in held.short_numbers} == SHORT
        phones = {each.full_name: [one.number for one in each.phones] for each in model.people}
    assert all(number in phones[name] for name, number in WIRE.items())
    assert practised or stored_fields(demo) == [NAMES, NAMES]
    assert counted(hands) == told("Practised" if practised else "With the document alone")


def test_without_the_account_window(demo: DemoAccount, hand: Hand, hands: Hands) -> None:
    known = facts()
    by_copying.account(hand, hands, [*known.scopes["read"], *known.scopes["write"]])
    by_copying.activate(hand, hands)
    by_copying.letter(hand, hands)
    pair = (demo.addresses["binotel_key"], demo.addresses["binotel_secret"])
    by_copying.keys(hand, hands, pair)
    by_copying.numbers(hand, hands, SHORT)
    by_copying.wire(hand, hands)
    by_copying.fields(hand, hands, NAMES)
    by_copying.call(hands)
    assert stored_fields(demo) == [NAMES, NAMES]
    assert counted(hands) == told("With the wizard, without the account window")


def test_the_wizard_takes_at_most_a_third() -> None:
    alone, ours = told("With the document alone"), told("With the wizard")
    assert 3 * ours["total"][-1] <= alone["total"][-1]
    # What the document says at its head.
    content = (ROOT / "docs/effort.md").read_text("utf-8")
    ways = {"document alone": alone, "document alone, practised": told("Practised"),
            "wizard with its account window (extra `browser`)": ours,
            "wizard without it": told("With the wizard, without the account window")}  # fmt: skip
    for way, table in ways.items():
        assert f"| {way} | {table['total'][-1]} |" in content
        assert all(sum(table[step][at] for step in STEPS) == table["total"][at] for at in range(5))
