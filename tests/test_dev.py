"""dev.py, as far as it can be tried without installing anything: machines and environments are played."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from tests.tools import machine, pythons

ROOT = Path(__file__).resolve().parents[1]


def _dev(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), *arguments],
        env={**kept, **environ},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )


def test_it_tells_its_verbs() -> None:
    done = _dev("--help")
    assert done.returncode == 0
    for verb in ("demo", "run", "browser", "test", "lint", "bench", "pictures", "translations"):
        assert f"\n  {verb} " in done.stdout


def test_without_or_with_an_unknown_verb_it_tells_them_too() -> None:
    for arguments in ((), ("tset",)):
        done = _dev(*arguments)
        assert done.returncode == 2
        assert "usage: python3 dev.py" in done.stderr
        assert done.stdout == ""


@pytest.mark.skipif(not machine.on_linux(), reason="only Linux runs without a display")
@pytest.mark.parametrize("verb", ["demo", "run"])
def test_no_display_is_one_sentence_before_anything_is_installed(verb: str) -> None:
    done = _dev(verb)
    assert done.returncode == 2
    assert done.stderr == "dev.py: there is no display: start the wizard on a desktop.\n"


# What the machine lacks

LACKING = [machine.Need("libxcb-cursor.so.0", "libxcb-cursor0"), machine.Need("Xvfb", "xvfb")]


def test_debian_is_told_one_line() -> None:
    line = machine.line_to_type([*LACKING, LACKING[0]], "apt", root=False)
    assert line == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libxcb-cursor0 xvfb"
    )
    assert "sudo" not in machine.line_to_type(LACKING, "apt", root=True)


def test_fedora_is_asked_by_soname_and_path() -> None:
    line = machine.line_to_type(LACKING, "dnf", root=False)
    assert line == "sudo dnf install 'libxcb-cursor.so.0()(64bit)' /usr/bin/Xvfb"


def test_an_unknown_system_is_told_the_names() -> None:
    assert machine.line_to_type(LACKING, "", root=False) == "libxcb-cursor.so.0, Xvfb"


@pytest.mark.parametrize(
    ("release", "manager"),
    [
        ('ID=debian\nVERSION_ID="12"\n', "apt"),
        ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "apt"),
        ("ID=fedora\n", "dnf"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "dnf"),
        ("ID=arch\n", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_system_is_known_by_its_release_file(
    tmp_path: Path, release: str, manager: str
) -> None:
    path = tmp_path / "os-release"
    path.write_text(release)
    assert machine.installer(path) == manager


def test_no_release_file_is_an_unknown_system(tmp_path: Path) -> None:
    assert machine.installer(tmp_path / "none") == ""


@pytest.mark.skipif(not machine.on_linux(), reason="only Linux lacks libraries")
def test_libraries_are_looked_for_by_loading_them() -> None:
    absent = machine.Need("libnot-there.so.9", "libnot-there9")
    assert machine.missing([machine.Need("libc.so.6", "libc6"), absent]) == [absent]


@pytest.mark.skipif(not machine.on_linux(), reason="only Linux lacks libraries")
@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, machine.QT),
        ({"DISPLAY": ":0"}, machine.QT + machine.XCB),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, machine.QT + machine.XCB),
        ({"WAYLAND_DISPLAY": "wayland-0"}, machine.QT + machine.WAYLAND),
        ({"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":0"}, machine.QT + machine.WAYLAND),
    ],
)
def test_a_window_needs_what_its_display_needs(
    environ: dict[str, str], wanted: tuple[machine.Need, ...]
) -> None:
    assert machine.window_needs(environ) == wanted


@pytest.fixture
def debian(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian whose apt-get always succeeds; what it was to install."""
    asked: list[list[str]] = []
    monkeypatch.setattr(machine, "installer", lambda: "apt")
    monkeypatch.setattr(machine, "is_root", lambda: True)
    monkeypatch.setattr(
        machine, "apt_install", lambda needs: bool(asked.append([n.package for n in needs]) or 1)
    )
    return asked


def test_root_with_yes_installs(debian: list[list[str]]) -> None:
    dev.provide(LACKING, yes=True)
    assert debian == [["libxcb-cursor0", "xvfb"]]


def test_root_without_yes_and_nobody_to_ask_is_told(
    debian: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(dev.StopError, match="\n  apt-get update && apt-get install"):
        dev.provide(LACKING, yes=False)
    assert debian == []


def test_not_root_is_told(debian: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "is_root", lambda: False)
    with pytest.raises(dev.StopError, match="\n  sudo apt-get update"):
        dev.provide(LACKING, yes=True)
    assert debian == []


def test_what_only_tests_need_stops_nobody(
    debian: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "is_root", lambda: False)
    dev.provide(LACKING, yes=False, optional=True)
    assert "are skipped" in capsys.readouterr().err


# The environments


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """A checkout of its own, whose commands are noted and not run; venv leaves what it would."""
    done: list[list[str]] = []

    def call(command: list[str]) -> None:
        done.append(command)
        if "venv" in command:
            folder = Path(command[-1])
            python = dev.python_of(folder)
            python.parent.mkdir(parents=True)
            python.touch()
            version = ".".join(map(str, sys.version_info[:3]))
            (folder / "pyvenv.cfg").write_text(f"home = somewhere\nversion = {version}\n")

    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "_call", call)
    monkeypatch.setattr(dev, "_answers", lambda _: True)
    (tmp_path / "requirements").mkdir()
    for which in dev.EXTRAS:
        (tmp_path / "requirements" / f"{which}.txt").write_text(which)
    return done


def _verbs(calls: list[list[str]]) -> list[str]:
    return [call[call.index("-m") + 1] for call in calls]


def test_the_first_run_installs_with_hashes_and_the_second_nothing(
    calls: list[list[str]], tmp_path: Path
) -> None:
    dev.environment(tmp_path / ".venv", "demo")
    assert _verbs(calls) == ["venv", "pip"]
    assert "--require-hashes" in calls[-1]
    calls.clear()
    dev.environment(tmp_path / ".venv", "demo")
    assert calls == []


def test_an_environment_for_tests_serves_the_demo_but_not_the_other_way_round(
    calls: list[list[str]], tmp_path: Path
) -> None:
    dev.environment(tmp_path / ".venv", "test")
    calls.clear()
    dev.environment(tmp_path / ".venv", "demo")
    assert calls == []
    dev.environment(tmp_path / "other", "demo")
    calls.clear()
    dev.environment(tmp_path / "other", "test")
    assert _verbs(calls) == ["pip"]


def test_new_requirements_are_installed(calls: list[list[str]], tmp_path: Path) -> None:
    dev.environment(tmp_path / ".venv", "demo")
    calls.clear()
    (tmp_path / "requirements" / "demo.txt").write_text("newer")
    dev.environment(tmp_path / ".venv", "demo")
    assert _verbs(calls) == ["pip"]


@pytest.mark.parametrize("damage", ["no python", "another python", "no config"])
def test_what_does_not_run_is_made_anew(
    calls: list[list[str]], tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / ".venv"
    dev.environment(folder, "demo")
    calls.clear()
    if damage == "no python":
        dev.python_of(folder).unlink()
    elif damage == "another python":
        (folder / "pyvenv.cfg").write_text("version = 3.9.18\n")
    else:
        (folder / "pyvenv.cfg").unlink()
    dev.environment(folder, "demo")
    assert _verbs(calls) == ["venv", "pip"]


def test_an_install_cut_short_is_done_again(
    calls: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ".venv"
    dev.environment(folder, "demo")
    (tmp_path / "requirements" / "demo.txt").write_text("newer")

    def cut(command: list[str]) -> None:
        raise KeyboardInterrupt

    whole = dev._call
    monkeypatch.setattr(dev, "_call", cut)
    with pytest.raises(KeyboardInterrupt):
        dev.environment(folder, "demo")
    monkeypatch.setattr(dev, "_call", whole)
    (tmp_path / "requirements" / "demo.txt").write_text("demo")
    calls.clear()
    dev.environment(folder, "demo")
    assert _verbs(calls) == ["pip"]


def test_the_account_window_is_installed_beside_the_rest(
    calls: list[list[str]], tmp_path: Path
) -> None:
    dev.environment(tmp_path / ".venv", "test")
    calls.clear()
    dev.environment(tmp_path / ".venv", "browser")
    assert _verbs(calls) == ["pip"]
    calls.clear()
    dev.environment(tmp_path / ".venv", "browser")
    dev.environment(tmp_path / ".venv", "test")
    assert calls == []


# Suites side by side


@pytest.fixture
def suites(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """What plays pytest: a Python whose suites end as they are told to."""
    script = tmp_path / "python"
    # $6 is what is said to pytest, after -m pytest -q -p no:cacheprovider.
    script.write_text('#!/bin/sh\necho "suite $6"\nexit "$6"\n')
    script.chmod(0o755)
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    return script


def _told(capfdbinary: pytest.CaptureFixture[bytes]) -> list[str]:
    return capfdbinary.readouterr().out.decode().splitlines()


@pytest.mark.skipif(os.name != "posix", reason="plays Pythons with shell scripts")
def test_suites_are_told_in_their_order_and_those_that_failed_are_named(
    suites: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    jobs = [
        (name, lambda: suites, [status]) for name, status in (("a", "1"), ("b", "0"), ("c", "5"))
    ]
    assert dev.side_by_side(jobs) == ["a", "c"]
    assert _told(capfdbinary) == ["suite 1", "suite 0", "suite 5"]


@pytest.mark.skipif(os.name != "posix", reason="plays Pythons with shell scripts")
def test_an_environment_that_cannot_be_made_fails_its_suite_only(
    suites: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    def none() -> Path:
        raise dev.StopError("pip did not succeed")

    assert dev.side_by_side([("a", none, ["0"]), ("b", lambda: suites, ["0"])]) == ["a"]
    assert _told(capfdbinary) == ["pip did not succeed", "suite 0"]


def test_every_test_is_in_one_suite_of_this_python() -> None:
    marks = {name: said[1] for name, said in dev.SUITES.items()}
    assert marks["tests of the window"] == marks["tests"] == dev.REST
    assert "--ignore=tests/ui" in dev.SUITES["tests"]
    assert "tests/ui" in dev.SUITES["tests of the window"]
    for path in dev.OTHER[2:]:
        assert (ROOT / path).exists(), path


# Other Pythons


def _python(folder: Path, name: str, **told: object) -> str:
    """A file that answers as a Python would."""
    answer = {"version": [3, 12], "cpython": True, "final": True, "complete": True, "path": name}
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{json.dumps({**answer, **told})}'\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(os.name != "posix", reason="plays Pythons with shell scripts")
def test_every_fitting_python_is_found_once(tmp_path: Path) -> None:
    dead = tmp_path / "dead"
    dead.write_text("#!/bin/sh\nexit 127\n")
    dead.chmod(0o755)
    found = pythons.others(
        "3.11",
        [
            str(dead),
            str(tmp_path / "not there"),
            _python(tmp_path, "bare", complete=False),
            _python(tmp_path, "first"),
            _python(tmp_path, "second"),
            _python(tmp_path, "own", version=[3, 11]),
            _python(tmp_path, "old", version=[3, 9]),
            _python(tmp_path, "pypy", version=[3, 10], cpython=False),
            _python(tmp_path, "coming", version=[3, 14], final=False),
            _python(tmp_path, "ten", version=[3, 10]),
        ],
    )
    assert found == {"3.10": "ten", "3.12": "first"}
    assert list(found) == ["3.10", "3.12"]
