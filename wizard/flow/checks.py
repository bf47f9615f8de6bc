"""The checks of the steps, over ports: what is asked, in what order, and what the answers amount to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from wizard.flow.ports import Planfix
from wizard.rules.facts import ANALYTICS, Facts
from wizard.rules.finding import Fault, Finding, Severity
from wizard.rules.models import DataTag, Employee
from wizard.rules.tracking import find_analytics

NOT_CHOSEN: Mapping[str, int] = MappingProxyType({})
"""Nothing was picked by hand: the data tags are found by their names."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What was read of the account's data tags. ``complete`` False: only the first page."""

    tags: tuple[DataTag, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class AccountCheck:
    """The outcome of *Check*. ``answered`` tells that a Planfix answered at all."""

    findings: tuple[Finding, ...]
    answered: bool
    token_good: bool
    tags: Tags | None = None
    employees_readable: bool = False
    remaining: int | None = None


def check_account(planfix: Planfix, has_token: bool) -> AccountCheck:
    """Ping, the first page of data tags, one employee. Stops where the rest could not succeed either."""
    try:
        planfix.ping()
    except Fault as fault:
        return AccountCheck((fault.finding,), answered=False, token_good=False)
    if not has_token:
        missing = Finding("token_missing", Severity.WARNING, "tokenEdit")
        return AccountCheck((missing,), answered=True, token_good=False)
    findings: list[Finding] = []
    tags: Tags | None = None
    readable = False
    try:
        first = planfix.first_data_tags()
        tags = Tags(tuple(first), complete=len(first) < 100)
    except Fault as fault:
        findings.append(fault.finding)
    if all(each.key in _RIGHTS for each in findings):
        try:
            planfix.first_employee()
            readable = True
        except Fault as fault:
            findings.append(fault.finding)
    return AccountCheck(
        tuple(findings),
        answered=True,
        token_good=all(each.key in _RIGHTS for each in findings),
        tags=tags,
        employees_readable=readable,
        remaining=planfix.remaining,
    )


PAGE = 100


def pages(count: int) -> int:
    """The requests that a list of so many takes: a page after the last full one tells that it ends."""
    return max(0, count) // PAGE + 1


def tags_cost(known: Tags | None, count: int) -> int:
    """The requests that a look at the data tags takes if there are ``count``, ``known`` of them read."""
    if known is not None and known.complete:
        return 0
    return max(1, pages(count) - (len(known.tags) // PAGE if known else 0))


def employees_cost(count: int, wire_ends: int) -> int:
    """The requests that reading ``count`` employees takes, and asking who has each Wire number."""
    return pages(count) + wire_ends


# One of these says that the token is good and lacks a right; the other question is still worth asking.
_RIGHTS = frozenset({"scope_missing", "no_rights"})


def read_analytics(
    planfix: Planfix,
    facts: Facts,
    known: Tags | None = None,
    progress: Callable[[int], None] | None = None,
    chosen: Mapping[str, int] = NOT_CHOSEN,
) -> Tags:
    """All data tags, those of ``known`` not asked again; the two of telephony come with their fields.

    ``chosen``: those that the person picked by hand (``SetupState.chosen_tags``).
    ``known`` itself comes back if nothing had to be asked: what it proves was seen then, not now.
    """
    asked = known is None or not known.complete
    if known is not None and known.complete:
        tags = list(known.tags)
    else:
        tags = planfix.data_tags(progress, known.tags if known else ())
    for which in ANALYTICS:
        tag = find_analytics(tags, which, facts, chosen.get(which))
        if tag is not None and tag.fields is None:
            tags[tags.index(tag)] = planfix.data_tag(tag.id)
            asked = True
    return known if known is not None and not asked else Tags(tuple(tags), complete=True)


def both_present(
    tags: Tags, facts: Facts, chosen: Mapping[str, int] = NOT_CHOSEN
) -> dict[str, bool]:
    """Which of the two telephony data tags are there."""
    return {
        which: find_analytics(tags.tags, which, facts, chosen.get(which)) is not None
        for which in ANALYTICS
    }


def short_number_hits(
    planfix: Planfix, wire_ends: Sequence[str], known: Mapping[str, frozenset[int] | None]
) -> dict[str, frozenset[int] | None]:
    """Who has each Wire number (its last nine digits) as a short number, as far as filter 9004 tells."""
    hits = dict(known)
    for end in wire_ends:
        if hits.get(end) is None:
            hits[end] = frozenset(each.id for each in planfix.employees_by_short_number(end))
    return hits


def short_numbers_known(employees: Sequence[Employee]) -> bool:
    """Whether the API told every short number, so that no filter is needed."""
    return bool(employees) and all(each.short_number is not None for each in employees)
