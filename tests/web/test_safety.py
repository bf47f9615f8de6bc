"""No key in any page that is not the account's, nothing left on disk, no power for a page."""

from __future__ import annotations

import os
import signal
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication

from tests.web.kit import DEADLINE, KEY, SECRET, Seat, Visitor
from tests.web.test_unseen import FIELDS, THREE
from wizard.account_window.acts import PATIENCE

FORM = THREE + FIELDS
FILLED = "[...document.querySelectorAll('input')].filter((each) => each.value).length"
# What every page of another origin hears of being typed into.
SPY = "<script>addEventListener('input', (event) => { document.title = event.target.value; }, true)</script>"


def test_another_origin_takes_no_key(visitor: Visitor) -> None:
    visitor.visit("<p>Account")
    visitor.site.pages["/form"] = SPY + FORM
    visitor.go(visitor.site.other + "/form")
    assert visitor.find("pageAddress").text().startswith(visitor.site.other)
    for name in ("fillButton", "readAddressesButton", "verifyButton"):
        words = visitor.press(name, "wrong_origin")
        assert "localhost" in words
    assert visitor.js(FILLED) == 0
    assert KEY not in visitor.js("document.documentElement.outerHTML + document.title")


def test_a_page_without_an_origin_is_told_at_once(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.visit("<p>Account")
    # Nobody has to wait for a page that is not on its way.
    monkeypatch.setitem(PATIENCE, "form_not_found", 1_000_000)
    for show in (
        lambda: visitor.view.page().setUrl(QUrl("about:blank")),
        lambda: visitor.view.page().setHtml(FORM, QUrl(visitor.origin + "/")),
    ):
        show()
        visitor.until("location.href === 'about:blank' && document.readyState === 'complete'")
        visitor.qtbot.waitUntil(lambda: not visitor.view.page().isLoading(), timeout=DEADLINE)
        words = visitor.press("fillButton", "wrong_origin")
        assert "about:blank" in words
        assert visitor.js(FILLED) == 0


def test_a_redirect_to_another_origin_takes_no_key(visitor: Visitor) -> None:
    visitor.visit("<p>Account")
    visitor.site.pages["/form"] = SPY + FORM
    visitor.site.pages["/away"] = f"-> {visitor.site.other}/form"
    visitor.view.page().setUrl(QUrl(visitor.origin + "/away"))
    visitor.until(
        f"location.origin === {visitor.site.other!r} && document.readyState === 'complete'"
    )
    visitor.press("fillButton", "wrong_origin")
    assert visitor.js(FILLED) == 0


def test_a_page_that_moves_on_while_it_is_filled_takes_no_key(visitor: Visitor) -> None:
    visitor.site.pages["/form"] = SPY + FORM
    visitor.visit(
        "<p>Account<script>setTimeout(() => { location = "
        + repr(visitor.site.other + "/form")
        + "; }, 300)</script>"
    )
    visitor.find("fillButton").click()
    visitor.until(
        f"location.origin === {visitor.site.other!r} && document.readyState === 'complete'"
    )
    visitor.qtbot.waitUntil(lambda: visitor.said()[0] != "busy", timeout=DEADLINE)
    assert visitor.said()[1] == "wrong_origin"
    assert visitor.js(FILLED) == 0


def test_a_frame_of_another_origin_takes_no_key(visitor: Visitor) -> None:
    visitor.site.pages["/form"] = (
        SPY
        + "<script>addEventListener('input', () => parent.postMessage('typed', '*'))</script>"
        + FORM
    )
    visitor.visit(
        "<script>addEventListener('message', () => { document.title = 'typed'; })</script>"
        f"<iframe src='{visitor.site.other}/form' style='width:700px;height:500px'></iframe>"
    )
    visitor.press("fillButton", "form_not_found")
    assert visitor.js("document.title") == ""


def test_addresses_here_and_fields_in_a_foreign_frame_are_no_form(visitor: Visitor) -> None:
    visitor.site.pages["/form"] = SPY + FIELDS
    visitor.visit(
        f"{THREE}<iframe src='{visitor.site.other}/form' style='width:700px;height:300px'></iframe>"
    )
    visitor.press("fillButton", "unknown_form")


def test_the_account_in_a_frame_of_another_origin_is_left_alone(visitor: Visitor) -> None:
    visitor.visit(FORM)
    visitor.site.pages["/around"] = (
        f"<iframe src='{visitor.origin}/' style='width:700px;height:500px'></iframe>"
    )
    visitor.go(visitor.site.other + "/around")
    visitor.press("fillButton", "wrong_origin")


def test_the_pages_own_code_cannot_fool_the_look(visitor: Visitor) -> None:
    visitor.visit(
        "<script>const real = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').get;"
        "window.really = () => [...document.querySelectorAll('input')].map((each) => real.call(each)).join();"
        "JSON.stringify = () => 'fooled'; Array.prototype.filter = () => [];"
        "Object.defineProperty(HTMLInputElement.prototype, 'value', {get: () => '', set: () => {}});"
        f"window.wizardState = {{}};</script>{FORM}"
    )
    visitor.press("fillButton", "filled")
    assert visitor.js("really()") == f"{KEY},{SECRET}"


def test_a_page_is_refused_what_it_asks_for(visitor: Visitor, opened_urls: list[str]) -> None:
    visitor.site.pages["/file"] = "file:"
    visitor.visit(
        "<a id=mail href='mailto:a@b.example'>m</a><a id=tel href='tel:123'>t</a><a id=odd href='planfix://x'>p</a>"
        "<a id=file href='/file'>f</a><a id=local href='file:///etc/passwd'>l</a>"
        "<a id=plain href='http://acme.planfix.ru/'>h</a>"
    )
    for name in ("mail", "tel", "odd", "file", "local", "plain"):
        visitor.js(f"document.getElementById('{name}').click(); 1")
    visitor.js(
        "window.asked = 0; navigator.geolocation.getCurrentPosition(() => {}, () => { asked = 1; }); 1"
    )
    visitor.until("window.asked === 1")
    assert visitor.js("confirm('Delete everything?')") is False
    assert visitor.js("window.open('/') === null")
    heard = visitor.find("pageHeardLabel")
    visitor.qtbot.waitUntil(lambda: bool(heard.text()), timeout=DEADLINE)
    assert opened_urls == []
    assert visitor.js("location.pathname") == "/"
    assert len([each for each in QApplication.topLevelWidgets() if each.isVisible()]) == 2


def test_nothing_stays_on_disk(seat: Seat, config_dir: Path) -> None:
    home = Path(os.environ["HOME"])
    before = {each for each in home.rglob("*") if each.is_file()}
    seat.keys()
    seat.build("labels")
    seat.js("localStorage.setItem('a', 'b'); document.cookie = 'kept=1; max-age=99999'; 1")
    seat.press("fillButton", "filled")
    seat.account.close()
    left = {each for each in home.rglob("*") if each.is_file()} - before
    assert not [each for each in left if "fontconfig" not in each.parts], left
    for each in config_dir.rglob("*"):
        if each.is_file():
            assert KEY.encode() not in each.read_bytes(), each
    # Opened again, it knows nobody.
    seat.open()
    seat.until("location.search.includes('login')")


def test_the_window_closes_with_a_page_that_hangs(visitor: Visitor) -> None:
    visitor.visit("<p>Account")
    visitor.js("setTimeout(() => { for (;;) {} }, 0); 1")
    visitor.find("fillButton").click()
    visitor.window.close()
    assert not visitor.window.isVisible()
    assert not [each for each in QApplication.topLevelWidgets() if each.isVisible()]


def test_a_crash_is_told_and_survived(visitor: Visitor) -> None:
    visitor.visit(FORM)
    visitor.view.page().setUrl(QUrl("chrome://crash"))

    os.kill(visitor.view.page().renderProcessPid(), signal.SIGKILL)
    visitor.qtbot.waitUntil(lambda: visitor.said() == ("error", "page_crashed"), timeout=DEADLINE)
    visitor.find("pageReloadButton").click()
    visitor.until("document.querySelectorAll('input').length === 2")
    visitor.press("fillButton", "filled")


@pytest.fixture
def untrusted() -> Iterator[str]:
    """A server whose certificate nobody knows."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<p id=reached>reached")

        def log_message(self, *words: Any) -> None:
            """Nothing."""

    class Server(HTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """The client is expected to turn away."""

    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"https://localhost:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_certificate_that_nobody_knows_is_refused(visitor: Visitor, untrusted: str) -> None:
    visitor.visit("<p>Account")
    visitor.view.page().setUrl(QUrl(untrusted + "/"))
    heard = visitor.find("pageHeardLabel")
    visitor.qtbot.waitUntil(lambda: "ертификат" in heard.text(), timeout=DEADLINE)
    assert not visitor.js("!!document.getElementById('reached')")
