"""The checklist as a file: what is on screen, when it was seen, foreign names as plain text."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.e2e.person import Person
from tests.ui.desk import FACTS, NAMES, Desk, tag, whole
from tests.ui.test_tracking_page import CALL, ON, choose, opened, put

EVIL = "<script>alert(1)</script>|`*_[x](y)"
WRONG = [("id", 2), ("utm_sоurce", 0), (EVIL, 0)]
MORNING = datetime(2026, 3, 2, 10, 5, tzinfo=timezone.utc)


def saved(page: Person, path: Path) -> str:
    asked: list[tuple[str, Path]] = []

    def ask(kind: str, suggested: Path) -> Path:
        asked.append((kind, suggested))
        return path

    page.window.ask_path = ask
    page.click("exportChecklistButton")
    assert [kind for kind, _ in asked] == ["checklist"]
    assert asked[0][1].suffix == ".html"
    assert str(path) in page.find("exportedStatus").text()
    return path.read_text("utf-8")


class Words(HTMLParser):
    """What a browser would show, and the tags that it would see."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


@pytest.fixture
def page(desk: Desk) -> Person:
    made = opened(desk, tag("call", WRONG), tag("missed", [(n, 0) for n in NAMES[1:]]))
    made.window.clock = lambda: MORNING + timedelta(minutes=30)
    return made


def test_the_web_page_holds_what_is_on_screen(page: Person, tmp_path: Path) -> None:
    found = Words(saved(page, tmp_path / "list.html"))
    assert "script" not in found.tags
    assert EVIL in found.words
    words = " ".join(found.words)
    status = page.find("trackingStatus").text()
    for line in status.split("\n"):
        assert line.strip() in words
    for which in ("call", "missed"):
        assert page.find(f"{which}SummaryLabel").text() in found.words
    for field in FACTS.tracking_fields:
        assert field.name in found.words
        assert field.example in found.words
    for name, _ in FACTS.analytics["call"].standard:
        assert name in found.words, "folded rows are written out"
    assert "6-я буква «о» — кириллическая" in words
    assert words.count("Binotel присылает его для каждого звонка") == 2
    assert words.count("Call Tracking") >= 17


def test_markdown_holds_the_same_in_tables_that_stay_whole(page: Person, tmp_path: Path) -> None:
    text = saved(page, tmp_path / "list.md")
    assert "<script>" not in text
    assert "\\<script\\>" in text
    lines = [line for line in text.splitlines() if line.startswith("|")]
    for line in lines:
        cells = re.split(r"(?<!\\)\|", line)[1:-1]
        assert len(cells) in (3, 6), line
    assert sum(1 for line in lines if len(re.split(r"(?<!\\)\|", line)) == 8) == 19 + 2
    assert "кириллическая" in text
    assert text.startswith("# ")


def test_times_of_checking_are_named(desk: Desk, tmp_path: Path) -> None:
    desk.account.tags = [whole("call"), whole("missed")]
    page = desk.open()
    page.window.clock = lambda: MORNING
    page.window.go_to("tracking")
    page.wait_for("trackingStatus", "ok")
    page.window.clock = lambda: MORNING + timedelta(minutes=30)
    text = saved(page, tmp_path / "list.md")
    assert text.count("Проверено в 10:05") == 2
    assert "Сохранено в 10:35" in text


def test_by_hand_the_ticks_are_in_it_and_that_nobody_checked(desk: Desk, tmp_path: Path) -> None:
    page = desk.open("tracking", token=False)
    page.window.clock = lambda: MORNING
    text = saved(page, tmp_path / "list.md")
    assert text.count("В аккаунте не проверено") == 2
    choose(page, "minimum")
    for row, name in enumerate(NAMES):
        if name in FACTS.needed_sets["minimum"]:
            put(page, row, CALL, ON)
    text = saved(page, tmp_path / "list.html")
    assert "2 из 2 отмечено" in text
    assert "Отмечено вручную в 10:05" in text


def test_a_file_that_cannot_be_written_is_told(page: Person, tmp_path: Path) -> None:
    page.window.ask_path = lambda kind, suggested: tmp_path / "no such folder" / "list.html"
    page.click("exportChecklistButton")
    assert page.find("exportedStatus").property("code") == "state_not_saved"
    assert "{" not in page.find("exportedStatus").text()
    assert not (tmp_path / "no such folder").exists()


def test_who_changes_their_mind_writes_nothing(page: Person, tmp_path: Path) -> None:
    page.window.ask_path = lambda kind, suggested: None
    before = page.find("trackingStatus").text()
    page.click("exportChecklistButton")
    assert page.find("trackingStatus").text() == before
    assert not page.find("exportedStatus").text()


@pytest.mark.parametrize("language", ["ru", "uk", "en"])
@pytest.mark.parametrize("ending", ["html", "md"])
def test_no_language_has_a_hole(desk: Desk, tmp_path: Path, language: str, ending: str) -> None:
    desk.account.tags = [tag("call", WRONG), whole("missed")]
    page = desk.open("tracking", language=language)
    page.wait_for("trackingStatus", "error")
    text = saved(page, tmp_path / f"list.{ending}")
    body = text.partition("</style>")[2] or text
    assert "{" not in body
    if ending == "html":
        assert f'lang="{language}"' in text
