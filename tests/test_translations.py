"""The check of the texts itself: each thing it is there to find, it finds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.tools import translations

TEXTS: dict[str, dict[str, object]] = {
    "ru": {
        "title": "Привет, {name}",
        "days": ["{n} день", "{n} дня", "{n} дней"],
        "state.ok": "Да",
    },
    "uk": {
        "title": "Вітаю, {name}",
        "days": ["{n} день", "{n} дні", "{n} днів"],
        "state.ok": "Так",
    },
    "en": {"title": "Hello, {name}", "days": ["One day", "{n} days"], "state.ok": "Yes"},
}

CODE = '''
def show(text, name, ready):
    """Shows."""
    state = "ok" if ready else ""
    return text("page.title", name=name), text("page.days", n=3), text(f"page.state.{state}")
'''


def write(root: Path, texts: dict[str, dict[str, object]], code: str = CODE) -> list[str]:
    """Lay a checkout out and tell what is wrong with it."""
    for language, section in texts.items():
        folder = root / "resources" / "text" / language
        folder.mkdir(parents=True, exist_ok=True)
        told = json.dumps(section, ensure_ascii=False, indent=1) + "\n"
        (folder / "page.json").write_text(told, encoding="utf-8")
    (root / "wizard").mkdir(exist_ok=True)
    (root / "wizard" / "page.py").write_text(code, encoding="utf-8")
    (root / "resources" / "facts.json").write_text("{}")
    (root / "tests" / "data").mkdir(parents=True, exist_ok=True)
    (root / "tests" / "data" / "texts_allowed.json").write_text("{}")
    return translations.problems(root)


def changed(language: str, **texts: object) -> dict[str, dict[str, object]]:
    return {**TEXTS, language: {**TEXTS[language], **texts}}


def test_good_texts_are_good(tmp_path: Path) -> None:
    assert write(tmp_path, TEXTS) == []


@pytest.mark.parametrize(
    ("language", "texts", "told"),
    [
        ("uk", {"more": "Ще"}, "uk: page.more is not in ru"),
        ("ru", {"more": "Ещё"}, "uk: page.more is missing"),
        ("en", {"title": "Hello, {who}"}, "en: page.title has other placeholders"),
        ("en", {"title": "Hello, {name"}, "en: page.title has braces that do not match"),
        ("en", {"days": ["One day", "days"]}, "en: page.days has other placeholders"),
        ("uk", {"days": ["{n} день", "{n} дні"]}, "uk: page.days has 2 plural forms instead of 3"),
        ("uk", {"days": "{n} днів"}, "uk: page.days has plural forms in one language only"),
        ("uk", {"title": "Привет, {name}"}, "uk: page.title is the Russian text"),
        ("uk", {"title": "Это {name}"}, "uk: page.title has a word of another alphabet: Это"),
        ("en", {"title": "Hello и {name}"}, "en: page.title has a word of another alphabet: и"),
        ("en", {"title": " "}, "en: page.title is empty"),
        ("en", {"title": "Hello, {name} "}, "en: page.title begins or ends with space"),
    ],
)
def test_what_differs_is_told(
    tmp_path: Path, language: str, texts: dict[str, object], told: str
) -> None:
    assert any(each.startswith(told) for each in write(tmp_path, changed(language, **texts)))


def test_words_of_planfix_in_quotes_keep_their_alphabet(tmp_path: Path) -> None:
    assert write(tmp_path, changed("en", title="Open «Звонок», {name}")) == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (CODE.replace("page.title", "page.titel"), "wizard/page.py:5: there is no text page.titel"),
        (CODE.replace("name=name", "who=name"), "wizard/page.py:5: page.title needs values"),
        (CODE.replace(", n=3", ""), "wizard/page.py:5: page.days needs values for ['n']"),
        (CODE.replace("page.title", "page.days"), "nothing shows the text page.title"),
        (CODE.replace('"ok"', '"good"'), "nothing shows the text page.state.ok"),
    ],
)
def test_what_the_code_asks_for_and_what_it_never_does(
    tmp_path: Path, code: str, told: str
) -> None:
    assert any(each.startswith(told) for each in write(tmp_path, TEXTS, code))


def test_files_are_put_in_the_order_of_russian(tmp_path: Path) -> None:
    backwards = dict(reversed(TEXTS["en"].items()))
    found = write(tmp_path, {**TEXTS, "en": backwards})
    assert found == ["en/page.json is not in order: dev.py translations --write"]
    assert list(translations.in_order(tmp_path, write=True)) == []
    assert translations.problems(tmp_path) == []


def test_a_file_that_is_no_catalogue_is_named(tmp_path: Path) -> None:
    write(tmp_path, TEXTS)
    (tmp_path / "resources/text/uk/page.json").write_text("{", encoding="utf-8")
    assert translations.problems(tmp_path)[0].startswith("uk/page.json: ")
