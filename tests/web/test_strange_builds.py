"""Forms as frameworks and designers make them, none of which the program knows: filled right, or refused.

Every page counts what a program may not do to it: press Save or Cancel, send a form, call its requests.
"""

from __future__ import annotations

import pytest

from tests.web.kit import KEY, SECRET, Visitor
from tests.web.strange import BLOCKS, REFUSED, RIGHT, TRAPS
from tests.web.test_unseen import SAVE, THREE, VALUES
from tests.web.test_unseen_rows import BOTH, STANDS

KEYS_STAND = "document.querySelector('[k]').value + document.querySelector('[s]').value"
SHADOWED = STANDS.replace(
    'document.querySelectorAll("[n]")',
    '((document.querySelector("x-b") || {}).shadowRoot || document).querySelectorAll("[n]")',
)


def test_builds_of_frameworks_are_filled_right(visitor: Visitor) -> None:
    visitor.visit("<p>Account")
    wrong = {}
    for at, (name, html) in enumerate(RIGHT.items()):
        visitor.site.pages[f"/{at}"] = TRAPS + html
        visitor.go(f"/{at}")
        words = visitor.press("fillButton")
        stands = visitor.js(VALUES)
        trespass = visitor.js("JSON.stringify([trespass, window.state ? [state.a, state.b] : []])")
        fine = trespass in ("[[],[]]", f'[[],["{KEY}","{SECRET}"]]')
        if visitor.said()[1] != "filled" or stands != f'[["{KEY}"],["{SECRET}"],[]]' or not fine:
            wrong[name] = (visitor.said()[1], stands, trespass, words)
    assert not wrong
    assert visitor.site.posted == []


def test_what_is_not_sure_is_left_alone(visitor: Visitor) -> None:
    visitor.visit("<p>Account")
    wrong = {}
    for at, (name, (html, codes)) in enumerate(REFUSED.items()):
        visitor.site.pages[f"/{at}"] = TRAPS + html
        visitor.go(f"/{at}")
        words = visitor.press("fillButton")
        stands = visitor.js(VALUES)
        trespass = visitor.js("JSON.stringify(trespass)")
        if visitor.said()[1] not in codes or stands != "[[],[],[]]" or trespass != "[]":
            wrong[name] = (visitor.said()[1], stands, trespass, words)
    assert not wrong


def test_rows_of_strange_blocks_are_filled_right(visitor: Visitor) -> None:
    visitor.numbers("901", "902")
    visitor.visit("<p>Account")
    wrong = {}
    for at, (name, html) in enumerate(BLOCKS.items()):
        visitor.site.pages[f"/{at}"] = TRAPS + html
        visitor.go(f"/{at}")
        words = visitor.press("fillButton")
        stands = visitor.js(SHADOWED)
        trespass = visitor.js("JSON.stringify(trespass)")
        right = stands in (BOTH, '[["Шевченко Олена","901"],["Бойко Іван Петрович","902"]]')
        if not (visitor.said() == ("ok", "filled") and right and trespass == "[]"):
            wrong[name] = (visitor.said(), stands, trespass, words)
        assert visitor.js(KEYS_STAND) == KEY + SECRET, name
    assert not wrong
    assert visitor.site.posted == []


def test_what_the_page_makes_of_a_key_is_no_key_of_somebody_else(visitor: Visitor) -> None:
    visitor.visit(
        f"{THREE}<p>API Key <input k><p>Secret Key <input s oninput='this.value = this.value.replace(`-`, `+`)'>{SAVE}"
    )
    visitor.press("fillButton", "unknown_form")


@pytest.mark.parametrize("taken", ["k", "s", "both"])
def test_what_stands_there_is_told_before_it_goes(visitor: Visitor, taken: str) -> None:
    old = {"k": ("old-key", ""), "s": ("", "old-secret"), "both": ("old-key", "old-secret")}[taken]
    visitor.visit(
        TRAPS
        + f"{THREE}<p>API Key <input k value='{old[0]}'><p>Secret Key <input s value='{old[1]}'>{SAVE}"
    )
    visitor.press("fillButton", "already_filled")
    assert visitor.js(KEYS_STAND) == "".join(old)
    visitor.press("fillButton", "filled")
    assert visitor.js(KEYS_STAND) == KEY + SECRET
    assert visitor.js("JSON.stringify(trespass)") == "[]"
