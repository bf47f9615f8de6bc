"""What every file of the repository is held to."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.tools import translations

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 450
# A file over the limit, and why it is one thing all the same.
LONG: dict[str, str] = {}

REGISTRIES = re.compile(
    r"py[p]i\.(org|python\.org)|pythonhosted\.o[r]g|registry\.n[p]mjs|(deb|security)\.deb[i]an\.org"
)
MACHINES = re.compile(r"(^|[^A-Za-z0-9._/-])/(work|farm)/[a-z.]", re.MULTILINE)
SUITES = ("runtime", "demo", "browser", "test")


def _ours() -> list[Path]:
    """Everything that is or would be in git; without git, as in an unpacked archive, all but caches."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        hidden = (".venv", ".venvs", "__pycache__", ".git")
        paths = [each for each in ROOT.rglob("*") if not set(hidden) & set(each.parts)]
    return [each for each in paths if each.is_file()]


def _texts() -> dict[str, str]:
    found = {}
    for path in _ours():
        try:
            found[path.relative_to(ROOT).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def _python(under: str = "") -> dict[str, str]:
    return {
        name: text
        for name, text in _texts().items()
        if name.endswith(".py") and name.startswith(under)
    }


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINES], ids=["a registry", "a machine's path"])
def test_no_file_names(pattern: re.Pattern[str]) -> None:
    found = {
        name: match.group() for name, text in _texts().items() if (match := pattern.search(text))
    }
    assert not found


def test_no_file_is_many_things() -> None:
    long = {name: text.count("\n") for name, text in _python().items()}
    assert {name for name, lines in long.items() if lines > LONGEST} == set(LONG)


def test_every_module_says_what_it_is_for() -> None:
    silent = [name for name, text in _python().items() if not ast.get_docstring(ast.parse(text))]
    assert not silent


def test_what_must_not_be_committed_is_ignored() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    # Both name registry hosts, on every other line.
    assert {"uv.lock", "pylock*.toml"} <= set(ignored)


def test_no_nested_event_loops() -> None:
    """Dialogs, menus and waits are never run inside another event: only the program's own loop is."""
    found = []
    for name, text in _python("wizard/").items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Name | ast.Attribute):
                word = node.id if isinstance(node, ast.Name) else node.attr
                if word in ("exec", "exec_", "processEvents", "QEventLoop"):
                    found.append(f"{name}: {word}")
    assert found == ["wizard/app.py: exec"]


@pytest.mark.parametrize("which", SUITES)
def test_requirements_are_pinned_with_hashes_and_name_no_host(which: str) -> None:
    text = (ROOT / "requirements" / f"{which}.txt").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    blocks = re.split(r"\n(?=[A-Za-z])", text)
    loose = [each.split()[0] for each in blocks if "==" not in each or "--hash=sha256:" not in each]
    assert not loose


def test_requirements_agree() -> None:
    """An environment for the tests serves the demo too: each package has the same pins everywhere."""
    pins: dict[str, set[frozenset[str]]] = {}
    for which in SUITES:
        text = (ROOT / "requirements" / f"{which}.txt").read_text(encoding="utf-8")
        mine: dict[str, set[str]] = {}
        for name, version in re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", text, re.MULTILINE):
            mine.setdefault(name, set()).add(version)
        for name, versions in mine.items():
            pins.setdefault(name, set()).add(frozenset(versions))
    assert {name: sets for name, sets in pins.items() if len(sets) > 1} == {}
    # 6.12 miscounts None on Python 3.10 and 3.11 (tests/ui/test_soak.py).
    assert pins["pyside6-essentials"] == {frozenset({"6.11.3"})}


def test_texts_of_the_interface() -> None:
    assert translations.problems() == []
