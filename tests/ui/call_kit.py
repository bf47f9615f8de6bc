"""A window on the demo account, for the step ``testCall``: what owner, Binotel and caller do."""

from __future__ import annotations

from typing import Any

from tests.e2e.person import Browser, Person
from wizard.demo import DemoAccount
from wizard.demo.model import ShortNumber
from wizard.doors.resources import facts

FACTS = facts()
NAMES = [each.name for each in FACTS.tracking_fields]


class Called:
    """A window on the demo account, set up as far as a test wants it."""

    def __init__(self, person: Person, account: DemoAccount) -> None:
        self.person = person
        self.window = person.window
        self.workspace = person.window.workspace
        self.account = account
        self.origin = account.addresses["account"]
        self.browser = Browser(dict(account.addresses))
        person.find("tokenEdit").setText(account.addresses["token"])
        assert self.window.go_to("testCall")

    # What the account's owner and Binotel have done

    def activate(self) -> None:
        self.browser.activate_binotel()
        self.remember(activated_at=self.workspace.stamp())

    def letter(self, answered: bool = True) -> None:
        self.remember(letter_sent_at=self.workspace.stamp())
        if not answered:
            return
        with self.account.state.change() as model:
            model.binotel.addresses = {
                which: self.origin + path for which, path in FACTS.paths.items()
            }
        self.remember(has_keys=True)

    def keys(self) -> None:
        demo = self.account.addresses
        self.browser.save_keys(demo["binotel_key"], demo["binotel_secret"])
        self.remember(saved_in_planfix_at=self.workspace.stamp())

    def short_numbers(self, saved: bool = True) -> None:
        if saved:
            with self.account.state.change() as model:
                model.pbx["binotel"].short_numbers.append(ShortNumber(5, "904"))
        self.remember(short_numbers={"5": "904"})

    def fields(self) -> None:
        for name in ("Звонок", "Пропущенный звонок"):
            self.browser.add_fields(name, [(each, 0) for each in NAMES])

    def everything(self) -> None:
        self.activate()
        self.letter()
        self.keys()
        self.short_numbers()
        self.fields()

    def remember(self, **answers: Any) -> None:
        self.workspace.update(**answers)

    # What the person does

    def ring(self, which: str = "call") -> None:
        self.browser._post("/demo/call", {"which": which})

    def watch(self) -> None:
        if self.window.current_step != "testCall":
            assert self.window.go_to("testCall")
        self.person.click("watchCallButton")
        assert self.person.status("testCallStatus")[0] == "busy"

    def until(self, state: str, code: str) -> None:
        self.person.wait_for("testCallStatus", state, code)

    def shown(self) -> str:
        text: str = self.person.find("testCallView").toPlainText()
        return text

    def causes(self) -> list[str]:
        found: list[str] = self.person.find("testCallView").property("causes")
        return found
