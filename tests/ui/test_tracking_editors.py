"""Both editors on screen: what eyes, keys and a screen reader find in them, in every width."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from tests.e2e.person import Person
from tests.ui.desk import FACTS, NAMES, Desk, tag, wait, whole
from tests.ui.test_tracking_page import (
    CALL,
    CHECK,
    MISSED,
    NEEDED_CALL,
    NEEDED_MISSED,
    cell,
    choose,
    opened,
    put,
    settled,
    ticked,
)
from wizard.rules.models import DataTag, TagField

USER = int(Qt.ItemDataRole.UserRole)
ABOUT = USER + 1
ACCESSIBLE = int(Qt.ItemDataRole.AccessibleTextRole)
DESCRIPTION = int(Qt.ItemDataRole.AccessibleDescriptionRole)
STANDARD = {
    which: [name for name, _ in FACTS.analytics[which].standard] for which in ("call", "missed")
}
WRONG: list[tuple[str, int]] = [
    ("id", 2),
    ("utm_sоurce", 0),
    ("domain", 0),
    ("domain", 0),
    ("Скидка", 1),
]


def view(page: Person, which: str = "call") -> Any:
    return page.find(f"{which}EditorView")


def rows(page: Person, which: str = "call", role: int = 0) -> list[Any]:
    model = view(page, which).model()
    return [model.index(row, 0).data(role) for row in range(model.rowCount())]


def summary(page: Person, which: str = "call") -> str:
    return str(page.find(f"{which}SummaryLabel").text())


def row_of(page: Person, name: str, which: str = "call") -> int:
    return next(at for at, said in enumerate(rows(page, which)) if said.startswith(name))


def stand_on(page: Person, name: str, which: str = "call") -> Any:
    found = view(page, which)
    found.setFocus()
    found.setCurrentIndex(found.model().index(row_of(page, name, which), 0))
    return found


# What is shown


def test_the_editor_shows_the_account_and_what_is_to_be_added(desk: Desk) -> None:
    page = opened(desk, tag("call", WRONG), whole("missed"))
    choose(page, "geography")
    standard = STANDARD["call"]
    shown = rows(page)
    assert shown[:2] == standard[:2]
    assert shown[2].startswith("… ещё 7 стандартных")
    geo = [n for n in NAMES if n in FACTS.needed_sets["geography"]]
    assert shown[3 : 3 + len(geo)] == geo, "ghosts after the standard fields, in their order"
    assert shown[3 + len(geo) :] == ["id", "utm_sоurce → utm_source", "domain", "domain", "Скидка"]
    states = rows(page, role=USER)
    assert states[-5:] == ["wrong_type", "similar_name", "duplicate", "duplicate", "own"]
    assert summary(page) == f"{len(geo)} не добавлено", "what is wrong is not needed here"
    assert summary(page, "missed") == "всё на месте"


def test_errors_and_what_is_missing_are_counted_apart(desk: Desk) -> None:
    page = opened(desk, tag("call", WRONG), whole("missed"))
    assert summary(page) == "3 ошибки, 16 не добавлено"
    call = whole("call")
    assert call.fields is not None
    moved = DataTag(1, call.name, call.group, (*call.fields[1:], call.fields[0]))
    desk.account.tags = [moved, whole("missed")]
    page.click("recheckButton")
    settled(page)
    assert summary(page) == "1 не на месте"


def test_quiet_standard_fields_unfold(desk: Desk) -> None:
    page = opened(desk, whole("call"), whole("missed"))
    found = stand_on(page, "… ещё")
    QTest.keyClick(found, Qt.Key.Key_Space)
    assert rows(page)[:9] == STANDARD["call"]
    assert rows(page)[found.currentIndex().row()] == STANDARD["call"][2]
    page.click("recheckButton")
    settled(page)
    assert rows(page)[:9] == STANDARD["call"], "and stay so"
    other = view(page, "missed")
    at = other.visualRect(other.model().index(2, 0)).center()
    page.qtbot.mouseClick(other.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert rows(page, "missed")[:6] == STANDARD["missed"]


def test_a_row_says_what_to_do_about_it(desk: Desk) -> None:
    page = opened(desk, tag("call", WRONG), whole("missed"))
    detail = page.find("fieldDetailStatus")
    assert not detail.text()
    for name, words in {
        "id": ("«Текст»", "заново", "«Строка»"),
        "utm_sоurce": ("6-я буква «о» — кириллическая", "utm_source"),
        "domain": ("больше одного",),
        "fullUrl": ("Добавьте", "после стандартных"),
        "Скидка": ("ваше собственное поле",),
    }.items():
        stand_on(page, name)
        assert all(each in detail.text() for each in words), (name, detail.text())
    assert detail.property("state") == "idle"
    stand_on(page, STANDARD["missed"][0], "missed")
    assert "на месте" in detail.text()
    assert detail.property("state") == "ok"


def test_the_status_tells_each_wrong_field(desk: Desk) -> None:
    page = opened(desk, tag("call", WRONG), whole("missed"))
    said = page.find("trackingStatus").text()
    for words in (
        "id: тип «Текст»",
        "6-я буква «о» — кириллическая",
        "domain: таких полей больше одного",
    ):
        assert words in said
    many = [(name, 2) for name in NAMES]
    desk.account.tags = [tag("call", many), whole("missed")]
    page.click("recheckButton")
    settled(page)
    said = page.find("trackingStatus").text()
    assert said.count("«Текст»") == 5
    assert "ещё 14" in said


def test_names_that_hide_something_are_shown_with_it(desk: Desk) -> None:
    page = opened(
        desk,
        tag("call", [("id ", 0), ("utm_\u200bterm", 0), ("<b>жирное</b>", 0)]),
        whole("missed"),
    )
    assert "id␣ → id" in rows(page)
    assert "utm_␣term → utm_term" in rows(page)
    assert "<b>жирное</b>" in rows(page)
    tip = view(page).model().index(row_of(page, "<b>"), 0).data(int(Qt.ItemDataRole.ToolTipRole))
    assert "<b>" not in tip


# Keys and screen readers


def test_every_row_is_spoken_in_words(desk: Desk) -> None:
    page = opened(desk, tag("call", WRONG), whole("missed"))
    heard = QAccessible.queryAccessibleInterface(view(page))
    assert heard is not None
    told = [heard.child(at).text(QAccessible.Text.Name) for at in range(heard.childCount())]
    assert len(told) == view(page).model().rowCount()
    spoken = " ".join(told)
    for words in (
        "Дата. Стандартное поле: есть · Дата.",
        "id. Поле коллтрекинга: Текст, а нужно: Строка.",
        "utm_sоurce → utm_source. Поле коллтрекинга: название отличается",
        "domain. Поле коллтрекинга: повторяется",
        "fullUrl. Этого поля ещё нет: добавьте: Строка.",
        "Скидка. Ваше поле: ваше поле · Число.",
    ):
        assert words in spoken, words
    assert "Звонок" in view(page).accessibleName()
    assert "3 ошибки" in view(page).accessibleName()


def test_the_list_of_the_19_is_spoken_and_readable_without_a_mouse(desk: Desk) -> None:
    page = opened(desk, tag("call", WRONG), whole("missed"))
    row = NAMES.index("utm_medium")
    assert cell(page, row, CALL, ACCESSIBLE) == "utm_medium, «Звонок»: добавьте"
    assert cell(page, row, MISSED, ACCESSIBLE) == "utm_medium, «Пропущенный звонок»: есть"
    assert cell(page, row, 4, ACCESSIBLE) == "utm_medium, «Звонок»: нужно"
    assert "кириллическая" in cell(page, NAMES.index("utm_source"), CALL, DESCRIPTION)
    for row, field in enumerate(FACTS.tracking_fields):
        about = cell(page, row, 0, ABOUT)
        assert field.example in about
        assert cell(page, row, 1) in about
        assert ("для каждого звонка" in about) == (field.level == "call")
        assert cell(page, row, 0, DESCRIPTION) == about
    every = [cell(page, row, 0, ABOUT) for row in range(19)]
    assert sum("только с Call Tracking" in each for each in every) == 17


def visible_part(page: Person, found: Any) -> bool:
    """Whether the current row is on screen: within its list, and within the page's own window."""
    rect = found.visualRect(found.currentIndex())
    if not found.viewport().rect().contains(rect.center()):
        return False
    area = found.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    at = found.viewport().mapTo(area.viewport(), rect.center())
    return bool(area.viewport().rect().contains(at))


@pytest.mark.parametrize("size", [(900, 600), (1280, 860)])
def test_keys_reach_every_row_and_the_page_follows(desk: Desk, size: tuple[int, int]) -> None:
    page = opened(desk, tag("call", WRONG), whole("missed"))
    page.window.resize(*size)
    wait(page.qtbot, lambda: page.window.width() == size[0])
    found = view(page)
    found.setFocus()
    QTest.keyClick(found, Qt.Key.Key_Home)
    reached = [found.currentIndex().row()]
    for _ in range(found.model().rowCount() - 1):
        QTest.keyClick(found, Qt.Key.Key_Down)
        reached.append(found.currentIndex().row())
        assert visible_part(page, found), reached[-1]
    assert reached == list(range(found.model().rowCount()))
    table = page.find("trackingTable")
    table.setFocus()
    for row in range(19):
        table.setCurrentIndex(table.model().index(row, CALL))
        assert visible_part(page, table), row


def test_needed_is_chosen_by_key_and_by_mouse(desk: Desk) -> None:
    page = opened(desk, whole("call"), whole("missed"))
    table = page.find("trackingTable")
    table.setFocus()
    table.setCurrentIndex(table.model().index(4, NEEDED_CALL))
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert not ticked(page, 4, NEEDED_CALL)
    assert ticked(page, 4, NEEDED_MISSED)
    rect = table.visualRect(table.model().index(5, NEEDED_MISSED))
    for y, on in ((12, False), (rect.height() - 6, False), (12, True)):
        # The line below the tick belongs to the row and is no tick.
        spot = QPoint(rect.left() + 12, rect.top() + y)
        page.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert ticked(page, 5, NEEDED_MISSED) is on, y


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
@pytest.mark.parametrize("token", [True, False])
def test_nothing_is_cut_off_at_900_by_600(desk: Desk, language: str, token: bool) -> None:
    desk.account.tags = [tag("call", WRONG), tag("missed")]
    page = desk.open("tracking", token=token, language=language)
    settled(page)
    page.window.resize(900, 600)
    wait(page.qtbot, lambda: page.window.width() == 900)
    area = page.window._areas["tracking"]
    step = area.widget()
    page.click("copyNextButton")
    assert step.minimumSizeHint().width() <= area.viewport().width()
    wait(page.qtbot, lambda: area.horizontalScrollBar().maximum() == 0)
    longest = page.window.workspace.text("tracking.copy_next", name=max(NAMES, key=len))
    button = page.find("copyNextButton")
    button.setText(longest)
    assert step.minimumSizeHint().width() <= area.viewport().width()


def test_copying_a_row_takes_the_name_that_it_should_have(desk: Desk) -> None:
    page = opened(desk, tag("call", WRONG), whole("missed"))
    for name, copied in (
        ("utm_sоurce", "utm_source"),
        ("fullUrl", "fullUrl"),
        ("Скидка", "Скидка"),
    ):
        QTest.keySequence(stand_on(page, name), QKeySequence(QKeySequence.StandardKey.Copy))
        assert QApplication.clipboard().text() == copied
    assert "Скидка" in page.find("copiedStatus").text()


def test_one_key_copies_the_next_name_from_anywhere(desk: Desk) -> None:
    page = opened(
        desk,
        tag("call", [(name, 0) for name in NAMES[2:]]),
        tag("missed", [(n, 0) for n in NAMES[1:]]),
    )
    assert "F8" in page.find("copyNextButton").text()
    assert "«Звонок», осталось 2" in page.find("trackingTable").window().workspace.text(
        "tracking.next_for", analytics="Звонок", n=2
    )
    page.find("trackingTable").setFocus()
    copied = []
    for _ in range(3):
        QTest.keyClick(page.find("trackingTable"), Qt.Key.Key_F8)
        copied.append(QApplication.clipboard().text())
    assert copied == [NAMES[0], NAMES[1], NAMES[0]]
    assert "Пропущенный звонок" in page.find("copiedStatus").text()


# Widths, looks


def test_in_a_narrow_window_the_editors_share_the_room(desk: Desk) -> None:
    page = opened(desk, tag("call", WRONG), whole("missed"))
    page.window.resize(1280, 860)
    wait(page.qtbot, lambda: page.find("missedEditor").isVisible())
    assert not page.find("editorTabs").isVisible()
    left, right = (page.find(f"{which}Editor").geometry() for which in ("call", "missed"))
    assert left.right() < right.left()
    page.window.resize(900, 600)
    tabs = page.find("editorTabs")
    wait(page.qtbot, tabs.isVisible)
    assert page.find("callEditor").isVisible()
    assert not page.find("missedEditor").isVisible()
    assert tabs.tabText(0) == "Звонок — 3 ошибки, 16 не добавлено"
    tabs.setFocus()
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert page.find("missedEditor").isVisible()
    assert not page.find("callEditor").isVisible()


def test_300_fields_are_painted_as_far_as_they_are_seen(desk: Desk) -> None:
    more = [(f"Своё поле {at}", at % 14) for at in range(281)]
    page = opened(desk, tag("call", [*more, *((name, 0) for name in NAMES)]), whole("missed"))
    assert page.status("trackingStatus") == ("ok", "")
    found = view(page)
    assert found.model().rowCount() == 303
    painted: list[int] = []
    paint = found.delegate.paint

    def count(painter: Any, option: Any, index: Any) -> None:
        painted.append(index.row())
        paint(painter, option, index)

    found.delegate.paint = count
    found.grab()
    assert 0 < len(painted) <= 24
    found.setFocus()
    QTest.keyClick(found, Qt.Key.Key_End)
    assert found.currentIndex().row() == 302
    assert visible_part(page, found)


@pytest.mark.parametrize("language", ["uk", "en"])
def test_every_row_has_words_in_every_language(desk: Desk, language: str) -> None:
    call = tag("call", WRONG)
    assert call.fields is not None
    fields = (call.fields[1], call.fields[0], *call.fields[3:], TagField(77, "?", 99))
    desk.account.tags = [DataTag(1, call.name, call.group, fields), whole("missed")]
    page = desk.open("tracking", language=language)
    settled(page)
    for role in (0, USER + 2, ACCESSIBLE, DESCRIPTION):
        for said in rows(page, role=role):
            assert isinstance(said, str)
            assert "{" not in said
    languages = page.find("languageCombo")
    languages.setCurrentIndex(languages.findData("ru"))
    assert "Стандартное поле" in rows(page, role=ACCESSIBLE)[0]
    assert summary(page) == "3 ошибки, 17 не добавлено, 1 не на месте"


# By hand


def test_ticks_by_hand_are_made_in_the_same_picture(desk: Desk) -> None:
    page = desk.open("tracking", token=False)
    assert summary(page) == "0 из 19 отмечено"
    assert rows(page)[3:] == NAMES
    found = stand_on(page, "utm_source")
    QTest.keyClick(found, Qt.Key.Key_Space)
    assert ticked(page, NAMES.index("utm_source"), CALL), "the list of the 19 has the same tick"
    put(page, 0, CALL, Qt.CheckState.Checked)
    assert summary(page) == "2 из 19 отмечено"
    index = found.model().index(row_of(page, "id"), 0)
    assert Qt.CheckState(index.data(CHECK)) == Qt.CheckState.Checked
    assert "отмечено" in index.data(ACCESSIBLE)
    at = found.visualRect(found.model().index(row_of(page, "utm_source"), 0)).center()
    page.qtbot.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert summary(page) == "1 из 19 отмечено"
    assert found.model().index(0, 0).data(CHECK) is None, "standard fields are not ticked"
    page.window.close()
    again = desk.open("tracking", token=False)
    assert summary(again) == "1 из 19 отмечено"
    choose(again, "minimum")
    assert summary(again) == "0 из 2 отмечено"


def test_what_the_account_said_is_no_tick(desk: Desk) -> None:
    page = opened(desk, tag("call"), tag("missed"))
    found = stand_on(page, "utm_source")
    QTest.keyClick(found, Qt.Key.Key_Space)
    assert rows(page, role=USER)[found.currentIndex().row()] == "missing"
