"""Who of a list is who in the account: one name in two languages, and what is asked instead of guessed."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from wizard.rules.models import Employee, Listed, Phone
from wizard.rules.person_names import full_form, words
from wizard.rules.same_person import Match, keys_of, match_all


def employee(number: int, name: str, *phones: str, email: str = "", **more: str) -> Employee:
    return Employee(number, name, email=email, phones=tuple(map(Phone, phones)), **more)


STAFF = [
    employee(1, "Анна Шевченко", "+380671112233", email="anna@acme.example"),
    employee(2, "Олександр Миколайович Левицький", "0502223344"),
    employee(3, "Иван Иванов", "0503334455", email="ivan@acme.example"),
    employee(4, "Иван Иванов", "0504445566", email="ivanov@acme.example"),
    employee(5, "Пётр Коваль", status="Inactive"),
    employee(6, "Робот", role="Robot", email="robot@acme.example"),
]


def found(*people: Listed, matches: dict[str, str] | None = None) -> list[Match]:
    return match_all(people, STAFF, matches or {})


def who(person: Listed) -> tuple[int | None, str, str]:
    (match,) = found(person)
    return None if match.at is None else STAFF[match.at].id, match.by, match.outcome


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Наталія Ковальова", "Ковалёва Наталья"),
        ("Олександр Миколайович Левицький", "Левицкий Александр Николаевич"),
        ("Ганна Левицька", "АННА  ЛЕВИЦКАЯ"),
        ("В'ячеслав Лук’яненко", "Вячеслав Лукьяненко"),
        ("Сергій Ткачов", "Сергей Ткачёв"),
        ("Андрій Андрійович Бондар", "Андрей Андреевич Бондарь"),
        ("Юрій Воробйов", "Юрий\u00a0Воробьёв"),
        ("Олена Дмитрівна Сич", "Елена Дмитриевна Сыч"),
        ("Марія Яківна Коц", "Мария Яковлевна Коц"),
        ("Алла Юріївна Кім", "Ким Алла Юрьевна"),
        ("Микита Сергійович Цой", "Никита Сергеевич Цой"),
        ("Ґудзь Інна", "Гудзь Инна"),
        ("Нечуй-Левицький Іван", "Иван Нечуй Левицкий"),
        ("Oлена Kовaль", "Олена Коваль"),
        ("Єва Їжак", "Ева Ижак"),
        ("Геннадій Білоус", "Генадій Билоус"),
    ],
)
def test_one_name_in_two_spellings(ours: str, theirs: str) -> None:
    assert full_form(words(ours)) == full_form(words(theirs))


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Олександр Левицький", "Олександра Левицька"),
        ("Иван Петров", "Петр Иванов"),
        ("Иван Петрович Сидоренко", "Иван Павлович Сидоренко"),
        ("Марина Белик", "Марина Билик"),
        ("Валерий Ким", "Валерия Ким"),
        ("Оператор 11", "Оператор 1"),
    ],
)
def test_two_names_stay_two(ours: str, theirs: str) -> None:
    assert full_form(words(ours)) != full_form(words(theirs))


def test_the_address_goes_before_the_name() -> None:
    assert who(Listed("Иван Иванов", " Anna@ACME.example ")) == (1, "email", "")


def test_the_name_in_any_order_and_language() -> None:
    assert who(Listed("Шевченко Ганна")) == (1, "name", "")
    assert who(Listed("Шевченко Анна", "other@acme.example")) == (1, "name", "")


@pytest.mark.parametrize(
    "name", ["Левицкий Александр", "Александр Николаевич Левицкий", "Олександр Левицький"]
)
def test_a_patronymic_that_only_one_of_them_has(name: str) -> None:
    assert who(Listed(name)) == (2, "name", "")


def test_another_patronymic_is_another_person() -> None:
    assert who(Listed("Александр Иванович Левицкий")) == (None, "", "not_matched")
    assert who(Listed("Левицкий Александр Петрович")) == (None, "", "not_matched")


def test_a_surname_that_ends_like_a_patronymic() -> None:
    staff = [employee(1, "Роман Аркадьевич Абрамович"), employee(2, "Роман Попович")]
    matches = match_all([Listed("Абрамович Роман"), Listed("Попович Роман Іванович")], staff, {})
    assert [each.at for each in matches] == [0, 1]


def test_then_the_phone_in_any_spelling() -> None:
    assert who(Listed("Саша", phone="+38 (050) 222-33-44")) == (2, "phone", "")
    assert who(Listed("Саша", wire_number="380502223344")) == (2, "phone", "")
    assert who(Listed("Саша", phone="0449998877, 0502223344")) == (2, "phone", "")


def test_two_of_one_name_are_asked_unless_something_tells_them_apart() -> None:
    (match,) = found(Listed("Иванов Иван"))
    assert (match.at, match.outcome) == (None, "ambiguous")
    assert [STAFF[at].id for at in match.candidates] == [3, 4]
    assert who(Listed("Иванов Иван", "ivanov@acme.example")) == (4, "email", "")
    assert who(Listed("Иванов Иван", phone="0503334455")) == (3, "name", "")


def test_with_and_without_patronymic_in_one_account_is_asked() -> None:
    staff = [employee(1, "Иван Петров"), employee(2, "Иван Ильич Петров")]
    (match,) = match_all([Listed("Петров Иван")], staff, {})
    assert (match.outcome, match.candidates) == ("ambiguous", (0, 1))
    (match,) = match_all([Listed("Петров Иван Ильич")], staff, {})
    assert match.at == 1


def test_a_phone_in_two_cards_is_asked() -> None:
    staff = [employee(1, "Анна", "0442223344"), employee(2, "Пётр", "044 222 33 44")]
    (match,) = match_all([Listed("Саша", phone="0442223344")], staff, {})
    assert match.outcome == "ambiguous"


def test_nobody_is_nobody_and_those_of_a_like_name_are_offered() -> None:
    (match,) = found(Listed("Анна Коваленко", "k@acme.example", "0999999999"))
    assert (match.at, match.outcome) == (None, "not_matched")
    assert [STAFF[at].id for at in match.candidates] == [1]
    assert found(Listed("Ли Бо"))[0].candidates == ()


def test_somebody_inactive_is_found_and_a_robot_is_not() -> None:
    assert who(Listed("Коваль Петро")) == (5, "name", "")
    assert who(Listed("Робот", "robot@acme.example")) == (None, "", "not_matched")


def test_what_was_answered_goes_before_everything() -> None:
    people = [Listed("Иванов Иван"), Listed("Анна Шевченко", "anna@acme.example")]
    keys = keys_of(people)
    matches = found(*people, matches={keys[0]: "4", keys[1]: ""})
    assert (matches[0].at, matches[0].answered) == (3, True)
    assert (matches[1].at, matches[1].outcome, matches[1].answered) == (None, "not_matched", True)
    gone = found(people[0], matches={keys[0]: "99"})[0]
    assert (gone.at, gone.answered) == (None, False)


def test_a_key_outlives_another_spelling_and_tells_namesakes_apart() -> None:
    assert keys_of([Listed("Ганна  Левицька")]) == keys_of([Listed("левицкая анна")])
    assert keys_of([Listed("x", "A@b.example")]) == ["a@b.example"]
    assert keys_of([Listed("", phone="067 111")]) == ["067111"]
    twins = keys_of([Listed("Анна", short_number="901"), Listed("Анна", short_number="902")])
    assert len(set(twins)) == 2


def test_two_rows_for_one_employee_are_asked_unless_they_say_the_same() -> None:
    one, two = Listed("Анна Шевченко", "", "", "901"), Listed("Шевченко Ганна", "", "", "902")
    assert [each.outcome for each in found(one, two)] == ["ambiguous", "ambiguous"]
    same = Listed("Шевченко Ганна", "", "", "901")
    assert [each.at for each in found(one, same)] == [0, 0]


def test_an_empty_name_is_nobodys() -> None:
    staff = [employee(1, ""), employee(2, "—")]
    assert match_all([Listed("", phone="0671112233"), Listed("...")], staff, {})[0].at is None


@pytest.mark.parametrize("alike", [False, True])
def test_the_work_grows_with_the_lists_and_not_with_their_product(alike: bool) -> None:
    """Counted in steps of the interpreter, so that a busy machine changes nothing."""

    def steps(size: int) -> int:
        names = ["Олена Демо" if alike else f"Олена Демо{n}" for n in range(size)]
        staff = [employee(n, name, f"067{n % 7:07d}") for n, name in enumerate(names)]
        people = [Listed(name, "", f"067{n:07d}", str(n)) for n, name in enumerate(names)]
        match_all(people, staff, {})  # names and numbers are read once and remembered
        count = 0

        def step(frame: FrameType, event: str, arg: object) -> object:
            nonlocal count
            count += 1
            return step

        before = sys.gettrace()
        sys.settrace(step)
        try:
            match_all(people, staff, {})
        finally:
            sys.settrace(before)
        return count

    assert steps(1000) < 15 * steps(100)
