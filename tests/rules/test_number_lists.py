"""What a list does to the table of employees: what is put, what is left as it stood, and what is asked."""

from __future__ import annotations

from wizard.rules.models import BinotelEmployee, Employee, Listed, Phone
from wizard.rules.number_lists import (
    Numbers,
    choose,
    from_texts,
    of_binotel,
    take,
    take_back,
    to_texts,
)

ANNA = Employee(1, "Анна Шевченко", email="anna@acme.example", short_number=None)
PETRO = Employee(2, "Петро Ґудзь", phones=(Phone("0502223344"),), short_number="902")
STAFF = [ANNA, PETRO, Employee(3, "Иван Иванов"), Employee(4, "Иван Иванов")]


def test_a_list_of_ones_own_is_put_and_replaces() -> None:
    before = Numbers(short={"1": "900"}, wire={"1": "0671110000"})
    found = take(before, [Listed("Шевченко Ганна", "", "", "901", "0671112233")], STAFF)
    assert found.numbers.short == {"1": "901"}
    assert found.numbers.wire == {"1": "0671112233"}
    assert (found.put, found.replaced, found.kept) == (1, ("Анна Шевченко",), ())
    assert found.numbers.waiting == ()


def test_what_the_account_has_already_is_nothing_of_the_persons_own() -> None:
    found = take(Numbers(), [Listed("Гудзь Пётр", short_number="902")], STAFF)
    assert (found.numbers.short, found.put) == ({}, 1)
    other = take(Numbers(), [Listed("Гудзь Пётр", short_number="905")], STAFF)
    assert other.numbers.short == {"2": "905"}
    assert other.replaced == (), "nobody typed what the account has"
    back = take(other.numbers, [Listed("Гудзь Пётр", short_number="902")], STAFF)
    assert back.numbers.short == {}


def test_what_is_inferred_fills_gaps_only() -> None:
    before = Numbers(short={"1": "900"}, wire={"1": "0671110000"})
    people = [
        Listed("Анна Шевченко", "", "", "901", "0671112233", proposed=True),
        Listed("Петро Ґудзь", "", "", "903", "0502223344", proposed=True),
    ]
    found = take(before, people, STAFF, gently=True)
    assert found.numbers.short == {"1": "900", "2": "903"}
    assert found.numbers.wire == {"1": "0671110000", "2": "0502223344"}
    assert found.numbers.proposed == ("2",)
    assert found.kept == ("Анна Шевченко",)


def test_a_proposal_is_replaced_by_a_newer_one_and_confirmed_by_a_list_of_ones_own() -> None:
    before = Numbers(wire={"1": "0671110000"}, proposed=("1",))
    newer = take(before, [Listed("Анна Шевченко", wire_number="0672223344", proposed=True)], STAFF)
    assert (newer.numbers.wire, newer.numbers.proposed) == ({"1": "0672223344"}, ("1",))
    own = take(newer.numbers, [Listed("Анна Шевченко", wire_number="0672223344")], STAFF)
    assert (own.numbers.wire, own.numbers.proposed, own.replaced) == ({"1": "0672223344"}, (), ())


def test_a_confirmed_number_stays_confirmed_whatever_the_spelling() -> None:
    before = Numbers(wire={"1": "+380671112233"})
    found = take(before, [Listed("Анна Шевченко", wire_number="0671112233", proposed=True)], STAFF)
    assert (found.numbers, found.kept) == (before, ())


def test_an_empty_cell_takes_nothing_away() -> None:
    before = Numbers(short={"1": "900"}, wire={"1": "0671110000"})
    assert take(before, [Listed("Анна Шевченко")], STAFF).numbers == before


def test_without_the_account_all_wait_and_are_found_when_it_is_read() -> None:
    people = [Listed("Анна Шевченко", short_number="901"), Listed("Чужой", short_number="905")]
    waiting = take(Numbers(), people, None).numbers
    assert waiting.waiting == tuple(people)
    assert waiting.short == {}
    found = take(waiting, [], STAFF)
    assert found.numbers.short == {"1": "901"}
    assert found.numbers.waiting == (people[1],)
    assert [each.outcome for each in found.found] == ["not_matched"]


def test_a_person_who_comes_again_is_the_same() -> None:
    first = take(Numbers(), [Listed("Чужой", short_number="905")], STAFF).numbers
    again = take(first, [Listed("чужой", short_number="906")], STAFF).numbers
    assert [each.short_number for each in again.waiting] == ["906"]


def test_an_answer_puts_the_numbers_and_another_moves_them() -> None:
    asked = take(Numbers(), [Listed("Иванов Иван", "", "", "905", "0671112233")], STAFF).numbers
    assert asked.short == {}
    said = choose(asked, 0, STAFF[2], answered=True)
    assert (said.short, said.wire) == ({"3": "905"}, {"3": "0671112233"})
    assert list(said.matches.values()) == ["3"]
    other = choose(said, 0, STAFF[3], answered=True)
    assert (other.short, other.wire) == ({"4": "905"}, {"4": "0671112233"})
    nobody = choose(other, 0, None, answered=True)
    assert (nobody.short, nobody.wire, list(nobody.matches.values())) == ({}, {}, [""])
    open_again = choose(nobody, 0, None, answered=False)
    assert open_again == asked


def test_taking_an_answer_back_leaves_what_was_typed_since() -> None:
    asked = take(Numbers(), [Listed("Иванов Иван", short_number="905")], STAFF).numbers
    said = choose(asked, 0, STAFF[2], answered=True)
    typed = Numbers({"3": "777"}, said.wire, said.proposed, said.waiting, said.matches)
    assert choose(typed, 0, None, answered=False).short == {"3": "777"}


def test_an_answer_is_remembered_and_put_once() -> None:
    row = Listed("Иванов Иван", short_number="905")
    said = choose(take(Numbers(), [row], STAFF).numbers, 0, STAFF[3], answered=True)
    typed = Numbers({"4": "777"}, said.wire, said.proposed, said.waiting, said.matches)
    again = take(typed, [], STAFF)
    assert again.numbers.short == {"4": "777"}, "reading the account again puts nothing back"
    assert again.found[0].answered
    brought = take(typed, [row], STAFF)
    assert brought.numbers.short == {"4": "905"}, "the list itself brought again does"


def test_binotels_lines() -> None:
    lines = [
        BinotelEmployee("Анна", "anna@acme.example", "901", "067 111 22 33", True),
        BinotelEmployee("Петро", "petro@acme.example", "902", "0502223344", False),
        BinotelEmployee("Ия", "", "903", "", True),
        BinotelEmployee("Ия", "", "904", "", True),
        BinotelEmployee("", "", "907", "0990001122", True),
        BinotelEmployee("Ольга", "olga@acme.example", "", "0931112233", None),
    ]
    found = of_binotel(lines)
    assert list(found.people) == [
        Listed("Анна", "anna@acme.example", "067 111 22 33", "901", "0671112233", proposed=True),
        Listed("Петро", "petro@acme.example", "0502223344", "902"),
        Listed("Ия"),
        Listed("Ольга", "olga@acme.example", "0931112233"),
    ]
    assert found.several == (("Ия", ("903", "904")),)
    assert found.loose == ("907",)


def test_people_survive_the_file() -> None:
    people = (Listed("А", "a@b", "1", "2", "3", proposed=True), Listed())
    assert from_texts(to_texts(people)) == people
    assert from_texts([("too", "short")]) == ()


def test_a_list_taken_back_leaves_what_was_typed_since() -> None:
    before = Numbers({"1": "900"}, {"1": "0671110000"}, ("1",))
    people = [
        Listed("Анна Шевченко", "", "", "901", "0671112233"),
        Listed("Петро Ґудзь", "", "", "903", "0502223344", proposed=True),
    ]
    after = take(before, people, STAFF).numbers
    assert take_back(before, after, after) == before
    typed = Numbers({**after.short, "3": "777"}, {**after.wire, "2": "0509998877"}, (), ())
    back = take_back(before, after, typed)
    assert back.short == {"1": "900", "3": "777"}
    assert back.wire == {"1": "0671110000", "2": "0509998877"}
    assert back.proposed == ("1",)
    cleared = Numbers({"2": "903"}, after.wire, after.proposed, ())
    assert take_back(before, after, cleared).short == {}, "an emptied cell was typed too"


def test_a_list_taken_back_keeps_its_answers_for_the_next_time() -> None:
    asked = take(Numbers(), [Listed("Иванов Иван", short_number="905")], STAFF).numbers
    said = choose(asked, 0, STAFF[2], answered=True)
    back = take_back(Numbers(), said, said)
    assert (back.short, back.waiting) == ({}, ())
    assert list(back.matches.values()) == ["3"]
