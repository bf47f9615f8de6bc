"""What the start page tells of one account: what stands out, and what to do next. Keys only; no words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from wizard.flow.steps import DONE, OPEN, PROBLEM, WAITING, StepStatus, first_unmet, statuses
from wizard.rules.letter import working_days_between

if TYPE_CHECKING:
    from datetime import datetime

    from wizard.flow.state import SetupState

REMIND_AFTER_WORKING_DAYS = 2


class Remark(NamedTuple):
    """One thing that stands out; ``at`` is the time that it speaks of."""

    key: str
    at: datetime | None = None
    values: Mapping[str, int] = MappingProxyType({})


class Overview(NamedTuple):
    """``state`` as of a step, for the account as a whole; ``step`` is where it opens."""

    state: str
    remarks: tuple[Remark, ...]
    step: str
    todo: str


def overview(state: SetupState, now: datetime) -> Overview:
    """Waiting first, since it may be all there is to do; then what is wrong; else how much is left."""
    found = statuses(state, now)
    remarks = []
    if found["letter"].state == WAITING:
        remarks.append(Remark("waiting", found["letter"].at))
    for step in ("account", "activate", "keys", "employees", "tracking"):
        if found[step].state == PROBLEM:
            unknown = step == "tracking" and "n" not in found[step].values
            key = "tracking_unknown" if unknown else step
            remarks.append(Remark(key, values=found[step].values))
    left = sum(1 for step, each in found.items() if step != "summary" and each.state != DONE)
    if not left:
        remarks.append(Remark("proved" if state.call_at else "done"))
    elif not remarks:
        remarks.append(Remark("left", values={"n": left}))
    step = first_unmet(state, now)
    return Overview(_whole(found, left), tuple(remarks), step, _todo(step, found, now))


def _whole(found: Mapping[str, StepStatus], left: int) -> str:
    states = {each.state for each in found.values()}
    if PROBLEM in states:
        return PROBLEM
    if WAITING in states:
        return WAITING
    return OPEN if left else DONE


def _todo(step: str, found: Mapping[str, StepStatus], now: datetime) -> str:
    letter = found["letter"]
    if step != "keys" or letter.state != WAITING or letter.at is None:
        return step
    passed = working_days_between(letter.at.astimezone(now.tzinfo).date(), now.date())
    return "remind" if passed >= REMIND_AFTER_WORKING_DAYS else "reply"
