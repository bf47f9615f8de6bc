"""Start, restart and end of the demo account; what it says on stdout, and that it says no more."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from tests.demo.kit import Api, Browser
from wizard.demo import DemoAccount, available

KEYS = {"account", "binotel", "mailbox", "login", "token", "binotel_key", "binotel_secret"}
ROOT = Path(__file__).resolve().parents[2]
SERVE = "import sys; from wizard.demo import serve; code = serve({}); "
SERVE += "assert 'PySide6' not in sys.modules; sys.exit(code)"


def test_addresses(demo: DemoAccount) -> None:
    told = demo.addresses
    assert set(told) == KEYS
    assert demo.start() == told  # a second start changes nothing
    for name in ("account", "binotel"):
        assert told[name].startswith("http://127.0.0.1:")
        assert not told[name].endswith("/")
    assert told["account"] != told["binotel"]
    assert requests.get(told["mailbox"], timeout=30).ok
    assert available()


def test_the_first_day(demo: DemoAccount) -> None:
    with demo.state.read() as model:
        assert model.active == ""
        assert model.token(demo.addresses["token"]).scopes == [  # type: ignore[union-attr]
            "datatag_readonly",
            "user_readonly",
            "user_update",
        ]


def test_second_start_has_port_and_state(
    started: Callable[..., DemoAccount], tmp_path: Path
) -> None:
    first = started(folder=tmp_path)
    addresses = first.addresses
    browser = Browser(addresses["account"])
    browser.log_in()
    browser.press("/demo/integrations/pbx/binotel/switch", {"on": "1"})
    browser.press("/demo/integrations/pbx/binotel", {"action": "save", "api_key": "k"})
    browser.press("/demo/mailbox", {"letter": "x"})
    browser.session.close()
    state = first.state.snapshot()
    first.close()
    second = started(folder=tmp_path)
    assert second.addresses == addresses
    assert second.state.snapshot() == state
    assert requests.get(addresses["account"] + "/demo", timeout=30).ok
    assert [each.name for each in tmp_path.iterdir()] == ["demo.json"]
    if os.name == "posix":
        assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0


def test_without_a_folder_nothing_is_written(
    started: Callable[..., DemoAccount], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    started().state.reset()
    assert list(tmp_path.iterdir()) == []


def test_taken_port_is_replaced(started: Callable[..., DemoAccount], tmp_path: Path) -> None:
    first = started(folder=tmp_path)
    twin = started(folder=tmp_path)
    assert twin.addresses["account"] != first.addresses["account"]
    assert twin.addresses["binotel"] != first.addresses["binotel"]
    assert requests.get(twin.addresses["account"] + "/demo", timeout=30).ok


@pytest.mark.parametrize(
    "damage",
    ["", "{", "[]", "null", '{"version": 99}', '{"version": 1, "ports": [1], "model": {}}'],
)
def test_damaged_file_is_set_aside(
    started: Callable[..., DemoAccount], tmp_path: Path, damage: str
) -> None:
    (tmp_path / "demo.json").write_text(damage, encoding="utf-8")
    demo = started(folder=tmp_path)
    assert requests.get(demo.addresses["account"] + "/demo", timeout=30).ok
    aside = [each for each in tmp_path.iterdir() if "damaged" in each.name]
    assert [each.read_text(encoding="utf-8") for each in aside] == [damage]


def test_close_with_idle_and_half_sent_connections(demo: DemoAccount) -> None:
    port = int(demo.addresses["account"].rsplit(":", 1)[1])
    before = threading.active_count()
    idle = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(3)]
    idle[1].sendall(b"GET /rest/ping HTT")
    idle[2].sendall(
        b"POST /rest/user/list HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
    )
    deadline = time.monotonic() + 30
    while threading.active_count() < before + 3:  # until all three are served
        assert time.monotonic() < deadline
    start = time.monotonic()
    demo.close()
    assert time.monotonic() - start < 5
    assert not [each for each in threading.enumerate() if each.name.startswith("demo-")]
    for each in idle:
        each.close()
    with pytest.raises(OSError, match=r"."):
        socket.create_connection(("127.0.0.1", port), timeout=30)
    demo.close()


def test_many_at_once(demo: DemoAccount, description: object) -> None:
    api = Api(demo, description)  # type: ignore[arg-type]
    results: list[int] = []

    def work() -> None:
        for _ in range(5):
            results.append(api.call("POST", "/user/list", body={})[0])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    api.session.close()
    assert results == [200] * 40


@pytest.mark.expected_warnings
def test_nothing_is_printed_whatever_is_sent(
    demo: DemoAccount, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(demo.addresses["account"].rsplit(":", 1)[1])
    for raw in (
        b"nonsense\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x00",
        b"GET /rest/ping",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(4096):
                pass
    headers = {"Authorization": "Bearer " + demo.addresses["token"]}

    def broken() -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(demo.state, "read", broken)
    for path, status in (("/rest/ping", 500), ("/demo", 500), ("/nowhere", 404)):
        answer = requests.get(demo.addresses["account"] + path, headers=headers, timeout=30)
        assert answer.status_code == status
        assert "broken on purpose" not in answer.text
    monkeypatch.undo()
    demo.close()
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_demo_server_prints_one_line_and_ends_when_interrupted(number: int) -> None:
    command = [sys.executable, "-W", "error", "-c", SERVE.format("None")]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            told = json.loads(process.stdout.readline())
            assert set(told) == KEYS
            headers = {"Authorization": "Bearer " + told["token"]}
            answer = requests.get(told["account"] + "/rest/ping", headers=headers, timeout=30)
            assert answer.json() == {"result": "success"}
            process.send_signal(number)
            out, error = process.communicate(timeout=30)
            assert (process.returncode, out, error) == (0, "", "")
        finally:
            process.kill()


def test_start_is_given_the_port_it_asks_for(started: Callable[..., DemoAccount]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    demo = started(ports=(port, 0))
    assert demo.addresses["account"] == f"http://127.0.0.1:{port}"
