"""The start page: accounts with their state in one line and what to do next, in each language."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from PySide6.QtCore import Qt

from tests.ui.accounts_kit import Windows, store_state

# A Friday.
NOW = datetime(2026, 11, 27, 12, tzinfo=timezone.utc)
STAMP = NOW.isoformat()


def waiting(days: int) -> dict[str, Any]:
    at = (NOW - timedelta(days=days)).isoformat()
    verdict = {"at": STAMP, "state": "error", "codes": ["fields_missing"]}
    return {
        "activated_at": STAMP,
        "letter_sent_at": at,
        "tracking_verdict": verdict,
        "tracking_open": 3,
    }


def line(windows: Windows, language: str, **answers: Any) -> list[str]:
    """The three lines of one of two accounts."""
    store_state(windows.folder, "a.planfix.ru", "https://a.planfix.ru", **answers)
    store_state(windows.folder, "b.planfix.ru", "https://b.planfix.ru")
    person = windows(language=language)
    person.window.clock = lambda: NOW
    offered = person.find("accountsList")
    found = [offered.item(row) for row in range(2)]
    item = next(each for each in found if each.text().startswith("a.planfix.ru"))
    spoken = item.data(Qt.ItemDataRole.AccessibleTextRole)
    for each in item.text().split("\n"):
        assert each in spoken
    lines: list[str] = item.text().split("\n")
    return lines


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Ждём ответа поддержки со вторника; 3 поля звонка не готовы"),
        ("uk", "Чекаємо на відповідь підтримки з вівторка; 3 поля дзвінка не готові"),
        ("en", "Waiting for support’s reply since Tuesday; 3 call fields are not ready"),
    ],
)
def test_waiting_since_tuesday_and_three_fields(
    windows: Windows, language: str, words: str
) -> None:
    lines = line(windows, language, **waiting(3))
    assert lines[0] == "a.planfix.ru"
    assert lines[1] == words
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("days", "since"),
    [(0, "с сегодняшнего дня"), (1, "со вчерашнего дня"), (6, "с субботы"), (7, "с 20 ноября")],
)
def test_since_when(windows: Windows, days: int, since: str) -> None:
    assert f"Ждём ответа поддержки {since};" in line(windows, "ru", **waiting(days))[1]


def test_what_to_do_next(windows: Windows) -> None:
    assert line(windows, "ru", **waiting(3))[2].startswith("Дальше: вставить ответ поддержки или")


def test_enter_opens_the_account(windows: Windows, qtbot: Any) -> None:
    line(windows, "ru")
    person = windows()
    offered = person.find("accountsList")
    assert offered.hasFocus()
    qtbot.keyClick(offered, Qt.Key.Key_Down)
    qtbot.keyClick(offered, Qt.Key.Key_Return)
    assert person.window.current_step == "activate"
