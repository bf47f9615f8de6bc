"""The window itself: addresses, what it says, its guide, its languages."""

from __future__ import annotations

import pytest

from tests.web.kit import DEADLINE, KEY, Seat, Visitor
from tests.web.test_unseen import FIELDS, THREE


def test_the_addresses_of_the_account_are_those_of_the_letter(seat: Seat) -> None:
    seat.build("labels")
    seat.press("readAddressesButton", "")
    assert seat.said()[0] == "ok"
    assert not seat.find("takeAddressesButton").isVisible()


def test_addresses_are_read_without_the_fields(visitor: Visitor) -> None:
    visitor.visit(THREE)
    visitor.press("readAddressesButton", "")
    assert visitor.said()[0] == "ok"


def test_a_click_before_the_page_is_there_waits_for_it(visitor: Visitor) -> None:
    visitor.site.pages["/"] = THREE + FIELDS
    visitor.open()
    visitor.press("fillButton", "filled")
    assert visitor.js("document.querySelector('input').value") == KEY


def test_addresses_on_a_domain_of_ones_own_are_taken_on_request(seat: Seat) -> None:
    seat.keys()
    seat.build("own_domain")
    words = seat.press("readAddressesButton", "addresses_differ")
    assert "https://crm.demo.example/tel/binotel/push" in words
    seat.window.go_to("letter")
    assert "crm.demo.example" not in seat.find("letterPreview").toPlainText()
    # Before they are taken, filling asks.
    seat.press("fillButton", "addresses_differ")
    assert seat.js("document.getElementById('f1').value") == ""
    seat.find("takeAddressesButton").click()
    letter = seat.find("letterPreview").toPlainText()
    assert letter.count("https://crm.demo.example/tel/binotel/") == 3
    seat.press("readAddressesButton", "")
    seat.press("fillButton", "filled")


def test_addresses_of_somebody_elses_account_are_not_taken(seat: Seat) -> None:
    seat.build("other_account")
    seat.press("readAddressesButton", "addresses_differ")
    # The demo account is this computer, so its own name says nothing: they are shown, and may be taken.
    assert seat.find("takeAddressesButton").isVisible()


def test_what_will_be_filled_is_shown_before(visitor: Visitor) -> None:
    visitor.numbers("901", "902")
    visitor.visit("<p>Account")
    shown = visitor.find("fillPreviewLabel").text()
    assert KEY not in shown
    assert "Олена Шевченко — 901" in shown
    assert "Іван Петрович Бойко — 902" in shown


def test_keys_that_are_typed_later_are_those_that_are_filled(visitor: Visitor) -> None:
    visitor.visit(THREE + FIELDS)
    visitor.find("keyEdit").setText("demo11-key1111")
    visitor.press("fillButton", "filled")
    assert visitor.js("document.querySelector('input').value") == "demo11-key1111"


def test_names_are_found_in_the_accounts_spelling(visitor: Visitor) -> None:
    visitor.numbers("901", "902", "903")
    options = "<option value=''>—<option value=7>Бойко Іван<option value=8>Шевченко Олена<option value=9>Хтось"
    visitor.visit(
        f"<div>{THREE}{FIELDS}<h3>Короткие номера сотрудников</h3>"
        f"<p><select>{options}</select><input class=n><p><select>{options}</select><input class=n>"
        f"<p><select>{options}</select><input class=n><p><button>Сохранить</button></div>"
    )
    words = visitor.press("fillButton", "filled")
    assert "Марія Ткач" in words
    assert visitor.said()[0] == "warning"
    rows = visitor.js(
        "JSON.stringify([...document.querySelectorAll('select')].map((each) =>"
        " [each.selectedOptions[0].text, each.nextElementSibling.value]))"
    )
    assert rows == '[["Шевченко Олена","901"],["Бойко Іван","902"],["—",""]]'


def test_two_people_of_one_name_are_left_to_the_person(visitor: Visitor) -> None:
    visitor.numbers("901")
    options = "<option value=''>—<option value=7>Олена Шевченко<option value=8>Олена Шевченко"
    visitor.visit(
        f"<div>{THREE}{FIELDS}<h3>Короткие номера сотрудников</h3><p><select>{options}</select><input></div>"
    )
    assert "Олена Шевченко" in visitor.press("fillButton", "filled")
    assert visitor.said()[0] == "warning"
    assert visitor.js("document.querySelector('select').selectedIndex") == 0


def test_adding_a_row_never_sends_the_form(visitor: Visitor) -> None:
    visitor.numbers("901")
    visitor.visit(
        f"<form method=post>{THREE}{FIELDS}<h3>Короткие номера сотрудников</h3><button>Добавить</button>"
        "<p><input type=submit value=Сохранить></form>"
    )
    visitor.press("fillButton", "filled")
    assert visitor.said()[0] == "warning"
    assert visitor.site.posted == []


def test_the_guide_names_what_to_click_next(seat: Seat) -> None:
    seat.open("openActivationInWindowButton", "activate")
    guide = seat.find("guideLabel")
    seat.log_in()
    seat.qtbot.waitUntil(lambda: "«Интеграции»" in guide.text(), timeout=DEADLINE)
    seat.qtbot.waitUntil(lambda: seat.find("guideMark").isVisible(), timeout=DEADLINE)
    seat.go("/demo/integrations")
    seat.qtbot.waitUntil(lambda: "«Виртуальные АТС»" in guide.text(), timeout=DEADLINE)
    seat.go("/demo/builds/labels")
    seat.qtbot.waitUntil(lambda: "нужное окно" in guide.text(), timeout=DEADLINE)


def test_the_tracking_step_has_a_guide_of_its_own(seat: Seat) -> None:
    seat.open("openTrackingInWindowButton", "tracking")
    seat.log_in()
    guide = seat.find("guideLabel")
    seat.qtbot.waitUntil(lambda: "«Аналитики»" in guide.text(), timeout=DEADLINE)
    assert not seat.find("fillButton").isVisible()


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_window_follows_the_language(visitor: Visitor, language: str) -> None:
    visitor.visit(THREE)
    visitor.press("fillButton", "unknown_form")
    combo = visitor.find("languageCombo")
    combo.setCurrentIndex(combo.findData(language))
    assert (
        visitor.find("fillButton").text()
        == {"uk": "Заповнити форму", "en": "Fill in the form"}[language]
    )
    assert visitor.said()[1] == "unknown_form"


def test_another_account_closes_the_window_of_the_former(visitor: Visitor) -> None:
    visitor.visit("<p>Account")
    visitor.window.go_to("account")
    visitor.find("accountEdit").setText("acme")
    assert visitor.window.go_to("activate")
    assert not [each for each in visitor.window.children() if each.objectName() == "accountWindow"]


def test_a_log_in_service_that_refuses_is_told_of(visitor: Visitor) -> None:
    visitor.visit("<p>Account")
    visitor.site.pages["/signin/rejected"] = "<p>No"
    visitor.go(visitor.site.other + "/signin/rejected")
    guide = visitor.find("guideLabel")
    visitor.qtbot.waitUntil(lambda: "не пускает" in guide.text(), timeout=DEADLINE)
    visitor.find("showCopyButtonsButton").click()
    assert visitor.window.current_step == "keys"
