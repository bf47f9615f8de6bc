#!/usr/bin/env python3
"""Everything a developer types: python3 dev.py VERB. Standard library only, Python 3.10 or newer.

Makes .venv, installs the pinned requirements into it and starts the checkout itself, so nothing of
the project has to be built first. Must not import what it installs.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.tools.machine import Need

USAGE = """\
usage: python3 dev.py VERB [--yes] [arguments]

  demo           start the wizard on the embedded demo account
  run            start the wizard on a real account
  browser        install what the account window needs (Qt WebEngine, 700 MB)
  test           lint, the wheel in an empty environment, all tests
                 --all-pythons   the tests under every CPython 3.10 or newer that is found
                 other arguments go to pytest; then only the tests are run
  lint           ruff, mypy, import contracts, texts of the interface
  bench          the budgets of speed and memory, from an installed wheel
  pictures       every page as PNG, in pictures/ or the folder named
  translations   check the texts of the interface; --write puts their files in order
  requirements   pin the newest versions anew (needs uv)

  --yes          install missing system packages without asking (Debian or Ubuntu, as root)

Arguments after demo and run go to the program: python3 dev.py run --help
"""

OLDEST = (3, 10)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OTHERS = ROOT / ".venvs"
STAMP = "requirements.json"
# One set holds another: what a richer environment has need not be installed again.
HOLDS = {
    "runtime": ("runtime", "demo", "test"),
    "demo": ("demo", "test"),
    "browser": ("browser",),
    "test": ("test",),
}
EXTRAS = ("runtime", "demo", "browser", "test")


class StopError(Exception):
    """The end, with a sentence for the person and an exit status."""

    def __init__(self, sentence: str, status: int = 1) -> None:
        super().__init__(sentence)
        self.status = status


def say(sentence: str) -> None:
    """One calm line on stderr; stdout belongs to what is started."""
    print(f"dev.py: {sentence}", file=sys.stderr, flush=True)


# The machine


def provide(needs: list[Need], yes: bool, optional: bool = False) -> None:
    """Have the missing system packages installed, or tell the one line that does it."""
    from tests.tools import machine

    if not needs:
        return
    names = ", ".join(need.name for need in needs)
    manager = machine.installer()
    if manager == "apt" and machine.is_root() and (yes or _agreed(names)):
        say(f"installing system packages for {names}")
        if machine.apt_install(needs):
            return
        say("apt-get did not succeed.")
    line = machine.line_to_type(needs, manager, machine.is_root())
    told = f"the system lacks {names}."
    told += f" Type:\n  {line}" if manager else " Install them with your system's package manager."
    if not optional:
        raise StopError(told)
    say(f"{told}\nTests that need them are skipped.")


def _agreed(names: str) -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    question = f"dev.py: install system packages for {names}? [y/N] "
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def need_qt(yes: bool, window: bool = False) -> None:
    """The libraries of Qt, before Qt can abort the process over one."""
    from tests.tools import machine

    wanted = machine.window_needs(os.environ) if window else machine.QT
    provide(machine.missing(wanted), yes)


# The environments


def python_of(folder: Path) -> Path:
    """The interpreter of an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def environment(
    folder: Path, which: str, yes: bool = False, base: str = "", version: str = ""
) -> Path:
    """The interpreter of an environment with the requirements of ``which``, made where it is not yet.

    An environment of another Python, or one that does not run, is made anew. ``base`` is the Python
    to make it of (this one), ``version`` its "3.X".
    """
    version = version or f"{sys.version_info[0]}.{sys.version_info[1]}"
    python = python_of(folder)
    healthy = python.exists() and _version_of(folder) == version
    if healthy and _installed(folder, which):
        return python
    if not healthy or not _answers([str(python), "-m", "pip", "--version"]):
        _make(folder, base, yes)
    say(f"installing the requirements ({which}) for Python {version}, once")
    stamp = folder / STAMP
    kept = _read_stamp(folder)
    stamp.unlink(missing_ok=True)
    pip(python, "--require-hashes", "-r", str(ROOT / "requirements" / f"{which}.txt"))
    stamp.write_text(json.dumps({**kept, which: _digest(which)}), encoding="utf-8")
    return python


def _make(folder: Path, base: str, yes: bool) -> None:
    from tests.tools import machine

    if not base:
        need = machine.venv_need((sys.version_info[0], sys.version_info[1]))
        provide([need] if need else [], yes)
    say(f"making {folder.relative_to(ROOT)}")
    # The Python below, where dev.py itself was started from an environment.
    own = str(getattr(sys, "_base_executable", None) or sys.executable)
    if folder.exists():
        shutil.rmtree(folder)
    folder.parent.mkdir(exist_ok=True)
    _call([base or own, "-m", "venv", str(folder)])


def pip(python: Path, *arguments: str) -> None:
    """pip install; only errors are shown."""
    options = ["-qq", "--disable-pip-version-check", "--no-input", "--no-warn-script-location"]
    _call([str(python), "-m", "pip", "install", *options, *arguments])


def _version_of(folder: Path) -> str:
    """The "3.X" that an environment was made of; nothing if that cannot be told."""
    try:
        lines = (folder / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    for line in lines:
        key, _, value = line.partition("=")
        if key.strip() in ("version", "version_info"):
            return ".".join(value.strip().split(".")[:2])
    return ""


def _digest(which: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{which}.txt").read_bytes()).hexdigest()


def _read_stamp(folder: Path) -> dict[str, str]:
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _installed(folder: Path, which: str) -> bool:
    stamp = _read_stamp(folder)
    return any(stamp.get(each) == _digest(each) for each in HOLDS[which])


def _answers(command: list[str]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        return False
    return done.returncode == 0


def _call(command: list[str]) -> None:
    """Run a step whose failure ends everything; its output goes to stderr."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False)
    if done.returncode:
        raise StopError(f"this did not succeed: {' '.join(command[:4])} …")


def child_environ(offscreen: bool = True) -> dict[str, str]:
    """The environment of what is started: the checkout importable from wherever one stands."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    environ.pop("PYTHONHOME", None)
    if offscreen:
        environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return environ


def step(name: str, python: Path, *arguments: str) -> list[str]:
    """Run one step in the checkout, its output passed through; [name] if it failed."""
    say(name)
    done = subprocess.run([str(python), *arguments], cwd=ROOT, env=child_environ(), check=False)
    return [name] if done.returncode else []


# The verbs


def start(arguments: list[str], yes: bool) -> int:
    """The wizard itself, in place of this process where the system can do that."""
    from tests.tools import machine

    windowless = {"--help", "-h", "--version", "--demo-server"} & set(arguments)
    if not windowless:
        if machine.no_display(os.environ):
            raise StopError("there is no display: start the wizard on a desktop.", 2)
        need_qt(yes, window=True)
    python = environment(VENV, "demo", yes)
    command = [str(python), "-m", "wizard", *arguments]
    sys.stderr.flush()
    if os.name == "posix":
        os.execve(command[0], command, child_environ(offscreen=False))  # noqa: S606 - our own venv
    return subprocess.run(command, env=child_environ(offscreen=False), check=False).returncode


def browser(yes: bool) -> int:
    """Qt WebEngine beside what is installed: from then on demo and run open the account window."""
    from tests.tools import machine

    need_qt(yes)
    provide(machine.missing(machine.BROWSER), yes)
    environment(VENV, "demo", yes)
    environment(VENV, "browser", yes)
    return 0


def lint(python: Path) -> list[str]:
    """All that is looked at without running the program."""
    contracts = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return [
        *step("ruff check", python, "-m", "ruff", "check", "--quiet", "."),
        *step("ruff format", python, "-m", "ruff", "format", "--quiet", "--check", "."),
        *step("mypy", python, "-m", "mypy", "--no-error-summary"),
        *step("import contracts", python, "-c", contracts),
        *step("texts of the interface", python, "-m", "tests.tools.translations"),
    ]


# The suites of one Python, each a process: tests that need an X server or a keyring service, those of
# Qt WebEngine, whose engine stays in the process that loaded it, the window's, and all the others.
REST = "not linux_tools and not web"
SUITES = {
    "tests of the window": ["-m", REST, "tests/ui"],
    "tests": ["-m", REST, "--ignore=tests/ui"],
    "tests of the account window": ["-m", "web"],
    "tests on a desktop": ["-m", "linux_tools and not web"],
}
# What another Python may answer otherwise: the language and the libraries. How pages look, walk and are
# killed is the same under every Python, and so are most faults of a network.
OTHER = [
    *("-m", f"{REST} and not one_python", "tests/rules", "tests/flow", "tests/account_window"),
    *("tests/doors/test_http.py", "tests/doors/test_planfix.py", "tests/doors/test_binotel.py"),
    *("tests/doors/test_storage.py", "tests/doors/test_secrets.py", "tests/doors/test_logs.py"),
    *("tests/e2e/test_walk.py", "tests/test_command_line.py"),
    *("tests/ui/test_start.py", "tests/ui/test_soak.py", "tests/ui/test_opening.py"),
]


def test(arguments: list[str], yes: bool) -> int:
    """Lint, the wheel, then the suites, two at a time; on other Pythons only what ``OTHER`` names."""
    from tests.tools import machine, pythons

    everywhere = "--all-pythons" in arguments
    more = [each for each in arguments if each != "--all-pythons"]
    need_qt(yes)
    for needs, there in (
        (machine.XCB, machine.library_there),
        (machine.BROWSER, machine.library_there),
        (machine.TOOLS, machine.tool_there),
    ):
        provide(machine.missing(needs, there), yes, optional=not os.environ.get("CI"))
    python = environment(VENV, "test", yes)
    environment(VENV, "browser", yes)
    if more and not everywhere:
        raise_failed(step("tests", python, "-m", "pytest", *more))
        return 0
    failed = []
    if not more:
        failed += lint(python)
        failed += step("wheel in an empty environment", python, "-m", "tests.tools.wheel")
    jobs: list[Job] = [(name, lambda: python, [*marks, *more]) for name, marks in SUITES.items()]
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    for version, base in pythons.others(own).items() if everywhere else ():

        def other(version: str = version, base: str = base) -> Path:
            return environment(OTHERS / version, "test", yes, base, version)

        jobs.append((f"tests on Python {version}", other, [*OTHER, *more]))
    failed += side_by_side(jobs)
    raise_failed(failed)
    return 0


Job = tuple[str, Callable[[], Path], list[str]]


def side_by_side(jobs: list[Job]) -> list[str]:
    """Run suites of tests, two at a time, each told whole once it is done; the names of those that failed.

    A job is its name, what gives its interpreter, and what is said to pytest.
    """

    def run(name: str, interpreter: Callable[[], Path], arguments: list[str]) -> tuple[bytes, int]:
        try:
            python = interpreter()
        except StopError as stop:
            return f"{stop}\n".encode(), 1
        say(f"{name}: begun")
        done = subprocess.run(
            [str(python), "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments], cwd=ROOT,
            env=child_environ(), check=False, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.stdout, done.returncode

    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for job, (told, status) in zip(jobs, pool.map(lambda each: run(*each), jobs), strict=True):
            say(job[0])
            sys.stdout.buffer.write(told)
            sys.stdout.flush()
            if status:
                failed.append(job[0])
    return failed


def raise_failed(failed: list[str]) -> None:
    """StopError that names what failed, if anything did."""
    if failed:
        raise StopError(f"failed: {', '.join(failed)}.")


def requirements() -> int:
    """Pin the newest versions that pyproject.toml allows; the files name no registry."""
    found = shutil.which("uv") or shutil.which("uv", path=str(python_of(VENV).parent))
    if found is None:
        raise StopError("uv is not installed; type: python3 -m pip install uv")
    for extra in EXTRAS:
        say(f"requirements/{extra}.txt")
        chosen = [] if extra == "runtime" else ["--extra", extra]
        subprocess.run(
            [found, "pip", "compile", "--quiet", "--upgrade", "--universal", "--generate-hashes",
             "--no-header", "--python-version", "3.10", *chosen, "pyproject.toml",
             "-o", f"requirements/{extra}.txt"],
            cwd=ROOT, stdout=subprocess.DEVNULL, check=True,
        )  # fmt: skip
    return 0


def tool(verb: str, arguments: list[str], yes: bool) -> int:
    """A verb that is a module of its own, run in the environment of the tests."""
    modules = {
        "bench": "tests.benchmarks",
        "pictures": "tests.tools.pictures",
        "translations": "tests.tools.translations",
    }
    if verb != "translations":
        need_qt(yes)
    python = environment(VENV, "test", yes)
    command = [str(python), "-m", modules[verb], *arguments]
    return subprocess.run(command, cwd=ROOT, env=child_environ(), check=False).returncode


def main(argv: list[str]) -> int:
    """The exit status: 0 well, 1 something failed, 2 cannot be done like this."""
    yes = "--yes" in argv
    words = [each for each in argv if each != "--yes"]
    verb, arguments = (words[0], words[1:]) if words else ("", [])
    if verb in ("", "-h", "--help", "help"):
        print(USAGE, end="", file=sys.stdout if verb else sys.stderr)
        return 0 if verb else 2
    if verb == "demo":
        return start(["--demo", *arguments], yes)
    if verb == "run":
        return start(arguments, yes)
    if verb == "browser":
        return browser(yes)
    if verb == "test":
        return test(arguments, yes)
    if verb == "lint":
        raise_failed(lint(environment(VENV, "test", yes)))
        return 0
    if verb == "requirements":
        return requirements()
    if verb in ("bench", "pictures", "translations"):
        return tool(verb, arguments, yes)
    raise StopError(f"there is no verb {verb}.\n\n{USAGE}", 2)


if __name__ == "__main__":
    if sys.version_info < OLDEST:
        print("dev.py: this needs Python 3.10 or newer.", file=sys.stderr)
        sys.exit(2)
    sys.path.insert(0, str(ROOT))
    try:
        sys.exit(main(sys.argv[1:]))
    except StopError as stop:
        say(str(stop))
        sys.exit(stop.status)
    except KeyboardInterrupt:
        sys.exit(130)
