"""The whole set-up with the document alone, act by act, in the demo account's pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.e2e.effort_kit import Hand, Hands, send

LETTER = (
    "Здравствуйте.\nУстановите для нас следующие адреса для принятия уведомлений:\n"
    "Получение push запросов: {0}\nПолучение callSettings запросов: {1}\n"
    "Получение callCompleted запросов: {2}\nИ выдайте нам ключи для запросов по REST API.\nСпасибо!"
)


def log_in(hand: Hand) -> None:
    """The browser fills in name and password."""
    hand.button("Войти")


def activate(hand: Hand, hands: Hands) -> None:
    hands.at("activate")
    hand.link("Интеграции")
    hand.link("Виртуальные АТС")
    hand.button("Активировать", action="/binotel/switch")


def letter(hand: Hand, hands: Hands) -> None:
    hands.at("letter")
    hands.window("mail")
    hands.click()  # a new message
    for _part in ("to", "body"):
        hands.click()
        hands.bring("document", "mail")
    addresses = [each for each in hand.page.codes if "/tel/binotel/" in each]
    assert len(addresses) == 3
    for _address in addresses:
        hands.window("account")
        hands.click()
        hands.press("Ctrl+C")
        hands.window("mail")
        hands.click()  # what stands in the template is selected, and replaced
        hands.paste()
    hands.click()  # send
    send(hand, LETTER.format(*addresses))


def keys(hand: Hand, hands: Hands, pair: tuple[str, str]) -> None:
    hands.at("keys")
    hands.window("mail")
    hands.click()  # the reply
    for name, value in zip(("api_key", "secret_key"), pair, strict=True):
        hands.window("mail")
        hands.click()
        hands.press("Ctrl+C")
        hands.window("account")
        hands.click()
        hands.paste()
        hand.set_last(name, value)


def short_numbers(hand: Hand, hands: Hands, numbers: Mapping[str, str]) -> None:
    """The list of numbers lies beside the keyboard: looking at it is not counted."""
    hands.at("numbers")
    there = {each[1]: at for at, each in enumerate(hand.fields("employee"))}
    for person, number in numbers.items():
        if person in there:
            hands.click()  # the number that stands there is selected, and replaced
            hand.fields("number")[there[person]][1] = number
        else:
            hand.button("+ Добавить")
            hands.click(2)  # the list opens, the employee is picked
            hands.press("Tab")
            hand.set_last("employee", person)
            hand.set_last("number", number)
        hands.type(number)
    hand.button("Сохранить")


def wire(hand: Hand, hands: Hands, people: Mapping[str, str]) -> None:
    hands.at("wire")
    for name, number in people.items():
        hand.link("Сотрудники")
        hand.link(name)
        hand.button("+ Добавить")
        hands.bring("binotel", "account")
        hand.set_last("phone", number)
        hand.button("Сохранить")


def fields(hand: Hand, hands: Hands, names: Sequence[str]) -> None:
    hands.at("fields")
    for analytics in ("Звонок", "Пропущенный звонок"):
        hand.link("Аналитики")
        hand.link(analytics)
        for name in names:
            hands.window("document")
            hands.click()
            hands.press("Ctrl+C")
            hands.window("account")
            hand.button("+ Добавить")
            hands.paste()
            hand.set_last("field_name", name)
        hand.button("Сохранить")


def fields_in_two_tabs(hand: Hand, hands: Hands, names: Sequence[str]) -> None:
    """As a practised person would: each name is copied once, both editors are open."""
    hands.at("fields")
    hand.link("Аналитики")
    hand.link("Звонок")
    hands.click(3)  # a second tab, and its way to the other editor
    for name in names:
        hands.window("document")
        hands.click()
        hands.press("Ctrl+C")
        for tab in ("account", "account, second tab"):
            hands.window(tab)
            hands.click()
            hands.paste()
        assert name
    hands.click(2)  # both are saved
