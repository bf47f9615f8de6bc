"""The steps and what the facts say of each. Pure functions of the state and the time; no words, only keys."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from wizard.flow.state import SetupState, Verdict, moment

if TYPE_CHECKING:
    from datetime import datetime

STEPS = (
    *("account", "activate", "letter", "keys", "employees", "tracking"),
    *("testCall", "summary"),
)

OPEN, WAITING, DONE, PROBLEM = "open", "waiting", "done", "problem"


class StepStatus(NamedTuple):
    """The state of a step and the key of the line of truth under it (section ``steps`` of the catalogue).

    ``at`` is the time that the line speaks of; ``values`` fill its other placeholders.
    """

    state: str
    line: str
    at: datetime | None = None
    values: Mapping[str, int] = MappingProxyType({})


def statuses(state: SetupState | None, now: datetime) -> dict[str, StepStatus]:
    """The status of every step. Without an account all are open."""
    if state is None:
        return {step: StepStatus(OPEN, f"{step}.open") for step in STEPS}
    found = {
        "account": _account(state),
        "activate": _activate(state),
        "letter": _letter(state, now),
        "keys": _keys(state),
        "employees": _employees(state),
        "tracking": _tracking(state),
        "testCall": _test_call(state),
    }
    left = sum(1 for each in found.values() if each.state != DONE)
    if left == 0:
        found["summary"] = StepStatus(DONE, "summary.done")
    else:
        found["summary"] = StepStatus(OPEN, "summary.left", values={"n": left})
    return found


def first_unmet(state: SetupState | None, now: datetime) -> str:
    """Where to open: the first step that is neither done nor waiting for somebody else."""
    if state is None or not state.accepted:
        return "account"
    if state.push_open_at:
        # Cards were being written: whatever else is open can wait.
        return "employees"
    found = statuses(state, now)
    for step in STEPS:
        if found[step].state in (OPEN, PROBLEM):
            return step
    return "summary"


def _checked(verdict: Verdict) -> datetime | None:
    return moment(verdict.at)


def _account(state: SetupState) -> StepStatus:
    verdict = state.account_verdict
    if verdict and verdict.state == "error":
        return StepStatus(PROBLEM, "account.problem", _checked(verdict))
    if verdict and verdict.state == "ok":
        return StepStatus(DONE, "account.checked", _checked(verdict))
    if state.accepted:
        return StepStatus(DONE, "account.accepted")
    return StepStatus(OPEN, "account.open")


def _activate(state: SetupState) -> StepStatus:
    verdict = state.analytics_verdict
    if state.activated_at:
        missing = verdict is not None and "analytics_missing" in verdict.codes
        if missing:
            return StepStatus(PROBLEM, "activate.not_seen", _checked(verdict) if verdict else None)
        return StepStatus(DONE, "activate.done", moment(state.activated_at))
    return StepStatus(OPEN, "activate.open")


def _letter(state: SetupState, now: datetime) -> StepStatus:
    sent = moment(state.letter_sent_at)
    if state.has_keys or state.saved_in_planfix_at:
        return StepStatus(DONE, "letter.answered", sent)
    if sent:
        days = max(0, (now.date() - sent.astimezone(now.tzinfo).date()).days)
        return StepStatus(WAITING, "letter.waiting", sent, {"n": days + 1})
    return StepStatus(OPEN, "letter.open")


def _keys(state: SetupState) -> StepStatus:
    verdict = state.keys_verdict
    if verdict and verdict.state == "error":
        return StepStatus(PROBLEM, "keys.problem", _checked(verdict))
    if state.saved_in_planfix_at:
        line = "keys.done_checked" if verdict and verdict.state == "ok" else "keys.done"
        return StepStatus(DONE, line, moment(state.saved_in_planfix_at))
    if state.has_keys:
        return StepStatus(OPEN, "keys.to_planfix")
    return StepStatus(OPEN, "keys.after_reply" if state.letter_sent_at else "keys.open")


def _employees(state: SetupState) -> StepStatus:
    if state.push_open_at:
        return StepStatus(PROBLEM, "employees.push_open", moment(state.push_open_at))
    if state.employees_problems:
        return StepStatus(PROBLEM, "employees.problem", values={"n": state.employees_problems})
    if state.employees_done_at:
        return StepStatus(DONE, "employees.done", moment(state.employees_done_at))
    return StepStatus(OPEN, "employees.open")


def _tracking(state: SetupState) -> StepStatus:
    verdict = state.tracking_verdict
    if verdict and verdict.state == "error":
        if state.tracking_open:
            return StepStatus(
                PROBLEM, "tracking.left", _checked(verdict), {"n": state.tracking_open}
            )
        if {"standard_missing", "standard_type"} & set(verdict.codes):
            return StepStatus(PROBLEM, "tracking.standard", _checked(verdict))
        return StepStatus(PROBLEM, "tracking.problem", _checked(verdict))
    if verdict:
        return StepStatus(DONE, "tracking.done", _checked(verdict))
    if state.tracking_ticked_at:
        return StepStatus(DONE, "tracking.by_hand", moment(state.tracking_ticked_at))
    return StepStatus(OPEN, "tracking.open")


def _test_call(state: SetupState) -> StepStatus:
    if state.call_at:
        return StepStatus(DONE, "testCall.done", moment(state.call_at))
    if state.call_ticked_at:
        return StepStatus(DONE, "testCall.by_hand", moment(state.call_ticked_at))
    if state.call_verdict:
        return StepStatus(OPEN, "testCall.not_seen", _checked(state.call_verdict))
    return StepStatus(OPEN, "testCall.open")
