"""Blocks of short numbers that nobody has seen yet: rows are filled right, or left to the person."""

from __future__ import annotations

from tests.web.kit import KEY, SECRET, Visitor
from tests.web.test_unseen import SAVE, THREE

TITLE = "Короткие номера сотрудников"
OPTIONS = (
    "<option value=''>Не выбрано<option value=1>Олена Шевченко<option value=2>Іван Бойко"
    "<option value=3>Марія Ткач"
)
KEYS = "<p>API Key <input k><p>Secret Key <input s>"
SELECT = f"<select>{OPTIONS}</select>"
ROW = f"<div class=row>{SELECT}<input n></div>"
ADD = (
    "<script>function add(html, after) { const put = () => rows.insertAdjacentHTML('beforeend', html);"
    "if (after) setTimeout(put, after); else put(); }</script>"
)
# Names and numbers as they stand, without empty rows.
STANDS = """
JSON.stringify([...document.querySelectorAll("[n]")].map((each) => {
  const row = each.closest("tr, .row, p") || each.parentElement;
  const person = row.querySelector("select") || row.querySelector("input:not([n])");
  const name = person ? person.selectedOptions ? person.selectedOptions[0].text : person.value : row.textContent.trim();
  return [name, each.value];
}).filter((each) => each[1]))
"""
WRONG = "[...document.querySelectorAll('[trap]')].some((each) => each.value !== '' && each.value !== '0')"
BOTH = '[["Олена Шевченко","901"],["Іван Бойко","902"]]'


def page(rows: str, title: str = f"<p>{TITLE}</p>") -> str:
    return f"<div>{ADD}{THREE}{KEYS}{title}{rows}{SAVE}</div>"


def button(row: str = ROW, after: int = 0, inside: str = "Добавить") -> str:
    return (
        f"<div id=rows></div><button type=button onclick='add(document.getElementById(`one`).innerHTML, {after})'>"
        f"{inside}</button><template id=one>{row}</template>"
    )


RIGHT = {
    "empty rows that stand there": page(ROW * 3),
    "added at once": page(button()),
    "added a moment later": page(button(after=250)),
    "an icon to add": page(
        button(inside="<i aria-hidden=true>✚</i>").replace(
            "<button type", "<button aria-label='Добавить' type"
        )
    ),
    "the number first": page(
        button(f"<div class=row><input n placeholder='Короткий номер'>{SELECT}</div>")
    ),
    "a table": page(
        "<table><tr><th>Сотрудник<th>Короткий номер"
        + f"<tr><td>{SELECT}<td><input n type=tel><td>×" * 2
        + "</table>"
    ),
    "numbers as numbers": page(f"<div class=row>{SELECT}<input n type=number></div>" * 2),
    "a list to type from": page(
        "<datalist id=people><option>Олена Шевченко<option>Іван Бойко</datalist>"
        + "<div class=row><input list=people placeholder=Сотрудник><input n></div>" * 2
    ),
    "names as text": page(
        "<table><tr><td>Олена Шевченко<td><input n><tr><td>Іван Бойко<td><input n>"
        "<tr><td>Марія Ткач<td><input n></table>"
    ),
    "details": page(button(), title="<details>").replace(
        "<details>", f"<details><summary>{TITLE}</summary>"
    )
    + "</details>",
    "a knob that unfolds": page(
        f"<div id=fold hidden>{button()}</div>",
        title=f"<button type=button aria-expanded=false onclick='fold.hidden = false'>{TITLE}</button>",
    ),
    "unfolded a moment later": page(
        f"<div id=fold hidden>{button(after=100)}</div>",
        title=f"<span style='cursor:pointer' onclick='setTimeout(() => fold.hidden = false, 200)'>▸ {TITLE}</span>",
    ),
    "another block with its own rows": page(
        f"{button()}<p>Внешние линии</p><div><select trap><option value=0>—</select><input trap>"
        "<button type=button onclick='document.title = 1'>Добавить</button></div>"
    ),
    "the block before the keys": f"<div>{ADD}{THREE}<p>{TITLE}</p>{ROW * 2}{KEYS}{SAVE}</div>",
    "beside what holds the keys": (
        f"<div><div>{THREE}{KEYS}</div><div>{ADD}<h3>{TITLE}</h3>{button()}</div>{SAVE}</div>"
    ),
    "a row that is drawn anew": page(
        button(
            f"<div class=row onchange='const c = this.cloneNode(true); c.querySelector(`select`).selectedIndex ="
            " this.querySelector(`select`).selectedIndex; setTimeout(() => this.replaceWith(c), 40)'>"
            f"{SELECT}<input n></div>"
        )
    ),
    "names that come a moment later": page(
        button("<div class=row><select></select><input n></div>").replace(
            "add(",
            "setTimeout(() => document.querySelectorAll(`select`).forEach((each) => { if (!each.options.length)"
            " each.innerHTML = options.innerHTML; }), 150); add(",
        )
        + f"<template id=options>{OPTIONS}</template>"
    ),
    "a title that counts": page(button(), title=f"<p>{TITLE} (0)</p>"),
    "one row stands there already": page(
        "<div class=row><select><option>—<option selected value=1>Олена Шевченко</select><input n value=901></div>"
        + ROW
    ),
}

BY_HAND = {
    "a list of its own kind": page(
        "<div class=row><div role=combobox>Выберите</div><input n></div>" * 2
    ),
    "two plain fields": page(
        "<div class=row><input trap placeholder=Сотрудник><input n></div>" * 2
    ),
    "no such block": f"<div>{THREE}{KEYS}{SAVE}</div>",
    "other people": page(
        "<div class=row><select><option value=0>—<option value=1>Хтось Інший</select><input n></div>"
    ),
    "nothing to add with": page("<div>Список пуст</div>"),
    "the number is taken": page(
        "<div class=row><select><option value=1 selected>Хтось</select><input n value=901></div>"
        "<div class=row><select><option value=2 selected>Ще хтось</select><input n value=902></div>"
        + ROW
    ),
    "an address behind the knob": page(
        "<p>Список пуст</p>", title=f"<a href='/elsewhere'>{TITLE}</a>"
    ),
}


def test_rows_of_unseen_builds_are_filled_right(visitor: Visitor) -> None:
    visitor.numbers("901", "902")
    visitor.visit("<p>Account")
    wrong = {}
    for at, (name, html) in enumerate(RIGHT.items()):
        visitor.site.pages[f"/{at}"] = html
        visitor.go(f"/{at}")
        words = visitor.press("fillButton")
        stands = visitor.js(STANDS)
        keys = visitor.js(
            "document.querySelector('[k]').value + document.querySelector('[s]').value"
        )
        fine = visitor.said() == ("ok", "filled") and stands == BOTH and keys == KEY + SECRET
        if not fine or visitor.js(WRONG) or visitor.js("document.title"):
            wrong[name] = (words, stands, keys)
    assert not wrong
    assert visitor.site.posted == []


def test_rows_that_are_not_understood_are_left_to_the_person(visitor: Visitor) -> None:
    visitor.numbers("901", "902")
    visitor.visit("<p>Account")
    wrong = {}
    for at, (name, html) in enumerate(BY_HAND.items()):
        visitor.site.pages[f"/{at}"] = html
        visitor.go(f"/{at}")
        before = visitor.js(STANDS)
        words = visitor.press("fillButton")
        told = "Олена Шевченко — 901" in words and "Іван Петрович Бойко — 902" in words
        keys = visitor.js(
            "document.querySelector('[k]').value + document.querySelector('[s]').value"
        )
        fine = visitor.said() == ("warning", "filled") and told and keys == KEY + SECRET
        if not fine or visitor.js(STANDS) != before or visitor.js(WRONG):
            wrong[name] = (words, visitor.js(STANDS))
    assert not wrong
    assert visitor.site.asked.count("/elsewhere") == 0


def test_another_number_is_replaced_by_a_second_click(visitor: Visitor) -> None:
    visitor.numbers("901")
    visitor.visit(
        page(
            "<div class=row><select><option>—<option selected value=1>Олена Шевченко</select><input n value=777></div>"
        )
    )
    words = visitor.press("fillButton", "already_filled")
    assert "777" in words
    assert visitor.js(STANDS) == '[["Олена Шевченко","777"]]'
    assert visitor.js("document.querySelector('[k]').value") == ""
    visitor.press("fillButton", "filled")
    assert visitor.js(STANDS) == '[["Олена Шевченко","901"]]'


def test_thirty_people_are_filled(visitor: Visitor) -> None:
    from wizard.rules.models import Employee

    people = [Employee(at, f"Олена {at}", "", "Ткач") for at in range(100, 130)]
    visitor.know(people)
    visitor.numbers(*[str(each.id) for each in people])
    options = "<option value=''>—" + "".join(
        f"<option value={each.id}>{each.full_name}" for each in people
    )
    visitor.visit(page(button(f"<div class=row><select>{options}</select><input n></div>")))
    visitor.press("fillButton", "filled")
    assert visitor.said()[0] == "ok"
    assert visitor.js("document.querySelectorAll('[n]').length") == 30
