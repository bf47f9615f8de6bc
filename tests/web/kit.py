"""A person in front of the account window: goes to pages, logs in, looks, saves. Judges nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication

from tests.e2e.person import Person
from tests.web.site import Site
from wizard.app import create
from wizard.demo.model import BINOTEL
from wizard.rules.models import Employee

DEADLINE = 30_000
KEY = "demo00-key0000"
SECRET = "demo00-demo00-demo00-demo00-secret00"


class Sitter(Person):
    """Keys typed, people with short numbers, the account window at hand."""

    account: Any
    view: Any
    origin: str
    people: list[Any]

    # The program

    def know(self, people: list[Any]) -> None:
        """These are the account's employees."""
        self.people = people
        self.window.workspace.employees = [
            Employee(each.id, each.name, each.midname, each.lastname) for each in people
        ]

    def keys(self, key: str = KEY, secret: str = SECRET) -> None:
        assert self.window.go_to("keys")
        self.find("keyEdit").setText(key)
        self.find("secretEdit").setText(secret)

    def numbers(self, *numbers: str) -> dict[str, str]:
        """Short numbers of the first people, as the employees' table would note them; name: number."""
        given = {str(each.id): number for each, number in zip(self.people, numbers, strict=False)}
        self.window.workspace.update(short_numbers=given)
        return {each.full_name: number for each, number in zip(self.people, numbers, strict=False)}

    def open(self, button: str = "accountWindowButton", step: str = "keys") -> Any:
        assert self.window.go_to(step)
        self.find(button).click()
        self.account = self.find("accountWindow")
        self.view = self.find("accountWebView")
        return self.account

    def said(self) -> tuple[str, str]:
        return self.status("accountWindowStatus")

    def press(self, name: str, code: str | None = None) -> str:
        """Click, wait for the outcome; the words of the status."""
        self.find(name).click()

        def settled() -> None:
            state, found = self.said()
            assert state != "busy"
            assert code is None or found == code, (
                f"{found}: {self.find('accountWindowStatus').text()}"
            )

        self.qtbot.waitUntil(lambda: self.said()[0] != "busy", timeout=DEADLINE)
        settled()
        return str(self.find("accountWindowStatus").text())

    # The page

    def js(self, script: str) -> Any:
        """What the page's own world answers."""
        told: list[Any] = []

        def ask(*_: Any) -> None:
            self.view.page().runJavaScript(script, 0, told.append)

        # A page that moves on never answers: then the next one is asked.
        self.view.page().loadFinished.connect(ask)
        ask()
        self.qtbot.waitUntil(lambda: bool(told), timeout=DEADLINE)
        self.view.page().loadFinished.disconnect(ask)
        return told[0]

    def until(self, script: str) -> None:
        """Until the page says so."""
        self.qtbot.waitUntil(lambda: bool(self.js(script)), timeout=DEADLINE)

    def go(self, where: str) -> None:
        """To a page of the account, or to another address."""
        url = where if "://" in where else self.origin + where
        self.view.page().setUrl(QUrl(url))
        self.until(f"location.href === {url!r} && document.readyState === 'complete'")

    def log_in(self) -> None:
        """The person logs in by himself: any name does."""
        self.until("document.readyState === 'complete' && !!document.querySelector('form')")
        self.js("document.querySelector('form').requestSubmit(); 1")
        self.until("document.readyState === 'complete' && location.search === ''")

    def save(self) -> None:
        """The person presses «Сохранить», wherever it is."""
        assert self.js(
            """(() => {
              const all = (root) => [...root.querySelectorAll("*")].flatMap((each) =>
                [each, ...(each.shadowRoot ? all(each.shadowRoot) : []),
                 ...(each.localName === "iframe" ? all(each.contentDocument) : [])]);
              const found = all(document).filter((each) => each.localName === "button" &&
                /^(Сохранить|Зберегти)$/.test(each.textContent.trim()) && each.checkVisibility());
              if (found.length === 1) found[0].click();
              return found.length === 1;
            })()"""
        )

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        QApplication.clipboard().clear()


class Visitor(Sitter):
    """In front of an account of the test's own making."""

    def __init__(self, qtbot: Any, folder: Path, site: Site) -> None:
        options = ["--config-dir", str(folder), "--language", "ru", "--account", site.origin]
        super().__init__(qtbot, create(options))
        qtbot.waitExposed(self.window)
        self.site = site
        self.origin = site.origin
        self.know(
            [
                Employee(1, "Олена", "", "Шевченко"),
                Employee(2, "Іван", "Петрович", "Бойко"),
                Employee(3, "Марія", "", "Ткач"),
            ]
        )
        self.keys()

    def visit(self, html: str) -> None:
        """Opens the account window on a page that holds this."""
        self.site.pages["/"] = html
        self.open()
        self.until(f"location.origin === {self.origin!r} && document.readyState === 'complete'")


class Seat(Sitter):
    """In front of the demo account, Binotel active, no short numbers in it."""

    def __init__(self, qtbot: Any, folder: Path, *more: str) -> None:
        window = create(["--demo", "--config-dir", str(folder), "--language", "ru", *more])
        super().__init__(qtbot, window)
        qtbot.waitExposed(window)
        self.origin = window.demo["account"]
        self.demo = window.services.close.__self__.demo
        with self.demo.state.change() as model:
            model.active = BINOTEL
            model.pbx[BINOTEL].short_numbers.clear()
            people = list(model.people)
        self.know(people)

    def build(self, name: str) -> None:
        """Logged in, with one of the builds on screen."""
        self.open()
        self.log_in()
        self.go(f"/demo/builds/{name}")

    # The account

    def stored(self) -> tuple[str, str, dict[str, str]]:
        """What the demo account holds: key, secret, numbers by name."""
        with self.demo.state.read() as model:
            held = model.pbx[BINOTEL]
            names = {each.id: each.full_name for each in model.people}
            rows = {names[each.person]: each.number for each in held.short_numbers}
            return held.api_key, held.secret_key, rows

    def empty(self) -> None:
        """As if nothing had been saved yet."""
        with self.demo.state.change() as model:
            model.pbx[BINOTEL].api_key = model.pbx[BINOTEL].secret_key = ""
            model.pbx[BINOTEL].short_numbers.clear()

    def wait_stored(self, key: str) -> None:
        self.qtbot.waitUntil(lambda: self.stored()[0] == key, timeout=DEADLINE)
