"""Tables as people paste and save them: encodings, dividers, headings, and rows that cannot be taken."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.rules.models import Listed
from wizard.rules.number_table import REASONS, Rejected, Table, parse_table
from wizard.rules.table_columns import heading
from wizard.rules.table_text import decode, records

ANNA = Listed("Анна Шевченко", "anna@acme.example", "", "901", "0671112233")
PETRO = Listed("Петро Ґудзь", "", "", "902", "0502223344")
HEAD = "Сотрудник;Почта;Короткий номер;Wire-номер"
ROWS = "Анна Шевченко;anna@acme.example;901;0671112233\nПетро Ґудзь;;902;0502223344"
FILE = f"{HEAD}\n{ROWS}\n"


def taken(text: str) -> list[Listed]:
    found = parse_table(text)
    assert found.understood
    assert found.rejected == ()
    return list(found.people)


def reasons(text: str) -> list[tuple[int, str]]:
    return [(each.row, each.reason) for each in parse_table(text).rejected]


@pytest.mark.parametrize(
    "data",
    [
        FILE.encode(),
        codecs.BOM_UTF8 + FILE.encode(),
        FILE.encode("utf-16"),
        codecs.BOM_UTF16_BE + FILE.encode("utf-16-be"),
        FILE.encode("utf-16-le"),
        FILE.encode("utf-16-be"),
        FILE.encode("cp1251"),
        FILE.replace("\n", "\r\n").encode("cp1251"),
        FILE.replace("\n", "\r").encode(),
        FILE.replace(";", ",").encode(),
        FILE.replace(";", "\t").encode("utf-16"),
        f"sep=;\r\n{FILE}".encode(),
    ],
    ids=lambda data: repr(data[:12]),
)
def test_every_way_a_spreadsheet_saves(data: bytes) -> None:
    text, why = decode(data)
    assert why == ""
    assert taken(text) == [ANNA, PETRO]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK\x03\x04\x14\x00", "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "workbook"),
        (b"%PDF-1.7", "workbook"),
        (bytes(range(256)) * 3 + b"x", "not_text"),
        (b"\xff\xfe\x00", "not_text"),
        (b"", ""),
    ],
)
def test_what_is_no_text(data: bytes, why: str) -> None:
    assert decode(data) == ("", why)


@pytest.mark.parametrize(
    "head",
    [
        "ФИО;Эл. почта;Внутренний номер;Wire",
        "ПІБ;Пошта;Внутрішній номер;Wire-номер",
        "Ім’я;E-mail;Короткий номер;Номер Wire",
        "Name;Email;Extension;Wire number",
        "EMPLOYEE;e_mail;Short number;WIRE",
        "Пользователь;Электронный адрес (mail);Внутренняя линия;Wire номер",
    ],
)
def test_headings_in_three_languages(head: str) -> None:
    assert taken(f"{head}\n{ROWS}") == [ANNA, PETRO]


def test_columns_in_any_order_and_others_between() -> None:
    text = "Wire\tОтдел\tEmail\tID\tИмя\tКороткий\n0671112233\tПродажи\tanna@acme.example\t77\tАнна Шевченко\t901"
    assert taken(text) == [ANNA]


def test_a_report_has_lines_above_its_heading() -> None:
    assert taken(f"Список сотрудников ООО «Демо»;;;\n;;;\n{FILE}") == [ANNA, PETRO]


def test_a_name_in_three_columns() -> None:
    text = "Фамилия;Имя;Отчество;Внутренний\nШевченко;Анна;Петровна;901"
    assert taken(text) == [Listed("Анна Петровна Шевченко", short_number="901")]


def test_without_a_heading_the_cells_tell() -> None:
    found = taken("901\tanna@acme.example\tАнна Шевченко\t067 111-22-33")
    assert found == [
        Listed("Анна Шевченко", "anna@acme.example", "", "901", "067111-22-33", proposed=True)
    ]


@pytest.mark.parametrize(
    "row",
    [
        "Отдел продаж;Анна Шевченко;901",
        "Анна Шевченко;Отдел продаж;901",
        "901;anna.example;Анна Шевченко",
        "Анна;Шевченко;901",
        "901, Анна Шевченко",
    ],
)
def test_a_name_among_other_words(row: str) -> None:
    (found,) = taken(row)
    assert (found.name, found.short_number) == ("Анна Шевченко", "901")


def test_a_table_of_the_cabinet() -> None:
    text = (
        "Имя\tEmail\tВнутренняя линия\tМобильный\tWire\r\n"
        "Анна Шевченко\tanna@acme.example\t901\t+38 067 111 22 33\tДа\r\n"
        "Петро Ґудзь\t\t902\t050 222 33 44\tНет\r\n"
    )
    one, two = taken(text)
    assert (one.wire_number, one.proposed) == ("+380671112233", True)
    assert (two.wire_number, two.phone) == ("", "050 222 33 44")


def test_a_column_that_numbers_the_rows_is_no_short_number() -> None:
    found = taken("1\tАнна Шевченко\t901\n2\tПетро Ґудзь\t902")
    assert [each.short_number for each in found] == ["901", "902"]
    assert not parse_table("1\tАнна\n2\tПетро").understood


def test_of_two_phones_without_a_heading_nobody_knows_the_wire_number() -> None:
    (found,) = taken("Анна Шевченко;901;0671112233;0442223344")
    assert found == Listed("Анна Шевченко", "", "0671112233, 0442223344", "901")


def test_a_phone_under_its_own_heading_only_finds_the_person() -> None:
    (found,) = taken("Имя;Телефон;Внутренний\nАнна;0671112233;901")
    assert (found.phone, found.wire_number, found.short_number) == ("0671112233", "", "901")


def test_the_mobile_of_somebody_with_wire_on_is_proposed() -> None:
    text = "name,mobileNumber,internalNumber,wireIsEnabled\nАнна,0671112233,901,1\nПетро,0502223344,902,0"
    assert taken(text) == [
        Listed("Анна", "", "0671112233", "901", "0671112233", proposed=True),
        Listed("Петро", "", "0502223344", "902"),
    ]


def test_a_heading_that_says_number_over_phones() -> None:
    (found,) = taken("Имя;Номер;Короткий номер\nАнна;0671112233;901")
    assert (found.phone, found.short_number) == ("0671112233", "901")


def test_one_bad_row_costs_the_others_nothing() -> None:
    found = parse_table(
        f"{HEAD}\n"
        "Анна Шевченко;anna@acme.example;901;0671112233\n"
        ";;;\n"
        ";;903;\n"
        "Иван;;девять;\n"
        "Ольга;;904;3,80671E+11\n"
        "Пётр;;905;номер\n"
        "Юлия;;906, 907;\n"
        "Ия;;908;0671112233 / 0501112233\n"
        "Коваль;Инна;;909;0501112233\n"
        "Петро Ґудзь;;902;0502223344\n"
    )
    assert list(found.people) == [ANNA, PETRO]
    assert [(each.row, each.reason) for each in found.rejected] == [
        (4, "no_person"),
        (5, "short_not_number"),
        (6, "spoiled"),
        (7, "wire_not_phone"),
        (8, "short_several"),
        (9, "wire_several"),
        (10, "too_many_cells"),
    ]
    assert found.rejected[1].text == "девять"
    assert set(REASONS) == {each.reason for each in found.rejected}


def test_the_number_of_a_row_is_what_the_spreadsheet_shows() -> None:
    text = 'Имя;Короткий\n"Анна\nШевченко";901\n\n\nИван;x'
    assert reasons(text) == [(5, "short_not_number")]
    assert parse_table(text).people[0].name == "Анна Шевченко"


@pytest.mark.parametrize(
    ("cell", "short"),
    [
        ("901", "901"), ("'901", "901"), ('="901"', "901"), ("901.0", "901"), ("901,00", "901"),
        (" 9 01 ", "901"), ("007", "007"), ("９０１", "901"), ("-", ""), ("нет", ""), ("—", ""),
        ("0671112233", "0671112233"),
    ],
)  # fmt: skip
def test_what_spreadsheets_make_of_a_short_number(cell: str, short: str) -> None:
    (found,) = taken(f"Имя\tКороткий\nАнна\t{cell}")
    assert found.short_number == short


@pytest.mark.parametrize(
    ("cell", "wire"),
    [
        ("+38 (067) 111-22-33", "+38(067)111-22-33"),
        ('="0671112233"', "0671112233"),
        ("380671112233.0", "380671112233"),
        ("067\u00a0111\u200b22 33", "0671112233"),
        ("0671112233 доб. 5", "0671112233доб.5"),
    ],
)
def test_a_wire_number_as_it_is_written(cell: str, wire: str) -> None:
    (found,) = taken(f"Имя\tWire\nАнна\t{cell}")
    assert found.wire_number == wire
    assert not found.proposed, "a column of its own says so"


def test_a_quotation_mark_that_is_none() -> None:
    assert [each.name for each in taken('Имя;Короткий\nООО "Ромашка;901\nАнна;902')] == [
        'ООО "Ромашка',
        "Анна",
    ]


def test_commas_within_quotes_part_nothing() -> None:
    (found,) = taken('Имя,Короткий,Wire\n"Шевченко, Анна",901,0671112233')
    assert found.name == "Шевченко, Анна"


def test_addresses_are_taken_out_of_what_surrounds_them() -> None:
    (found,) = taken("Почта;Короткий\nАнна <Anna@Acme.example>;901")
    assert found.email == "anna@acme.example"


def test_a_row_twice_is_one_person_and_two_of_a_name_are_two() -> None:
    text = "Имя;Короткий\nАнна;901\nАнна;901\nАнна;902"
    assert [each.short_number for each in taken(text)] == ["901", "902"]


@pytest.mark.parametrize("text", ["", " \n\t\n", "Привет!\nКак дела?", "Имя;Отдел\nАнна;Продажи"])
def test_a_text_that_is_no_table_of_numbers(text: str) -> None:
    lines = len([each for each in text.split("\n") if each.strip()])
    assert parse_table(text) == Table(rows=lines)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Имя сотрудника", "name"), ("Номер сотрудника", "short"), ("Внутренний телефон", "short"),
        ("Мобильный тел.", "phone"), ("Номер телефону", "phone"), ("Прізвище", "last"),
        ("По батькові", "middle"), ("Должность", "nothing"), ("№", "nothing"), ("Цвет", ""),
        ("Wire-номер", "wire"), ("Лінія", "short"), ("First name", "first"),
    ],
)  # fmt: skip
def test_what_a_heading_says(text: str, kind: str) -> None:
    assert heading(text) == kind


def test_a_formula_stays_text() -> None:
    (found,) = taken("Имя\tКороткий\n=cmd|' /C calc'!A0\t901")
    assert found.name == "=cmd|' /C calc'!A0"


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["901", "0671112233", "a@b.example", "Анна", "Wire", "Имя", '"', "3,8E+11", ""]
    ),
)


@given(
    st.lists(st.lists(CELL, max_size=6), max_size=8),
    st.sampled_from([";", ",", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_whatever_is_pasted_comes_back_as_people_or_reasons(
    rows: list[list[str]], divider: str, end: str
) -> None:
    text = end.join(divider.join(row) for row in rows)
    found = parse_table(text)
    count = len(records(text))
    for each in found.rejected:
        assert isinstance(each, Rejected)
        assert each.reason in REASONS
        assert 1 <= each.row <= count
    for person in found.people:
        assert person.name or person.email or person.phone or person.wire_number
        assert "\n" not in person.name


@given(st.binary(max_size=60))
def test_whatever_bytes_there_are_nothing_breaks(data: bytes) -> None:
    text, why = decode(data)
    assert not (text and why)
    parse_table(text)
