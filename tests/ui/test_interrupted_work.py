"""What takes long and is interrupted from outside: the token goes, the network goes, while fields are watched for
and while cards are written. At each the next thing on screen is true and useful. Over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.doors.http_kit import clean_environment
from tests.e2e.person import Browser, Person
from tests.flow.cards_kit import WIRE
from tests.ui.accounts_kit import Windows
from tests.ui.changes_kit import Made, press, rest, rows
from tests.ui.desk import wait
from wizard.demo import DemoAccount
from wizard.doors.pace import Pace
from wizard.flow import watch

__all__ = ["clean_environment"]


@pytest.fixture
def demo() -> Iterator[DemoAccount]:
    account = DemoAccount(gap=0.0)
    account.start()
    yield account
    account.close()


@pytest.fixture
def watching(windows: Windows, demo: DemoAccount, monkeypatch: pytest.MonkeyPatch) -> Person:
    """All fields are missing, and are watched for."""
    monkeypatch.setattr("wizard.doors.pace.Pace", lambda: Pace(0.0))
    monkeypatch.setattr(watch, "GAP", 0.05)
    person = windows("--account", demo.addresses["account"], language="ru")
    person.find("tokenEdit").setText(demo.addresses["token"])
    Browser(dict(demo.addresses)).activate_binotel()
    assert person.window.go_to("tracking")
    person.wait_for("trackingStatus", "error", "fields_missing")
    person.click("watchFieldsButton")
    return person


def test_the_token_is_taken_away_while_fields_are_watched_for(
    watching: Person, demo: DemoAccount
) -> None:
    with demo.state.change() as model:
        kept, model.tokens[:] = list(model.tokens), []
    watching.wait_for("trackingStatus", "error", "token_wrong")
    assert "Скопируйте токен заново" in watching.find("trackingStatus").text()
    assert not watching.find("watchLeftLabel").isVisible()
    # Names can still be copied; what was seen before is still told at the left.
    assert watching.find("copyNextButton").isEnabled()
    assert watching.step_state("tracking") == "problem"
    assert watching.find("nextButton").isEnabled()
    # With a token that is known again it goes on where it was.
    with demo.state.change() as model:
        model.tokens[:] = kept
    watching.click("recheckButton")
    watching.wait_for("trackingStatus", "error", "fields_missing")
    watching.click("watchFieldsButton")
    assert watching.status("trackingStatus")[0] == "busy"


def test_the_network_is_lost_for_a_while_and_for_long(
    watching: Person, demo: DemoAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    ports = tuple(int(demo.addresses[each].rpartition(":")[2]) for each in ("account", "binotel"))
    demo.close()
    status = watching.find("trackingStatus")
    watching.wait_for("trackingStatus", "error", "offline")
    assert "Проверьте интернет" in status.text()
    assert not watching.find("watchLeftLabel").isVisible()
    again = DemoAccount(gap=0.0, ports=(ports[0], ports[1]))
    again.start()
    try:
        Browser(dict(again.addresses)).activate_binotel()
        watching.find("tokenEdit").setText(again.addresses["token"])
        watching.click("recheckButton")
        watching.wait_for("trackingStatus", "error", "fields_missing")
        assert watching.find("watchFieldsButton").isEnabled()
    finally:
        again.close()


def test_the_token_is_taken_away_while_cards_are_written(made: Made) -> None:
    account = made(5)
    page = account.open(1, 2, 3)

    def revoke(moment: str) -> None:
        if moment == "stored 1":
            account.cards.refuse.update(read=(401, 1), write=(401, 1))

    account.cards.edit = revoke
    press(page, "applyChangesButton")
    told = page.find("changesStatus")
    assert "token_wrong" in told.property("codes"), told.text()
    assert "Скопируйте токен заново" in told.text()
    # The one under way may be in the card already, and nobody claims to know; the rest was not touched.
    assert account.cards.writes == [1]
    assert rows(page) == ["unknown", "planned", "planned"]
    account.cards.refuse.clear()
    account.cards.edit = lambda moment: None
    page.find("reloadEmployeesButton").click()
    rest(page)
    wait(page.qtbot, lambda: rows(page)[0] == "written")
    press(page, "applyChangesButton")
    assert rows(page) == ["written"] * 3
    assert account.cards.writes == [1, 2, 3], "nothing is written twice"
    assert account.cards.numbers(1).count(WIRE.format(1)) == 1
