"""The program in a process of its own that is killed (SIGKILL) in the middle of writing into cards.

``python -m tests.e2e.push_process ACCOUNT TOKEN FOLDER KILL NUMBER=WIRE…``: opens the window, reads the list, types
the Wire numbers, presses *Apply*, and dies right after the answer to write number KILL, before anything is noted.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring
from PySide6.QtWidgets import QApplication, QWidget

from tests.doors.fake_keyrings import HonestKeyring
from wizard.app import create
from wizard.doors import pace
from wizard.doors.planfix import PlanfixClient

WIRE_COLUMN = 2


def main(account: str, token: str, folder: str, kill: int, wires: dict[int, str]) -> None:
    keyring.set_keyring(HonestKeyring())
    pace.Pace = partial(pace.Pace, gap=0.0)  # type: ignore[assignment, misc]
    window = create(["--account", account, "--config-dir", folder, "--language", "ru"])
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    find = partial(window.findChild, QWidget)

    def rest() -> None:
        until = time.monotonic() + 60
        while any(map(window.jobs.running, ("account", "employees", "push"))):
            app.processEvents()
            time.sleep(0.005)
            assert time.monotonic() < until

    find("tokenEdit").setText(token)
    find("checkAccountButton").click()
    rest()
    assert window.go_to("employees")
    rest()
    model = find("employeesTable").model()
    employees = window.workspace.employees
    for number, wire in wires.items():
        row = next(at for at, each in enumerate(employees) if each.id == number)
        assert model.setData(model.index(row, WIRE_COLUMN), wire)
    rest()
    real, written = PlanfixClient.update_phones, []

    def writing(self: PlanfixClient, number: int, phones: object) -> object:
        answer = real(self, number, phones)  # type: ignore[arg-type]
        written.append(number)
        if len(written) == kill:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    PlanfixClient.update_phones = writing  # type: ignore[assignment, method-assign]
    find("applyChangesButton").click()
    rest()


if __name__ == "__main__":
    pairs = (each.split("=") for each in sys.argv[5:])
    main(*sys.argv[1:4], int(sys.argv[4]), {int(number): wire for number, wire in pairs})
