"""A message that names a button, a step or a label of Planfix names it as it is really called, in every language.

Reads the catalogues and the facts only. What is quoted and is neither has to be listed here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.translations import Texts, forms, load

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("ru", "uk", "en")
_QUOTED = re.compile("«([^«»]*)»|“([^“”]*)”")
# No label is longer; a sentence that happens to be quoted whole is not one.
_LONGEST = 60

# Planfix's words beyond those in the facts, as its help pages write them.
PLANFIX = {"Показать", "Доступ к аналитике", "Управляющий аккаунтом", "Пропущенный"}
# The words of other programs, and answers.
OTHERS = {
    "ru": {"нет", "да", "Спам", "Сохранить как", "CSV (разделители — запятые)", "Текстовый"},
    "uk": {"ні", "так", "Спам", "Зберегти як", "CSV (розділювачі — коми)", "Текстовий"},
    "en": {"no", "yes", "Save As", "CSV (Comma delimited)", "Text", "planfix"},
}


@pytest.fixture(scope="module")
def texts() -> Texts:
    return load(ROOT)


@pytest.fixture(scope="module")
def planfix() -> set[str]:
    facts = json.loads((ROOT / "resources" / "facts.json").read_text(encoding="utf-8"))
    named = {each for one in facts["analytics"].values() for each in one["names"]}
    labels = {*facts["planfix_labels"].values(), *facts["field_types"].values()}
    return {each.lower() for each in labels | named | PLANFIX}


def called(text: str) -> str:
    """A label as a person reads it: without its mnemonic and the dots that promise a dialog."""
    return text.replace("&", "").rstrip("…")


def quotes(entry: str | list[str]) -> Iterator[str]:
    """What stands in quotation marks in the last plural form, which every language has."""
    for low, high in _QUOTED.findall(forms(entry)[-1]):
        quoted = called(low or high)
        if "{" not in quoted:
            yield quoted


def labels(texts: Texts, language: str) -> dict[str, set[str]]:
    """Every text that may be a label, with the keys of the texts that read so."""
    found: dict[str, set[str]] = {}
    for key, entry in texts[language].items():
        for each in forms(entry):
            if len(each) <= _LONGEST and "\n" not in each and not key.endswith(".do"):
                found.setdefault(called(each), set()).add(key)
    return found


def own(entry: str | list[str], known: dict[str, set[str]], planfix: set[str]) -> list[set[str]]:
    """For each label of this program that a text names, the keys of the labels that read so."""
    named = [each for each in quotes(entry) if each.lower() not in planfix]
    return [known[each] for each in named if each in known]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_text_names_is_called_so(texts: Texts, planfix: set[str], language: str) -> None:
    known = labels(texts, language)
    wrong = [
        f"{key}: {each}"
        for key, entry in texts[language].items()
        for each in quotes(entry)
        if each not in known and each.lower() not in planfix and each not in OTHERS[language]
    ]
    assert wrong == []


def test_a_text_names_the_same_labels_in_every_language(texts: Texts, planfix: set[str]) -> None:
    known = {language: labels(texts, language) for language in LANGUAGES}
    wrong = []
    for key in texts["ru"]:
        named = [own(texts[each][key], known[each], planfix) for each in LANGUAGES]
        alike = len({len(each) for each in named}) == 1 and all(
            set.intersection(*each) for each in zip(*named, strict=True)
        )
        if not alike:
            wrong.append(f"{key}: {[[sorted(one) for one in each] for each in named]}")
    assert wrong == []


def test_english_tells_planfix_labels_from_its_own_by_their_marks(
    texts: Texts, planfix: set[str]
) -> None:
    """«Russian» is what stands in Planfix, “English” what stands in this program."""
    wrong = [
        f"{key}: {low or high}"
        for key, entry in texts["en"].items()
        for low, high in _QUOTED.findall(forms(entry)[-1])
        if (low or high).isascii() != bool(high) and "{" not in low + high
    ]
    assert wrong == []


def test_a_name_that_is_no_label_is_seen_as_none(texts: Texts, planfix: set[str]) -> None:
    known = labels(texts, "ru")
    assert own("Нажмите «Дальше» или «Сохранить».", known, planfix) == []
    assert own("Нажмите «Далее» или «Сохранить».", known, planfix) == [{"shell.next"}]
