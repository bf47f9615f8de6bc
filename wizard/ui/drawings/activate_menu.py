"""The way to the virtual PBXs: menu of account management, then the page of integrations."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from wizard.ui.drawings.parts import person, row, stage
from wizard.ui.drawings.sketch import BODY, GAP, PAD, SMALL, TITLE, Frame, Sketch

_STACKED_BELOW = 380.0


def draw(sketch: Sketch) -> None:
    """Lay the drawing out."""
    stage(sketch, "activate_menu", (1, 2), _account, share=1)


def _account(view: Frame) -> None:
    sketch = view.sketch
    with sketch.panel(view.x, view.y, view.width, pad=0) as account:
        _head(account)
        stacked = account.width < _STACKED_BELOW
        wide = account.width if stacked else round(account.width * 0.4)
        slot = sketch.reserve()
        menu = Frame(sketch, account.x + GAP, account.y + GAP, wide - 2 * GAP, "window")
        _menu(menu)
        left = account.x if stacked else account.x + wide
        top = menu.y + GAP if stacked else account.y
        page = Frame(sketch, left + PAD, top + PAD, account.right - left - 2 * PAD, "surface")
        _page(page)
        bottom = max(menu.y + GAP, page.y + PAD)
        menu_bottom = menu.y + GAP if stacked else bottom
        sketch.box(
            QRectF(account.x + 1, account.y, wide - 1, menu_bottom - account.y - 1),
            "window",
            None,
            radius=7,
            slot=slot,
        )
        account.y = bottom
    view.y = account.y


def _head(account: Frame) -> None:
    """The bar across the top; the account's menu opens from the picture at its right."""
    sketch = account.sketch
    tall = 44.0
    middle = account.y + tall / 2
    sketch.bar(account.x + PAD, middle - 3, 34)
    sketch.bar(account.x + PAD + 46, middle - 3, 46)
    centre = QPointF(account.right - PAD - 12, middle)
    person(sketch, centre, 13)
    text = sketch.say("label.account_management")
    room = account.width - 200
    if sketch.measure(text, BODY) < room:
        words = sketch.measure(text, BODY)
        sketch.words(
            centre.x() - 22 - words,
            middle - sketch.line_height() / 2,
            words + 1,
            text,
            BODY,
            "surface",
        )
    else:
        rect = sketch.words(
            account.x + PAD,
            account.y + tall,
            account.width - 2 * PAD,
            text,
            BODY,
            "surface",
        )
        tall = rect.bottom() + GAP - account.y
    account.y += tall
    sketch.stroke([QPointF(account.x, account.y), QPointF(account.right, account.y)], "line")


def _menu(menu: Frame) -> None:
    for width in (0.62, 0.5):
        _quiet(menu, width)
    row(menu, menu.sketch.say("label.data_tags"), style=SMALL)
    row(menu, menu.sketch.say("label.integrations"), number=1)
    row(menu, menu.sketch.say("label.email"), style=SMALL)
    _quiet(menu, 0.45)


def _page(page: Frame) -> None:
    page.put(page.sketch.say("label.integrations"), TITLE, gap=GAP)
    for key in ("messengers", "chats", "virtual_pbx"):
        chosen = key == "virtual_pbx"
        rect = row(
            page,
            page.sketch.say(f"label.{key}"),
            number=2 if chosen else 0,
            style=BODY if chosen else SMALL,
            lead=28,
        )
        middle = rect.center().y()
        sign = QRectF(page.x + 10, middle - 7, 18, 14)
        page.sketch.box(sign, "accent" if chosen else "line", None, radius=3)
    _quiet(page, 0.6)


def _quiet(frame: Frame, share: float) -> None:
    """An entry that does not matter here."""
    frame.sketch.bar(frame.x + 10, frame.y + 10, frame.width * share)
    frame.y += 26
