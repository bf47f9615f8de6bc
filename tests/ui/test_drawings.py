"""The drawings: readable in every language, theme and width, and heard by a screen reader."""

from __future__ import annotations

import itertools
import json
import math
import string
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter

from wizard.doors import resources
from wizard.rules.catalogue import LANGUAGES, Catalogue
from wizard.ui.drawings import NAMES, Drawing
from wizard.ui.drawings.sketch import Sketch
from wizard.ui.theme import DARK, LIGHT, Tokens

pytestmark = pytest.mark.one_python

WIDTHS = (280, 400, 504, 560)
THEMES = {"light": LIGHT, "dark": DARK}


def catalogue(language: str) -> Callable[..., str]:
    return Catalogue(resources.texts, language).text


def stretched(language: str) -> Callable[..., str]:
    """Every text 40 % longer, so that a language yet to come would find room."""
    text = catalogue(language)

    def longer(key: str, **values: object) -> str:
        plain = text(key, **values)
        more = math.ceil(len(plain) * 0.4)
        return plain + (" жщю" * more)[:more] if plain else plain

    return longer


def luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def told(sketch: Sketch) -> str:
    return " ".join(line for words in sketch.placed for line in words.lines)


@pytest.fixture
def make(qtbot):
    def made(name: str, text: Callable[..., str], tokens: Tokens = LIGHT) -> Drawing:
        drawing = Drawing(name, text, tokens)
        qtbot.addWidget(drawing)
        return drawing

    return made


def assert_tidy(sketch: Sketch) -> None:
    """All words are inside the picture and none lies over another."""
    sheet = QRectF(0, 0, sketch.width, sketch.height)
    for words in sketch.placed:
        assert sheet.contains(words.rect), f"{words.lines} leaves the picture"
    for one, other in itertools.combinations(sketch.placed, 2):
        common = one.rect.intersected(other.rect)
        assert common.width() < 0.5 or common.height() < 0.5, f"{one.lines} over {other.lines}"


@pytest.mark.parametrize("text", [catalogue, stretched], ids=["as_is", "stretched"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_words_stay_inside_and_apart(make, name, language, text):
    drawing = make(name, text(language))
    for width in WIDTHS:
        assert_tidy(drawing.sketch(width))


@pytest.mark.parametrize("name", NAMES)
def test_words_stay_inside_and_apart_in_a_large_font(make, name):
    drawing = make(name, stretched("uk"))
    before = drawing.heightForWidth(400)
    font = drawing.font()
    font.setPixelSize(20)
    drawing.setFont(font)
    assert drawing.heightForWidth(400) > before
    for width in WIDTHS:
        assert_tidy(drawing.sketch(width))


@pytest.mark.parametrize("text", [catalogue, stretched], ids=["as_is", "stretched"])
@pytest.mark.parametrize("name", NAMES)
def test_words_stand_on_the_ground_they_claim(make, name, text):
    """No line, disc or box runs through a word, so its contrast is what the tokens say."""
    for width in WIDTHS:
        sketch = make(name, text("en")).sketch(width)
        image = QImage(
            math.ceil(sketch.width), math.ceil(sketch.height), QImage.Format.Format_RGB32
        )
        image.fill(QColor("magenta"))
        painter = QPainter(image)
        sketch.paint(painter, with_words=False)
        painter.end()
        for words in sketch.placed:
            ground = sketch.colour(words.ground).rgb()
            inner = words.rect.adjusted(1, 2, -1, -2).toRect()
            seen = {
                image.pixel(x, y)
                for x in range(inner.left(), inner.right() + 1)
                for y in range(inner.top(), inner.bottom() + 1)
            }
            assert seen <= {ground}, f"{words.lines} at {width}"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", NAMES)
def test_every_word_can_be_read_on_its_ground(make, name, theme):
    tokens = THEMES[theme]
    for words in make(name, catalogue("ru"), tokens).sketch(560).placed:
        ink, ground = getattr(tokens, words.style.ink), getattr(tokens, words.ground)
        assert contrast(ink, ground) >= 4.5, words.lines


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_shows_something_without_a_warning_of_qt(make, name, language, theme):
    """pytest-qt fails a test in which Qt warns."""
    tokens = THEMES[theme]
    drawing = make(name, catalogue(language), tokens)
    for width in WIDTHS:
        drawing.resize(width, drawing.heightForWidth(width))
        image = drawing.grab().toImage()
        middle = image.pixelColor(image.width() // 2, image.height() - 6)
        assert middle.name() == tokens.rail.lower()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_is_a_graphic_with_a_name_and_the_way_in_words(make, name, language):
    drawing = make(name, catalogue(language))
    heard = QAccessible.queryAccessibleInterface(drawing)
    assert heard.role() == QAccessible.Role.Graphic
    assert heard.text(QAccessible.Text.Name)
    assert len(heard.text(QAccessible.Text.Description)) > 60


def test_names_and_descriptions_are_all_different(make):
    drawings = [make(name, catalogue("ru")) for name in NAMES]
    assert len({each.accessibleName() for each in drawings}) == len(NAMES)
    assert len({each.accessibleDescription() for each in drawings}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_markers_in_the_picture_have_their_captions(make, name):
    """Each number stands at its spot and once more before its sentence."""
    drawing = make(name, catalogue("ru"))
    for width in WIDTHS:
        sketch = drawing.sketch(width)
        numbers = [words.lines[0] for words in sketch.placed if words.ground == "accent"]
        numbers = [each for each in numbers if each.isdigit()]
        expected = 1 if name == "test_call" else 2
        for spot in sketch.spots:
            assert numbers.count(str(spot)) == expected
            assert catalogue("ru")(f"drawing.{name}.step{spot}")


@pytest.mark.parametrize("name", NAMES)
def test_language_changes_in_place(make, name):
    spoken = Catalogue(resources.texts, "ru")
    drawing = make(name, spoken.text)
    before = (drawing.accessibleName(), drawing.accessibleDescription(), told(drawing.sketch(560)))
    spoken.language = "en"
    drawing.retranslate()
    after = (drawing.accessibleName(), drawing.accessibleDescription(), told(drawing.sketch(560)))
    assert all(one != other for one, other in zip(before, after, strict=True))


def test_theme_changes_in_place(make):
    drawing = make("wire", catalogue("ru"))
    drawing.resize(560, drawing.heightForWidth(560))
    light = drawing.grab().toImage()
    drawing.set_tokens(DARK)
    assert drawing.grab().toImage() != light
    drawing.set_tokens(LIGHT)
    assert drawing.grab().toImage() == light


@pytest.mark.parametrize("name", NAMES)
def test_sizes_that_a_page_can_count_on(make, name):
    drawing = make(name, catalogue("en"))
    assert drawing.hasHeightForWidth()
    assert drawing.sizePolicy().hasHeightForWidth()
    assert drawing.sizeHint().width() <= 560
    assert drawing.minimumSizeHint().width() == 280
    assert drawing.heightForWidth(900) == drawing.heightForWidth(560)
    assert drawing.sizeHint().height() == drawing.heightForWidth(560)
    for width in WIDTHS:
        scale = min(1.0, max(0.9, width / 560))
        sketch = drawing.sketch(width)
        assert sketch.width * scale <= max(width, 280) + 0.01
        assert sketch.height * scale <= drawing.heightForWidth(width)
        smallest = min(sketch.font(words.style).pixelSize() for words in sketch.placed)
        assert smallest * scale >= 10.8


def test_shows_the_persons_own_account_and_field(make):
    addresses = make("parameters", catalogue("ru"))
    assert "https://acme.planfix.ru/tel/binotel/push" in told(addresses.sketch(560))
    addresses.set_values(host="romashka.planfix.ua")
    assert "https://romashka.planfix.ua/tel/binotel/push" in told(addresses.sketch(560))
    addresses.set_values(host="")
    assert "https://acme.planfix.ru/tel/binotel/push" in told(addresses.sketch(560))
    editor = make("tracking_editor", catalogue("ru"))
    editor.set_values(field="fullUrl")
    assert "fullUrl" in told(editor.sketch(560))


@pytest.mark.parametrize("host", ["ж" * 180 + ".example", "<b>{x}</b> \U0001f600" * 9])
def test_foreign_text_of_any_length_breaks_nothing(make, host):
    drawing = make("parameters", catalogue("en"))
    drawing.set_values(host=host)
    for width in WIDTHS:
        assert_tidy(drawing.sketch(width))
    assert host.replace(" ", "") in told(drawing.sketch(560)).replace(" ", "")


def test_an_unknown_drawing_is_refused(qtbot):
    with pytest.raises(ValueError, match="no_such"):
        Drawing("no_such", catalogue("ru"), LIGHT)


def test_labels_of_planfix_are_those_of_the_facts():
    facts = resources.facts()
    texts = resources.texts("ru", "drawing")
    labels = {key.removeprefix("label."): text for key, text in texts.items() if "label." in key}
    for key, label in facts.planfix_labels.items():
        if key in labels:
            assert labels[key] == label
    for key, path in facts.paths.items():
        assert labels[f"{key}_address"] == "https://{host}" + path
    standard = facts.analytics["call"].standard
    for number in (1, 2, 9):
        name, kind = standard[number - 1]
        assert labels[f"call{number}"] == name
        assert labels[f"call{number}_type"] == facts.field_types[kind]
    assert labels["string"] == facts.field_types[facts.tracking_type]
    scopes = {labels[f"scope{number}"] for number in (1, 2)}
    assert scopes == set(facts.scopes["read"]), (
        "this program writes nothing, so it asks for no more"
    )
    assert texts["example.field"] in {field.name for field in facts.tracking_fields}


def test_languages_hold_the_same_keys_and_placeholders():
    def shape(language: str) -> dict[str, set[str | None]]:
        return {
            key: {name for _, name, _, _ in string.Formatter().parse(str(text)) if name}
            for key, text in resources.texts(language, "drawing").items()
        }

    assert shape("ru") == shape("uk") == shape("en")
    labels = [
        {key: text for key, text in resources.texts(each, "drawing").items() if "label." in key}
        for each in LANGUAGES
    ]
    assert labels[0] == labels[1] == labels[2], "Planfix's labels are not translated"


def test_captions_quote_only_labels_that_can_be_found():
    """What a Russian sentence puts in quotes stands in the picture or among Planfix's labels."""
    texts = json.loads(resources.read_text("text/ru/drawing.json"))
    shown = " ".join(text for key, text in texts.items() if key.startswith("label."))
    shown = " ".join([shown, *resources.facts().planfix_labels.values()]).replace("\xa0", " ")
    names = [each for data in resources.facts().analytics.values() for each in data.names]
    for key, text in texts.items():
        if key.startswith(("label.", "example.")):
            continue
        for part in text.split("«")[1:]:
            label = part.split("»")[0]
            assert label in shown or label in names, key
