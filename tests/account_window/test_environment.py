"""What may not reach the engine through the environment."""

from __future__ import annotations

import pytest

from wizard.account_window.environment import clean_environment


@pytest.mark.parametrize(
    "flag",
    [
        "--remote-debugging-port=9222",
        "--remote-debugging-pipe",
        "--remote-debugging-address=0.0.0.0",
        "--Remote-Debugging-Port=1",
        "-remote-debugging-port=1",
        "--remote-allow-origins=*",
        "--ignore-certificate-errors",
        "--ignore-certificate-errors-spki-list=x",
        "--disable-web-security",
        "--allow-running-insecure-content",
        "--user-data-dir=/tmp/x",
        "--log-net-log=/tmp/x",
        "--ssl-key-log-file=/tmp/x",
        "--load-extension=/tmp/x",
    ],
)
def test_a_flag_that_opens_the_engine_is_taken_out(flag: str) -> None:
    environ = {"QTWEBENGINE_CHROMIUM_FLAGS": f"--disable-gpu {flag} --lang=uk"}
    assert clean_environment(environ) == [flag.partition("=")[0]]
    assert environ == {"QTWEBENGINE_CHROMIUM_FLAGS": "--disable-gpu --lang=uk"}


def test_its_value_goes_with_it() -> None:
    environ = {"QTWEBENGINE_CHROMIUM_FLAGS": "--remote-debugging-port 9222 --no-sandbox"}
    clean_environment(environ)
    assert environ == {"QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"}


def test_nothing_is_left_of_nothing_but_such_flags() -> None:
    environ = {"QTWEBENGINE_CHROMIUM_FLAGS": "--remote-debugging-port=1", "PATH": "/bin"}
    clean_environment(environ)
    assert environ == {"PATH": "/bin"}


def test_variables_that_listen_are_taken_out() -> None:
    environ = {"QTWEBENGINE_REMOTE_DEBUGGING": "9222", "SSLKEYLOGFILE": "keys.log", "HOME": "/"}
    assert set(clean_environment(environ)) == {"QTWEBENGINE_REMOTE_DEBUGGING", "SSLKEYLOGFILE"}
    assert environ == {"HOME": "/"}


@pytest.mark.parametrize("flags", ["--no-sandbox --disable-gpu", "", "--lang='uk UA' --x"])
def test_other_flags_stay_to_the_letter_and_none_is_added(flags: str) -> None:
    environ = {"QTWEBENGINE_CHROMIUM_FLAGS": flags}
    assert clean_environment(environ) == []
    assert environ == {"QTWEBENGINE_CHROMIUM_FLAGS": flags}
    assert clean_environment({}) == []


def test_a_quote_that_is_never_closed_breaks_nothing() -> None:
    environ = {"QTWEBENGINE_CHROMIUM_FLAGS": "--x='a --remote-debugging-port=1"}
    clean_environment(environ)
    assert "remote" not in environ["QTWEBENGINE_CHROMIUM_FLAGS"]
