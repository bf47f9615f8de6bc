"""Measures the budgets of design, 6, and prints each beside what was found. Run by ``dev.py bench``.

From an installed wheel, offscreen, everything in one run: ratios to a bare two-page QWizard, not
milliseconds, are what is held. Status 1: something is over its budget.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dev
from tests.benchmarks import lists, programs
from tests.benchmarks.account_stub import TOKEN, Account, data_tags, serving
from tests.tools import wheel
from wizard.doors.resources import facts

RUNS = 15
RATIO = 1.25
BLOCK_MS = 50.0
PACE = 1.05
CLOSE_SECONDS = 1.0

MATCHING = 10.0
GROWTH = 2.5

TAGS = 500
EMPLOYEES_TIMED = 1_000
EMPLOYEES_MOST = 10_000
WIRE = ("671112233", "441112233", "501112233", "931112233")


@dataclass(frozen=True)
class Row:
    """One budget. ``good`` None: not measured, ``found`` tells why."""

    what: str
    found: str
    budget: str
    good: bool | None


def _run(python: Path, program: str, *arguments: str) -> dict[str, Any]:
    """Run a program of ours in the environment of the wheel; what it told, and when it ended."""
    with tempfile.TemporaryDirectory() as home:
        given = [each.replace("HOME", home) for each in arguments]
        start = time.monotonic()
        done = subprocess.run(
            [str(python), "-c", program, *given],
            cwd=home, env=wheel.environ(Path(home)), capture_output=True, text=True,
            check=False, timeout=300, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic()
    if done.returncode or not done.stdout:
        raise RuntimeError(f"a measured program ended with {done.returncode}:\n{done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout)
    return {"start": start, "end": end, **told}


def starts(python: Path) -> list[Row]:
    """Start-up time and memory, ours and the bare one in turn."""
    found: dict[str, list[dict[str, Any]]] = {"bare": [], "ours": []}
    for turn in range(RUNS + 1):
        bare = _run(python, programs.BARE)
        ours = _run(python, programs.OURS, "HOME/state")
        if turn:  # the first of each warms the disk's cache
            found["bare"].append(bare)
            found["ours"].append(ours)
    time_of = {
        name: statistics.median((each["at"] - each["start"]) * 1000 for each in runs)
        for name, runs in found.items()
    }
    memory = {name: statistics.median(each["kib"] for each in runs) for name, runs in found.items()}
    rows = [_ratio("start to the first painted step", time_of, "ms")]
    if memory["bare"]:
        mib = {name: kib / 1024 for name, kib in memory.items()}
        rows.append(_ratio("memory at the first step", mib, "MiB"))
    else:
        rows.append(Row("memory at the first step", "only measured on Linux", "", None))
    return rows


def _ratio(what: str, values: dict[str, float], unit: str) -> Row:
    ratio = values["ours"] / values["bare"]
    found = f"{ratio:.2f} × ({values['ours']:.0f} {unit}, bare {values['bare']:.0f} {unit})"
    return Row(what, found, f"{RATIO} ×", ratio <= RATIO)


def closing(python: Path) -> Row:
    """From close() to the end of the process, while an account does not answer."""
    account = Account([], 0, silent=True)
    with serving(account) as origin:
        told = _run(python, programs.HANG, "HOME/state", origin, TOKEN)
        if not account.asked:
            raise RuntimeError("no request was hanging")
    seconds = told["end"] - told["at"]
    good = seconds <= CLOSE_SECONDS
    return Row("closing with a request hanging", f"{seconds:.2f} s", f"{CLOSE_SECONDS} s", good)


def _pages(count: int) -> int:
    return count // 100 + 1


def whole_check(python: Path) -> list[Row]:
    """Requests and time of reading all there is, at the real pace."""
    account = Account(_tags(), EMPLOYEES_TIMED)
    with serving(account) as origin:
        told = _run(python, programs.CHECK, origin, TOKEN, *WIRE)
    if (told["tags"], told["employees"]) != (TAGS, EMPLOYEES_TIMED):
        raise RuntimeError(f"not all was read: {told}")
    least = 1 + _pages(TAGS) + _pages(EMPLOYEES_TIMED) + len(WIRE)
    asked = len(account.asked)
    most = PACE * (asked - 1)
    twice = max(Counter(account.asked).values()) > 1
    return [
        Row("requests for a whole check", f"{asked}{', one of them twice' if twice else ''}",
            str(least), asked <= least and not twice),
        Row("time of that check", f"{told['seconds']:.2f} s", f"{most:.2f} s",
            told["seconds"] <= most),
    ]  # fmt: skip


def blocks(python: Path) -> list[Row]:
    """The longest block of the window's event loop while it reads the largest account."""
    account = Account(_tags(), EMPLOYEES_MOST)
    with serving(account) as origin:
        told = _run(python, programs.BLOCKS, "HOME/state", origin, TOKEN)
    rows = [Row("longest block of the event loop", why, "", None) for why in told["skipped"]]
    for check, block in told["longest"].items():
        what = f"longest block: {check}"
        rows.append(Row(what, f"{block:.0f} ms", f"{BLOCK_MS:.0f} ms", block <= BLOCK_MS))
    if not told["skipped"] and told["rows"]["employeesTable"] != EMPLOYEES_MOST:
        raise RuntimeError(f"the window did not show all: {told}")
    # The button Check of the first step looks at one employee on its own.
    most = 1 + _pages(TAGS) + _pages(EMPLOYEES_MOST) + 1
    asked = len(account.asked)
    rows.append(Row("requests of the window", str(asked), str(most), asked <= most))
    return rows


def long_lists(python: Path) -> list[Row]:
    """The longest block of the event loop while ten thousand rows are pasted, sought, scrolled and edited."""
    account = Account([], EMPLOYEES_MOST)
    for each in account.employees:
        # Told with the list, so that ten thousand Wire numbers are not asked for one by one.
        each["extensionNumber"] = ""
    with serving(account) as origin:
        told = _run(python, lists.LISTS, "HOME/state", origin, TOKEN, str(EMPLOYEES_MOST))
    return [
        Row(f"longest block: {act}", f"{block:.0f} ms", f"{BLOCK_MS:.0f} ms", block <= BLOCK_MS)
        for act, block in told["longest"].items()
    ]


def matching(python: Path) -> list[Row]:
    """Finding ten thousand people among as many employees, beside the bare parsing of their phones."""
    told = _run(python, lists.MATCHING, str(EMPLOYEES_MOST))
    ratio, growth = told["matching"] / told["parsing"], told["matching"] / told["half"]
    found = f"{ratio:.1f} × ({told['matching']:.2f} s, parsing {told['parsing']:.2f} s)"
    return [
        Row("matching 10 000 to 10 000", found, f"{MATCHING:.0f} × parsing", ratio <= MATCHING),
        Row("matching, twice as many", f"{growth:.1f} × as long", f"{GROWTH} ×", growth <= GROWTH),
    ]


def _tags() -> list[dict[str, Any]]:
    known = facts()
    tracking = [(each.name, known.tracking_type) for each in known.tracking_fields]
    return data_tags(
        TAGS,
        {each.names[0]: [*each.standard, *tracking] for each in known.analytics.values()},
    )


def main() -> int:
    """0 if every budget is kept."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        python = wheel.installed()
    except (wheel.WheelError, dev.StopError) as error:
        print(error, file=sys.stderr)
        return 1
    rows: list[Row] = []
    with contextlib.suppress(KeyboardInterrupt):
        for measure in (starts, closing, blocks, long_lists, matching, whole_check):
            found = measure(python)
            for row in found if isinstance(found, list) else [found]:
                rows.append(row)
                mark = "not measured" if row.good is None else "kept" if row.good else "OVER"
                print(f"{row.what:36} {row.found:44} {row.budget:10} {mark}", flush=True)
    return 1 if any(row.good is False for row in rows) or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
