"""Times as each language writes them, beside the words around them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.ui.desk import Desk
from wizard.ui.page import time_text


@pytest.mark.parametrize(
    ("language", "today", "eleven", "day", "year"),
    [
        ("ru", "в 14:02", "в 11:05", "3 января в 14:02", "3 января 2025"),
        ("uk", "о 14:02", "об 11:05", "3 січня о 14:02", "3 січня 2025"),
        ("en", "at 14:02", "at 11:05", "on 3 January at 14:02", "on 3 January 2025"),
    ],
)
def test_a_time_is_written_as_the_language_does(
    desk: Desk, language: str, today: str, eleven: str, day: str, year: str
) -> None:
    window = desk.open(language=language).window
    now = datetime(2026, 1, 20, 18, 0).astimezone()
    window.clock = lambda: now

    def told(when: datetime) -> str:
        return time_text(window.workspace, when)

    assert told(now.replace(hour=14, minute=2)) == today
    assert told(now.replace(hour=11, minute=5)) == eleven
    assert told(now.replace(day=3, hour=14, minute=2)) == day
    assert told(now.replace(year=2025, day=3)).startswith(year)
    assert told(now - timedelta(days=1, hours=6, minutes=55)).endswith(eleven)
