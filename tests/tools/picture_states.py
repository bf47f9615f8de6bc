"""The states in which each step is pictured: made on an account of our own, as a person would bring them about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtWidgets import QWidget

from tests.ui.accounts_kit import store_state
from tests.ui.desk import (
    ADDRESS,
    KEY,
    SECRET,
    TOKEN,
    Account,
    error,
    person,
    tag,
    whole,
)
from wizard.app import create
from wizard.rules.finding import Severity
from wizard.ui.widgets import StatusLine

REPLY = "Вітаємо! Ключі загублено, надішлемо пізніше."


class Stage:
    """One window, one account, and the hands of a person."""

    def __init__(self, folder: Path, wait: Callable[[Callable[[], bool]], None]) -> None:
        self.folder = folder
        self.account = Account()
        self.wait = wait
        self.window: Any = None

    def open(self, *arguments: str) -> None:
        self.window = create(["--config-dir", str(self.folder), "--language", "ru", *arguments])
        services = self.window.services
        services.planfix = lambda address, token, cancel, *more: self.account.planfix(cancel)
        services.binotel = lambda key, secret, cancel, *more: self.account.binotel(
            key, secret, cancel
        )

    def find(self, name: str) -> Any:
        found = self.window.findChild(QWidget, name)
        assert found is not None, name
        return found

    def begin(self, step: str, token: bool = True) -> None:
        """On a step, with everything well in the account."""
        if not self.account.tags:
            self.account.tags = [whole("call"), whole("missed")]
        self.account.people = self.account.people or [
            person(1, "+380671234567", short="901"),
            person(2, "0501234567", "0671234500", short="0671234500"),
            person(3, "0931112233"),
        ]
        self.open("--account", ADDRESS)
        if token:
            self.find("tokenEdit").setText(TOKEN)
        self.window.go_to(step)
        if not self.account.hold:
            self.wait(lambda: not self.window._pages[step].busy)

    def press(self, name: str, settle: bool = True) -> None:
        self.find(name).click()
        page = self.window._pages[self.window.current_step]
        if settle:
            self.wait(lambda: not page.busy)

    def keys(self) -> None:
        self.find("keyEdit").setText(KEY)
        self.find("secretEdit").setText(SECRET)


def _account_empty(stage: Stage) -> None:
    stage.open()


def _account_own_domain(stage: Stage) -> None:
    stage.open("--account", "https://crm.acme.example")


def _account_ok(stage: Stage) -> None:
    stage.begin("account")
    stage.press("checkAccountButton")


def _account_error(stage: Stage) -> None:
    stage.account.refuse = {"ping": error("token_wrong")}
    _account_ok(stage)


def _account_by_hand(stage: Stage) -> None:
    stage.begin("account", token=False)
    stage.press("checkAccountButton")


def _account_busy(stage: Stage) -> None:
    stage.account.hold = True
    stage.begin("account")
    stage.press("checkAccountButton", settle=False)


def _account_unfolded(stage: Stage) -> None:
    stage.begin("account")
    stage.find("tokenGuideButton").setChecked(True)
    stage.find("networkButton").setChecked(True)


def _plain(step: str, token: bool = True, **more: Any) -> Callable[[Stage], None]:
    def bring(stage: Stage) -> None:
        for name, value in more.items():
            setattr(stage.account, name, value)
        stage.begin(step, token)

    return bring


def _letter_copied(stage: Stage) -> None:
    stage.begin("letter")
    stage.find("companyEdit").setText("Ромашка")
    stage.press("copyLetterButton")


def _letter_waiting(stage: Stage) -> None:
    stage.begin("letter")
    sent = stage.window.workspace.now() - timedelta(days=5)
    stage.window.workspace.update(letter_sent_at=sent.isoformat())


def _letter_reminder(stage: Stage) -> None:
    _letter_waiting(stage)
    stage.press("reminderButton")


def _keys(**refuse: Any) -> Callable[[Stage], None]:
    def bring(stage: Stage) -> None:
        stage.account.refuse = refuse
        stage.begin("keys")
        stage.keys()
        stage.press("checkKeysButton")

    return bring


def _keys_busy(stage: Stage) -> None:
    stage.begin("keys", token=False)
    stage.account.hold = True
    stage.keys()
    stage.press("checkKeysButton", settle=False)


def _keys_not_found(stage: Stage) -> None:
    stage.begin("keys")
    stage.find("supportReplyEdit").setPlainText(REPLY)


def _employees_planned(stage: Stage) -> None:
    """Two Wire numbers typed: what would be written into which card."""
    stage.begin("employees")
    model = stage.find("employeesTable").model()
    for row, number in ((0, "0671112233"), (2, "0502223344")):
        model.setData(model.index(row, 2), number)
    page = stage.window._pages["employees"]
    stage.wait(lambda: not page.busy and stage.find("changesTable").model().rowCount() == 2)
    page.entered()
    stage.window._areas["employees"].ensureWidgetVisible(stage.find("applyChangesButton"))


def _tracking_watching(stage: Stage) -> None:
    stage.account.tags = _LACKING
    stage.begin("tracking")
    stage.press("copyNextButton")
    stage.press("watchFieldsButton")


def _summary_done(stage: Stage) -> None:
    stage.begin("summary")
    now = stage.window.workspace.stamp()
    stage.window.workspace.update(
        activated_at=now, letter_sent_at=now, has_keys=True, saved_in_planfix_at=now,
        employees_done_at=now, tracking_ticked_at=now, call_ticked_at=now,
    )  # fmt: skip


def _accounts(stage: Stage) -> None:
    now = datetime.now(timezone.utc)
    at, before = now.isoformat(), (now - timedelta(days=4)).isoformat()
    missing = {"at": at, "state": "error", "codes": ["fields_missing"]}
    done = dict.fromkeys(
        ("activated_at", "letter_sent_at", "saved_in_planfix_at", "employees_done_at"), at
    )
    done |= {"tracking_ticked_at": at, "call_at": at}
    for name, answers in (
        ("acme.planfix.ru", {"activated_at": at, "letter_sent_at": before}),
        ("romashka.planfix.ua", {"tracking_verdict": missing, "tracking_open": 3}),
        ("shop.planfix.com", {**done, "has_keys": True}),
        ("new.planfix.ru", {}),
    ):
        store_state(stage.folder, name, f"https://{name}", **answers)
    stage.open()


def _help(step: str) -> Callable[[Stage], None]:
    def bring(stage: Stage) -> None:
        stage.begin(step)
        stage.find("helpButton").click()

    return bring


_LACKING = [tag("call", [("utm_campaign", 2), ("gaClientID", 0)]), tag("missed")]
_REFUSED = {each: error("no_rights", what="datatag") for each in ("tags", "tag", "employees")}

STATES: dict[str, dict[str, Callable[[Stage], None]]] = {
    "accounts": {"several": _accounts},
    "account": {
        "empty": _account_empty,
        "own domain": _account_own_domain,
        "ok": _account_ok,
        "error": _account_error,
        "by hand": _account_by_hand,
        "busy": _account_busy,
        "unfolded": _account_unfolded,
        "help": _help("account"),
    },
    "activate": {
        "ok": _plain("activate"),
        "warning": _plain("activate", tags=[tag("call")]),
        "error": _plain("activate", refuse=_REFUSED),
        "by hand": _plain("activate", token=False),
        "busy": _plain("activate", hold=True),
        "help": _help("activate"),
    },
    "letter": {
        "ready": _plain("letter"),
        "copied": _letter_copied,
        "waiting": _letter_waiting,
        "reminder": _letter_reminder,
        "help": _help("letter"),
    },
    "keys": {
        "empty": _plain("keys"),
        "not found": _keys_not_found,
        "ok": _keys(),
        "warning": _keys(
            binotel=error("keys_not_checkable", Severity.WARNING, reason="status", status="403")
        ),
        "error": _keys(binotel=error("keys_wrong")),
        "busy": _keys_busy,
        "help": _help("keys"),
    },
    "employees": {
        "findings": _plain("employees"),
        "planned": _employees_planned,
        "error": _plain("employees", refuse=_REFUSED),
        "by hand": _plain("employees", token=False),
        "busy": _plain("employees", hold=True),
        "help": _help("employees"),
    },
    "tracking": {
        "ok": _plain("tracking"),
        "missing": _plain("tracking", tags=_LACKING),
        "watching": _tracking_watching,
        "error": _plain("tracking", refuse=_REFUSED),
        "by hand": _plain("tracking", token=False),
        "busy": _plain("tracking", hold=True),
        "help": _help("tracking"),
    },
    "testCall": {
        "ready": _plain("testCall"),
        "by hand": _plain("testCall", token=False),
        "help": _help("testCall"),
    },
    "summary": {
        "open": _plain("summary"),
        "done": _summary_done,
        "help": _help("summary"),
    },
}


@contextmanager
def brought_about(
    step: str, state: str, wait: Callable[[Callable[[], bool]], None]
) -> Iterator[Any]:
    """A window in that state, closed afterwards."""
    with TemporaryDirectory() as place:
        stage = Stage(Path(place), wait)
        try:
            STATES[step][state](stage)
            lines = stage.window.findChildren(StatusLine)
            wait(lambda: not any(each.pending for each in lines))
            yield stage.window
        finally:
            if stage.window is not None:
                stage.window.close()
                stage.window.deleteLater()
