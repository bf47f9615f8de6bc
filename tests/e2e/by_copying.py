"""The set-up with the wizard but without its account window. What is pressed in the program is only counted here:
tests/web/test_effort.py presses it; the account's pages are the real ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.e2e import by_hand
from tests.e2e.effort_kit import Hand, Hands, send


def account(hand: Hand, hands: Hands, scopes: Sequence[str]) -> None:
    hands.at("account")
    hands.window("wizard")
    hands.type("acme")
    hands.window("account")
    by_hand.log_in(hand)
    hand.link("Доступ к API")
    hands.click(len(scopes))
    hand.button("Сохранить", scope=scopes)
    hands.click()  # the token is copied
    hands.window("wizard")
    hands.click()
    hands.paste()
    hands.press("Enter")
    hands.click()  # on


def activate(hand: Hand, hands: Hands) -> None:
    hands.at("activate")
    hands.click()
    hands.window("account")
    by_hand.activate(hand, hands)
    hands.window("wizard")
    hands.click(2)  # ticked, on


def letter(hand: Hand, hands: Hands) -> str:
    hands.at("letter")
    hands.click()
    hands.window("mail")
    hands.click()
    hands.window("wizard")
    hands.click(2)
    addresses = [each for each in hand.page.codes if "/tel/binotel/" in each]
    return send(hand, by_hand.LETTER.format(*addresses))


def keys(hand: Hand, hands: Hands, pair: tuple[str, str]) -> None:
    hands.at("keys")
    hands.window("mail")
    hands.click()
    hands.press("Ctrl+A", "Ctrl+C")
    hands.window("wizard")
    hands.paste()
    hands.click()  # checked
    for name, value in zip(("api_key", "secret_key"), pair, strict=True):
        hands.window("wizard")
        hands.click()
        hands.window("account")
        hands.click()
        hands.paste()
        hand.set_last(name, value)
    hands.window("wizard")
    hands.click(2)  # ticked, on


def numbers(hand: Hand, hands: Hands, short: Mapping[str, str]) -> None:
    hands.at("numbers")
    hands.window("account")
    by_hand.short_numbers(hand, hands, short)
    hands.window("wizard")
    hands.click(2)  # Binotel is asked; the number that it does not know
    hands.type("909")
    hands.press("Enter")
    hands.click(3)  # read again, ticked, on


def wire(hand: Hand, hands: Hands) -> None:
    hands.at("wire")
    hands.window("account")
    hand.link("Сотрудники")
    hand.link("Ірина Петрівна Мельник")
    hand.button("×", nth=1)
    hand.button("Сохранить")
    hands.window("wizard")
    hands.click(2)  # confirmed, written


def fields(hand: Hand, hands: Hands, names: Sequence[str]) -> None:
    """Watching finds what was saved and copies the next name."""
    hands.at("fields")
    hands.window("wizard")
    hands.click(3)  # watched, copied from now on, the first name
    hands.window("account")
    for analytics in ("Звонок", "Пропущенный звонок"):
        hand.link("Аналитики")
        hand.link(analytics)
        for name in names:
            hand.button("+ Добавить")
            hands.paste()
            hand.set_last("field_name", name)
            hand.button("Сохранить")
    hands.window("wizard")
    hands.click()


def call(hands: Hands) -> None:
    hands.at("call")
    hands.click(3)  # watched, on, finished
