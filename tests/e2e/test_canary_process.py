"""The program as a process of its own shows no secret to its neighbours; and the search finds what is there."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

import wizard
from tests.doors.misbehaving import Misbehaving
from tests.e2e import canary_kit as kit
from tests.ui.accounts_kit import store_state

pytestmark = pytest.mark.one_python

TOKEN = "canary-token-7f3a91"
KEY = "cana01-ryKey02"
SECRET = "cana03-cana04-cana05-cana06-cana07ry"

MARKED = f"""
from tests.doors.fake_keyrings import HonestKeyring

class Marked(HonestKeyring):
    def get_password(self, service, username):
        return {{"planfix-token": "{TOKEN}", "binotel-key": "{KEY}",
                "binotel-secret": "{SECRET}"}}.get(username.partition("/")[2])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at /proc")
def test_the_process_shows_no_secret_to_its_neighbours(tmp_path: Path) -> None:
    checkout = Path(wizard.__file__).parents[1]
    backend = tmp_path / "modules"
    backend.mkdir()
    (backend / "canary_store.py").write_text(MARKED, encoding="utf-8")
    config = tmp_path / "config"
    with Misbehaving("sends an object without a result") as account:
        name = account.origin.removeprefix("http://").replace(":", "_")
        answers = {"has_token": True, "has_keys": True, "keys_stored": True}
        store_state(config, name, account.origin, **answers)
        with subprocess.Popen(
            [sys.executable, "-m", "wizard", "--config-dir", str(config)],
            env={
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "PYTHONPATH": os.pathsep.join((str(checkout), str(backend))),
                "PYTHON_KEYRING_BACKEND": "canary_store.Marked",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as program:
            try:
                # Resumed at the step that asks the account by itself, with the token of the store.
                heard = threading.Event()
                while not any(TOKEN in str(each.headers) for each in list(account.asked)):
                    assert program.poll() is None
                    assert not heard.wait(0.02)
                assert kit.found(kit.processes_of_now(), (TOKEN, KEY, SECRET)) == []
            finally:
                program.terminate()
                out, err = program.communicate(timeout=30)
    places = [("stdout", out), ("stderr", err), *kit.files_of(config)]
    assert kit.found(places, (TOKEN, KEY, SECRET)) == []
    assert out == b""


def test_the_search_finds_what_is_there(qtbot: Any, tmp_path: Path) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    edit.setObjectName("keyEdit")
    edit.setText(KEY)
    assert kit.found(kit.windows_of(edit), [KEY])
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    assert kit.found(kit.windows_of(edit), [KEY]) == []
    edit.setToolTip(KEY)
    assert f"toolTip of keyEdit: {KEY[:6]}…" in kit.found(kit.windows_of(edit), [KEY])
    (tmp_path / KEY).write_bytes(SECRET.encode("utf-16-le"))
    assert len(kit.found(kit.files_of(tmp_path), [KEY, SECRET])) == 2
    error = ValueError(TOKEN)
    assert kit.found(kit.exceptions_of_now(), [TOKEN])
    del error
    with kit.Records() as records:
        records.handle(records_of(TOKEN))
    assert kit.found(records.places(), [TOKEN])


def records_of(text: str) -> Any:
    return logging.LogRecord("x", logging.INFO, __file__, 1, "%s", (text,), None)
