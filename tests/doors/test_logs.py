"""What stands in a log or a crash text, and above all what does not."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from wizard.doors import logs
from wizard.doors.logs import LogHandle, crash_text, install_crash_hook, redact, start
from wizard.rules.finding import fault
from wizard.rules.secret import Secret

CANARIES = [
    "0123456789abcdef0123456789abcdef",
    "demo-canary-0001",
    "6b6f6e-f6c9d4d",
    "Bearer demo-canary-0001",
    "Authorization",
    "+380 (67) 123-45-67",
    "0671234567",
    "067 123 45 67",
    "067.123.45.67",
    "ivan@acme.example",
    "Иван Петренко",
    "Іван",
    "Ivan Petrenko",
    "acme.planfix.ru",
    "https://user:pass@acme.planfix.ru/rest?token=abc",
    "/home/ivan/.config",
    "C:\\Users\\Ivan",
    "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
]


@pytest.fixture
def log(tmp_path: Path) -> Iterator[LogHandle]:
    handle = start(tmp_path)
    yield handle
    handle.close()


def _written(folder: Path) -> str:
    files = sorted((folder / "logs").glob("wizard.log*"))
    return "".join(path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("canary", CANARIES)
def test_no_private_thing_gets_in_by_any_way(
    tmp_path: Path, log: LogHandle, canary: str, capfd: pytest.CaptureFixture[str]
) -> None:
    log.write(f"check_done {canary} state=ok")
    log.logger.info("check_done %s", canary)
    log.logger.info("check_done %(what)s", {"what": canary})
    log.logger.warning("check_done", extra={"what": canary}, stack_info=True)
    log.logger.info(canary, "too", "many")
    log.logger.info(Secret(canary))
    try:
        value = canary
        raise ValueError(f"bad {value}")
    except ValueError:
        log.logger.exception("check_failed %s", canary)
    log.close()
    text = _written(tmp_path)
    assert canary not in text
    # Pieces of a number may stand in a time by chance, longer ones may not.
    assert not [part for part in canary.split() if len(part) > 3 and part in text]
    assert "check_done *** state=ok" in text or "check_done *** *** state=ok" in text
    assert "state=ok" in text
    assert "ValueError" in text
    assert canary not in "".join(capfd.readouterr())


@pytest.mark.parametrize(
    "event",
    [
        "check_started",
        "step testCall",
        "check_done account state=warning codes=address_unknown_domain, keyring_missing",
        "planfix ping 200 40ms remaining=4998",
        "waited 1.03s",
        "reason=ConnectionError DBusErrorResponse",
        "qt_warning",
        "failed: KeyringLocked",
    ],
)
def test_what_helps_is_still_there(event: str) -> None:
    shown = redact(event)
    assert shown.split()[0] == event.split()[0]
    assert shown.count("***") <= 1


def test_findings_and_timings_are_kept_word_for_word() -> None:
    event = "check_done account state=warning codes=address_unknown_domain,keyring_missing 412ms"
    assert redact(event) == event


def test_a_broken_log_call_breaks_nothing(
    tmp_path: Path, log: LogHandle, capfd: pytest.CaptureFixture[str]
) -> None:
    log.logger.info("check_done %s %s", "one")
    log.close()
    assert "log_message_broken" in _written(tmp_path)
    assert capfd.readouterr().err == ""


def test_each_window_has_its_own_log(tmp_path: Path) -> None:
    one, two = start(tmp_path / "one"), start(tmp_path / "two")
    one.write("first_event")
    two.write("second_event")
    one.close()
    one.close()
    two.write("third_event")
    two.close()
    assert "first_event" in _written(tmp_path / "one")
    assert "second_event" not in _written(tmp_path / "one")
    assert "third_event" in _written(tmp_path / "two")


def test_another_handler_on_the_same_log_gets_it_redacted_too(log: LogHandle) -> None:
    seen: list[str] = []
    other = logging.Handler()
    other.emit = lambda record: seen.append(record.getMessage())  # type: ignore[method-assign]
    log.logger.addHandler(other)
    log.logger.handlers.reverse()
    log.write("check_done demo-canary-0001")
    log.logger.removeHandler(other)
    assert seen == ["check_done ***"]


def test_nothing_reaches_the_root_logger(log: LogHandle) -> None:
    seen: list[logging.LogRecord] = []
    root = logging.Handler()
    root.emit = seen.append  # type: ignore[method-assign, assignment]
    logging.getLogger().addHandler(root)
    log.write("check_done")
    logging.getLogger().removeHandler(root)
    assert seen == []


def test_old_events_make_room(tmp_path: Path, log: LogHandle) -> None:
    for _ in range(5000):
        log.write(" ".join(["check_done"] * 30))
    log.write("last_event")
    log.close()
    files = list((tmp_path / "logs").iterdir())
    assert len(files) == 5
    assert all(path.stat().st_size <= 256 * 1024 for path in files)
    assert "last_event" in (tmp_path / "logs" / "wizard.log").read_text(encoding="utf-8")
    if os.name != "nt":
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "dir"
    blocked.write_text("a file")
    handle = start(blocked)
    handle.write("check_done")
    handle.close()
    assert capfd.readouterr().err == ""


def test_starting_a_log_leaves_the_folder_alone_until_there_is_something(tmp_path: Path) -> None:
    start(tmp_path / "dir").close()
    assert not (tmp_path / "dir").exists()


def test_the_file_handlers_are_loaded_at_the_first_use_only() -> None:
    code = "import sys, wizard.doors.logs; print('logging.handlers' in sys.modules)"
    root = Path(logs.__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout == "False\n"


def _deep(canary: str) -> None:
    password = canary
    try:
        raise KeyError(password)
    except KeyError as error:
        raise RuntimeError(f"no luck with {password}") from error


@pytest.mark.parametrize("canary", CANARIES)
def test_a_crash_text_tells_where_and_nothing_of_what(canary: str) -> None:
    with pytest.raises(RuntimeError) as caught:
        _deep(canary)
    error = caught.value
    text = crash_text(type(error), error, error.__traceback__)
    assert canary not in text
    assert str(Path(__file__).parent) not in text
    assert text.index("KeyError") < text.index("RuntimeError")
    assert f"{__name__}:" in text
    assert " _deep" in text
    assert "Python 3." in text
    assert text.startswith("planfix-binotel-wizard ")


def test_a_crash_in_our_own_file_names_it_below_the_package() -> None:
    with pytest.raises(TypeError) as caught:
        redact(None)  # type: ignore[arg-type]
    assert "  doors/logs.py:" in _text(caught.value)


def _text(error: BaseException) -> str:
    return crash_text(type(error), error, error.__traceback__)


def test_a_fault_shows_its_key_to_nobody_but_the_window() -> None:
    error = fault("token_wrong", host="acme.planfix.ru")
    assert "acme" not in _text(error)


def test_endless_recursion_and_circles_of_causes_come_to_an_end() -> None:
    def again(number: int) -> int:
        return again(number + 1) + 1

    with pytest.raises(RecursionError) as caught:
        again(0)
    assert len(_text(caught.value).splitlines()) < 60
    one, two = ValueError(), TypeError()
    one.__context__, two.__context__ = two, one
    assert _text(one).count("ValueError") == 1


CRASHING = """
import sys, threading
from wizard.doors.logs import install_crash_hook
told = []
uninstall = install_crash_hook(told.append)
second = install_crash_hook(lambda text: 1 / 0)
def fail():
    raise ValueError("demo-canary-0001")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
threading.Thread(target=sys.exit).start()
sys.stdout.write(f"{len(told)} {told[0].count('ValueError')}\\n")
if sys.argv[1] == "uninstalled":
    uninstall(); uninstall(); second()
    assert sys.excepthook is sys.__excepthook__
    assert threading.excepthook is threading.__excepthook__
fail()
"""


def _crash(how: str) -> subprocess.CompletedProcess[str]:
    root = Path(logs.__file__).parents[2]
    return subprocess.run(
        [sys.executable, "-c", CRASHING, how],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_program_that_crashes_says_so_without_the_message() -> None:
    done = _crash("installed")
    assert done.returncode == 1
    assert done.stdout == "1 1\n"
    assert "demo-canary" not in done.stderr
    assert done.stderr.count("ValueError") == 2


def test_uninstalling_gives_python_its_own_hooks_back() -> None:
    done = _crash("uninstalled")
    assert done.returncode == 1
    assert "demo-canary" in done.stderr


def test_hooks_of_others_are_still_called(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs: list[type[BaseException]] = []
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_: theirs.append(kind))
    monkeypatch.setattr(threading, "excepthook", lambda args: theirs.append(args.exc_type))
    before = sys.excepthook
    uninstall = install_crash_hook(told.append)
    try:
        sys.excepthook(ValueError, ValueError("x"), None)
        thread = threading.Thread(target=lambda: [][0])
        thread.start()
        thread.join()
    finally:
        uninstall()
    assert theirs == [ValueError, IndexError]
    assert len(told) == 2
    assert sys.excepthook is before


@pytest.mark.expected_warnings
def test_what_libraries_say_goes_to_the_log_redacted(
    capfd: pytest.CaptureFixture[str], recwarn: pytest.WarningsRecorder
) -> None:
    told: list[str] = []
    undo = logs.hear_libraries(told.append)
    try:
        library = logging.getLogger("urllib3.connection")
        library.warning("Failed to parse headers (url=%s)", "https://acme.planfix.ru/demo-canary")
        library.info("not worth a word")
        try:
            raise ValueError("demo-canary")
        except ValueError:
            library.exception("broken %s", "demo-canary")
    finally:
        undo()
    assert len(told) == 2
    assert told[0].startswith("warning urllib3 ")
    assert "ValueError" in told[1]
    assert "demo-canary" not in "".join(told)
    assert "acme" not in "".join(told)
    logging.getLogger("urllib3.connection").info("after")
    assert len(told) == 2
    assert "demo-canary" not in "".join(capfd.readouterr())
