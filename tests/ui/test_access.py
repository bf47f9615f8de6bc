"""Every step for those who use no mouse, or no eyes: names, order, keys, focus, what is spoken; every language."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QAbstractAnimation, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextBrowser,
    QToolButton,
    QWidget,
)

from tests.ui.accounts_kit import dialog
from tests.ui.desk import Desk, error, give, wait
from tests.ui.looking import Looking, settle
from wizard.flow.steps import STEPS
from wizard.rules.catalogue import LANGUAGES
from wizard.ui import widgets

# Qt's offscreen platform says so of every dialog.
pytestmark = [
    pytest.mark.one_python,
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]

TABBED = Qt.FocusPolicy.TabFocus

# One of the two stands in the footer, never both.
INSTEAD = {"nextButton", "finishButton"}


def tab_stops(window: QWidget) -> list[QWidget]:
    """What Tab comes to, in its order, from the list of steps on."""
    found, each = [], window.findChild(QWidget, "stepList")
    first = each
    while each is not None:
        if each.isVisible() and each.isEnabled() and each.focusPolicy() & TABBED:
            found.append(each)
        each = each.nextInFocusChain()
        if each is first:
            break
    return found


def place(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def spoken_name(widget: QWidget) -> str:
    """What a screen reader calls it: its own name, or that of the label it belongs to."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None, widget
    if isinstance(widget, QComboBox):
        # On Linux the name of a box is its choice, and the label says what it is.
        labels = [each for each, kind in interface.relations() if kind.name == "Label"]
        return labels[0].text(QAccessible.Text.Name) if labels else widget.accessibleName()
    return str(interface.text(QAccessible.Text.Name))


@pytest.mark.parametrize("situation", ["by hand", "all well", "refused"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_everything_has_a_name_and_a_role(
    looking: Looking, step: str, language: str, situation: str
) -> None:
    window = looking(step, language, situation).window
    for each in tab_stops(window):
        interface = QAccessible.queryAccessibleInterface(each)
        assert spoken_name(each).strip(), f"{type(each).__name__} {each.objectName()} has no name"
        assert "&" not in spoken_name(each)
        assert interface.role() not in (QAccessible.Role.NoRole, QAccessible.Role.Client), each
        assert interface.state().focusable
    for each in window.findChildren(QAbstractButton):
        if each.isVisible() and not each.isEnabled():
            interface = QAccessible.queryAccessibleInterface(each)
            told = interface.text(QAccessible.Text.Description)
            assert interface.state().disabled
            assert told or each.toolTip() or each.objectName() == "backButton", (
                f"{each.objectName()} is grey and does not say why"
            )


def mnemonics(window: Any) -> dict[str, set[str]]:
    """Every key with Alt on the page, the rail and the footer: what is not shown now may be later."""
    page = window._pages[window.current_step]
    found: dict[str, set[str]] = {}
    places = (page, window._rail_box, window._footer_box, window._notice_row)
    for each in (one for place in places for one in place.findChildren(QWidget)):
        button = isinstance(each, QAbstractButton)
        if not button and not (isinstance(each, QLabel) and each.buddy() is not None):
            continue
        key = QKeySequence.mnemonic(each.text()).toString()
        if key:
            name = "the way on" if each.objectName() in INSTEAD else each.objectName()
            found.setdefault(key, set()).add(name or each.text())
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_keys_with_alt_are_unique(looking: Looking, step: str, language: str) -> None:
    window = looking(step, language, "missing").window
    twice = {key: who for key, who in mnemonics(window).items() if len(who) > 1}
    assert twice == {}


@pytest.mark.parametrize("situation", ["by hand", "refused"])
@pytest.mark.parametrize("step", STEPS)
def test_tab_goes_as_one_reads_and_comes_round(
    looking: Looking, qtbot: Any, step: str, situation: str
) -> None:
    window = looking(step, situation=situation).window
    order = tab_stops(window)
    order[0].setFocus()
    for expected in [*order[1:], order[0]]:
        before = QApplication.focusWidget()
        assert before is not None
        qtbot.keyClick(before, Qt.Key.Key_Tab)
        if isinstance(before, QTextBrowser):
            # Tab goes through its links first.
            for _ in range(60):
                if QApplication.focusWidget() is before:
                    qtbot.keyClick(before, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is expected, f"after {before.objectName()}"
    zones = [(window._rail_box, "rail"), (window._footer_box, "footer")]
    named = [next((n for box, n in zones if box.isAncestorOf(each)), "page") for each in order]
    assert named == sorted(named, key=["rail", "page", "footer"].index)
    in_page = [
        place(window, each) for each, zone in zip(order, named, strict=True) if zone == "page"
    ]
    for one, after in pairwise(in_page):
        column = after.left() > one.right()
        assert column or after.bottom() >= one.top(), f"Tab jumps up from {one} to {after}"
        assert after.top() > one.bottom() or after.left() >= one.left(), f"{after} before {one}"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("step", STEPS)
def test_the_focus_is_always_seen(looking: Looking, step: str, dark: bool) -> None:
    from tests.tools.pictures import palette

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    before = app.palette()
    app.setPalette(palette(dark))
    try:
        window = looking(step, situation="refused").window
        for each in tab_stops(window):
            other = next(one for one in tab_stops(window) if one is not each)
            other.setFocus()
            without = each.grab().toImage()
            each.setFocus()
            assert each.hasFocus()
            assert each.grab().toImage() != without, f"{each.objectName()}: no focus to be seen"
            if isinstance(each, (QLineEdit, QPlainTextEdit)):
                # A caret alone blinks: the frame says it too.
                assert each.grab().toImage().pixel(each.width() // 2, 0) != without.pixel(
                    each.width() // 2, 0
                )
    finally:
        app.setPalette(before)


@pytest.mark.parametrize("step", STEPS)
def test_escape_asks_and_loses_nothing(looking: Looking, qtbot: Any, step: str) -> None:
    someone = looking(step)
    window = someone.window
    fields = [
        each
        for each in (*window.findChildren(QLineEdit), *window.findChildren(QPlainTextEdit))
        if each.isVisible() and not each.isReadOnly() and each.objectName() != "supportReplyEdit"
    ]
    for each in fields:
        before = each.text() if isinstance(each, QLineEdit) else each.toPlainText()
        each.setFocus()
        qtbot.keyClick(each, Qt.Key.Key_Escape)
        question = dialog(window, "confirmCancel")
        assert question is not None
        qtbot.keyClick(question, Qt.Key.Key_Escape)
        assert dialog(window, "confirmCancel") is None
        assert window.isVisible()
        after = each.text() if isinstance(each, QLineEdit) else each.toPlainText()
        assert after == before


@pytest.mark.parametrize("step", ["employees", "tracking"])
def test_a_reading_that_begins_by_itself_takes_no_focus(desk: Desk, qtbot: Any, step: str) -> None:
    someone = desk.open()
    window = someone.window
    with qtbot.waitActive(window):
        window.activateWindow()
    assert window.go_to(step)
    first = window.focusWidget()
    assert window._pages[step].busy
    settle(qtbot, someone)
    assert window.focusWidget() is first
    assert not isinstance(first, QLabel)


# Enter


def press_enter(qtbot: Any, widget: QWidget) -> None:
    widget.setFocus()
    qtbot.keyClick(widget, Qt.Key.Key_Return)


def test_enter_checks_a_token_before_it_goes_on(desk: Desk, qtbot: Any) -> None:
    someone = desk.open()
    window, token, check = (
        someone.window,
        someone.find("tokenEdit"),
        someone.find("checkAccountButton"),
    )
    assert check.isDefault()
    assert not someone.find("nextButton").isDefault()
    press_enter(qtbot, token)
    wait(qtbot, lambda: someone.status("accountStatus")[0] == "ok")
    assert window.current_step == "account"
    assert someone.find("nextButton").isDefault()
    assert not check.isDefault()
    press_enter(qtbot, token)
    assert window.current_step == "activate"


def test_enter_without_a_token_goes_on(desk: Desk, qtbot: Any) -> None:
    someone = desk.open(token=False)
    assert someone.find("nextButton").isDefault()
    press_enter(qtbot, someone.find("accountEdit"))
    assert someone.window.current_step == "activate"
    assert desk.account.asked == []


def test_enter_after_a_refusal_asks_again(desk: Desk, qtbot: Any) -> None:
    desk.account.refuse = {"ping": error("token_wrong")}
    someone = desk.open()
    for asked in (1, 2):
        press_enter(qtbot, someone.find("tokenEdit"))
        wait(qtbot, lambda: someone.status("accountStatus")[0] == "error")
        assert someone.window.current_step == "account"
        assert desk.account.asked.count("ping") == asked


def test_enter_checks_keys_and_then_goes_on(desk: Desk, qtbot: Any) -> None:
    someone = desk.open("keys")
    give(someone)
    press_enter(qtbot, someone.find("secretEdit"))
    wait(qtbot, lambda: someone.status("keysStatus")[0] == "ok")
    assert someone.window.current_step == "keys"
    press_enter(qtbot, someone.find("keyEdit"))
    assert someone.window.current_step == "employees"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_enter_does_what_the_default_button_says(
    looking: Looking, qtbot: Any, step: str, language: str
) -> None:
    someone = looking(step, language)
    default = [
        each
        for each in someone.window.findChildren(QWidget)
        if each.isVisible() and each.property("default")
    ]
    assert len(default) == 1
    page = someone.window._pages[step]
    for each in page.findChildren(QAbstractButton):
        if each.isVisible() and each.isEnabled() and each.objectName().startswith("copy"):
            hit: list[int] = []
            each.clicked.connect(lambda _=False, hit=hit: hit.append(1))
            press_enter(qtbot, each)
            assert hit == [1], each.objectName()
    pressed: list[int] = []
    default[0].clicked.connect(lambda: pressed.append(1))
    fields = [each for each in page.findChildren(QLineEdit) if each.isVisible()]
    if fields:
        press_enter(qtbot, fields[-1])
        assert pressed == [1]


# What is spoken, what can be copied


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """What a screen reader is told, in order, and whether at once."""
    heard: list[tuple[str, bool]] = []

    def note(widget: QWidget, words: str, urgent: bool = False) -> None:
        heard.append((words, urgent))

    monkeypatch.setattr(widgets, "announce", note)
    return heard


def test_changes_of_a_status_are_spoken_once(
    looking: Looking, qtbot: Any, spoken: list[tuple[str, bool]]
) -> None:
    someone = looking("account")
    spoken.clear()
    someone.click("checkAccountButton")
    wait(qtbot, lambda: someone.status("accountStatus")[0] == "ok")
    words = [each for each, _ in spoken]
    assert words[-1] == someone.find("accountStatus").text()
    assert len(words) == len(set(words))
    someone.window._refresh()
    assert len(spoken) == len(words)


def test_long_work_is_spoken_and_shown_short_work_does_not_blink(
    desk: Desk, qtbot: Any, spoken: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    real = widgets.StatusLine._show

    def noting(line: widgets.StatusLine, news: bool) -> None:
        shown.append(line.state)
        real(line, news)

    someone = desk.open()
    settle(qtbot, someone)
    monkeypatch.setattr(widgets.StatusLine, "_show", noting)
    status = someone.find("accountStatus")
    status.set_state("busy", "Проверяем")
    # Known at once to whoever asks, but not seen before it is worth a look.
    assert (status.state, status.text()) == ("busy", "Проверяем")
    assert shown == []
    status.set_state("ok", "Готово")
    assert shown == ["ok"]
    status.set_state("busy", "Проверяем")
    status.set_state("busy", "Проверяем дальше")
    wait(qtbot, lambda: shown[-1] == "busy")
    assert spoken[-1] == ("Проверяем дальше", False)
    status.set_state("idle", "")
    assert not status.isVisible()


def test_what_went_wrong_is_spoken_at_once(
    desk: Desk, qtbot: Any, spoken: list[tuple[str, bool]]
) -> None:
    desk.account.refuse = {"ping": error("token_wrong")}
    someone = desk.open()
    settle(qtbot, someone)
    someone.click("checkAccountButton")
    wait(qtbot, lambda: someone.status("accountStatus")[0] == "error")
    assert spoken[-1] == (someone.find("accountStatus").text(), True)


def test_a_running_count_is_not_read_out(
    looking: Looking, qtbot: Any, spoken: list[tuple[str, bool]]
) -> None:
    someone = looking("account")
    status = someone.find("accountStatus")
    status.set_state("busy", "1")
    qtbot.waitUntil(lambda: not status.pending)
    spoken.clear()
    for number in range(2, 6):
        status.set_state("busy", str(number))
    assert spoken == []


@pytest.fixture
def reader() -> Iterator[None]:
    """A screen reader is there, as far as Qt knows."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.mark.usefixtures("reader")
def test_an_announcement_reaches_qt(qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[Any] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", sent.append)
    box = QLabel()
    qtbot.addWidget(box)
    widgets.announce(box, "Проверено", urgent=True)
    assert len(sent) == 1
    assert sent[0].type() in (QAccessible.Event.Announcement, QAccessible.Event.Alert)


@pytest.mark.parametrize("situation", ["by hand", "refused"])
@pytest.mark.parametrize("step", STEPS)
def test_words_can_be_selected(looking: Looking, step: str, situation: str) -> None:
    window = looking(step, situation=situation).window
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse
    page = window._pages[step]
    for each in page.findChildren(QLabel):
        caption = each.buddy() is not None or isinstance(each.parent(), QToolButton)
        if each.isVisible() and each.text() and not caption and not _of_qt(each):
            assert each.textInteractionFlags() & selectable, each.text()
            if each.parentWidget().property("state") in ("warning", "error"):
                # Without a mouse too.
                assert each.focusPolicy() & TABBED, each.text()


def _of_qt(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QAbstractItemView) or widget.objectName().startswith(
        "qt_"
    )


# Motion


@pytest.mark.parametrize("step", STEPS)
def test_nothing_moves(looking: Looking, step: str) -> None:
    """There is no animation to be reduced."""
    window = looking(step).window
    moving = [
        each
        for each in window.findChildren(QAbstractAnimation)
        if each.state() == QAbstractAnimation.State.Running
    ]
    assert moving == []
