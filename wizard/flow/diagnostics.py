"""The text of "Save diagnostics": what helps to find a fault, and nothing of whom it befell.

Versions, the name of the password store, keys of findings, how long things took. No address, name, number
or secret is handed in; what comes out of files (keys of findings) is looked at before it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from wizard.flow.steps import STEPS, StepStatus

if TYPE_CHECKING:
    from wizard.flow.state import SetupState, Verdict

Text = Callable[..., str]

# A key of a finding and a name of a run, which both may have come out of a file or a foreign library.
_KEY = re.compile(r"[a-z]{1,24}(?:[_-][a-z]{1,24}){0,5}")
_VERDICTS = {
    "account": "account_verdict",
    "activate": "analytics_verdict",
    "keys": "keys_verdict",
    "employees": "employees_verdict",
    "tracking": "tracking_verdict",
    "testCall": "call_verdict",
}


class Timing(NamedTuple):
    """One piece of background work: begun so long after the window, took so long, ended with that finding."""

    name: str
    after: float
    took: float
    finding: str = ""


class Seen(NamedTuple):
    """What the text is made of. ``store`` is empty where none is known, ``store_finding`` where none is."""

    made: str
    versions: Sequence[str]
    language: str
    store: str
    store_finding: str
    state: SetupState | None
    statuses: Mapping[str, StepStatus]
    timings: Sequence[Timing]


def diagnostics(seen: Seen, text: Text) -> str:
    """The whole text, readable as it stands."""
    store = [seen.store or text("diagnostics.no_store")]
    if seen.store_finding:
        store.append(_key(seen.store_finding))
    blocks = (
        (text("diagnostics.versions"), [*seen.versions, f"language {seen.language}"]),
        (text("diagnostics.store"), store),
        (text("diagnostics.steps"), [f"{step}: {seen.statuses[step].state}" for step in STEPS]),
        (text("diagnostics.checks"), _checks(seen.state) or [text("diagnostics.nothing")]),
        (text("diagnostics.timings"), _timings(seen.timings) or [text("diagnostics.nothing")]),
    )
    lines = [text("diagnostics.head"), seen.made]
    for title, content in blocks:
        lines += ["", title, *(f"  {each}" for each in content)]
    return "\n".join(lines) + "\n"


def _checks(state: SetupState | None) -> list[str]:
    found = []
    for step, name in _VERDICTS.items():
        verdict: Verdict | None = getattr(state, name, None)
        if verdict is not None:
            keys = ", ".join(map(_key, verdict.codes))
            found.append(" ".join(filter(None, (f"{step}:", verdict.at, verdict.state, keys))))
    return found


def _timings(timings: Sequence[Timing]) -> list[str]:
    return [
        " ".join(
            filter(
                None,
                (
                    f"+{each.after:.1f} s",
                    _key(each.name),
                    f"{each.took * 1000:.0f} ms",
                    each.finding and _key(each.finding),
                ),
            )
        )
        for each in timings
    ]


def _key(text: str) -> str:
    return text if _KEY.fullmatch(text) else "***"
