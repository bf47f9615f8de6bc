"""Judges the two telephony data tags («Звонок», «Пропущенный звонок») against what Binotel's data needs.

Pure functions over what the account answered. Nothing here asks, waits, draws or words anything, and
nothing here repairs a name: Planfix takes a field for call tracking by its exact name (facts,
planfix_api 4.4), so names are compared as received, never stripped.

A state says what is there, needed or not; findings are made of needed fields alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from wizard.rules.facts import Facts
from wizard.rules.finding import Finding, Severity
from wizard.rules.models import DataTag, TagField
from wizard.rules.names import CUT, CutNames, Likeness, Mark, likeness

_WIDGET = "trackingTable"


class FieldState:
    """The states of a field (contract, "Models"). ``TICKED``: by hand, where nothing was read."""

    OK: Final = "ok"
    MISSING: Final = "missing"
    WRONG_TYPE: Final = "wrong_type"
    SIMILAR_NAME: Final = "similar_name"
    DUPLICATE: Final = "duplicate"
    NOT_NEEDED: Final = "not_needed"
    TICKED: Final = "ticked"
    NOT_CHECKED: Final = "not_checked"


OUT_OF_ORDER: Final = "out_of_order"
WRONG: Final = (FieldState.WRONG_TYPE, FieldState.SIMILAR_NAME, FieldState.DUPLICATE)
"""States of a field that is there in some way and has to be put right by hand."""
OPEN: Final = frozenset({FieldState.MISSING, *WRONG})
"""States that keep a needed field on the list of things to do."""

# The gravest first; of equals, what has to be mended first.
_KEYS: Final = (
    "analytics_missing",
    "standard_missing",
    "standard_type",
    "fields_missing",
    "fields_wrong",
    "standard_order",
)


@dataclass(frozen=True, slots=True)
class FieldResult:
    """What was found of one of the 19.

    ``found`` is the account's field: the one of that name (of two, the one of the right type), or the
    similar one; ``similar`` its name in that case; ``difference`` how it differs (``names.KINDS``) and
    ``marks`` the same place by place.
    """

    name: str
    state: str
    found: TagField | None = None
    similar: str = ""
    difference: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardResult:
    """What was found of a standard field: ok, missing, wrong_type, out_of_order or not_checked."""

    name: str
    wanted_type: int
    state: str
    found: TagField | None = None


@dataclass(frozen=True, slots=True)
class AnalyticsResult:
    """Everything about one of the two data tags. ``which`` is ``call`` or ``missed``."""

    which: str
    tag: DataTag | None
    fields: tuple[FieldResult, ...]
    standard: tuple[StandardResult, ...]
    findings: tuple[Finding, ...]


def find_analytics(
    tags: Sequence[DataTag], which: str, facts: Facts, chosen_id: int | None = None
) -> DataTag | None:
    """The data tag: the one that the person picked, else the one with exactly a known name.

    Of several with that name, one in the group «Телефония» is preferred, then the first listed. A
    picked one that is gone counts as not picked.
    """
    if chosen_id is not None:
        for each in tags:
            if each.id == chosen_id:
                return each
    named = [each for each in tags if each.name in facts.analytics[which].names]
    home = facts.planfix_labels["telephony"]
    return min(named, key=lambda each: each.group != home, default=None)


def judge(
    which: str,
    tag: DataTag | None,
    needed: Collection[str],
    facts: Facts,
    tags_seen: bool = True,
    ticked: Collection[str] = (),
) -> AnalyticsResult:
    """Judge one data tag. ``tag`` None means: not among the account's, or, with ``tags_seen`` False,
    that the account was not read; the fields are ``not_checked`` then, or ``ticked`` by hand.

    A tag whose ``fields`` are None counts as not read. Without the tag every field is missing, and that
    is told as one finding, not as 19.
    """
    wanted = [each.name for each in facts.tracking_fields]
    standard = facts.analytics[which].standard
    if not tags_seen or (tag is not None and tag.fields is None):
        unknown = tuple(
            FieldResult(name, FieldState.TICKED if name in ticked else FieldState.NOT_CHECKED)
            for name in wanted
        )
        return AnalyticsResult(which, tag, unknown, _not_checked(standard), ())
    fields = tag.fields if tag is not None and tag.fields is not None else ()
    results = _judge_fields(fields, wanted, frozenset(needed), standard, facts)
    if tag is None:
        absent = _finding("analytics_missing", which, facts, [facts.analytics[which].names[0]])
        return AnalyticsResult(which, None, results, _not_checked(standard), (absent,))
    known_name = tag.name in facts.analytics[which].names
    judged, astray = _judge_standard(fields, standard, known_name)
    findings = _findings(which, tag, results, judged, astray, frozenset(needed), facts)
    return AnalyticsResult(which, tag, results, judged, findings)


def summarize(
    results: Iterable[AnalyticsResult], optional_missed: bool = True
) -> tuple[Finding, ...]:
    """The findings of both data tags, one a key, the gravest first.

    Details: ``names`` (joined with a comma), ``count`` of these names, ``analytics`` concerned. The
    absence of «Пропущенный звонок» is a warning while it is optional.
    """
    found: dict[str, list[Finding]] = defaultdict(list)
    for result in results:
        for each in result.findings:
            severity = each.severity
            if each.key == "analytics_missing" and result.which == "missed":
                severity = Severity.WARNING if optional_missed else Severity.ERROR
            found[each.key].append(Finding(each.key, severity, each.field, each.details))
    merged = [_merge(found[key]) for key in _KEYS if key in found]
    return tuple(sorted(merged, key=lambda each: -each.severity))


def missing_names(result: AnalyticsResult, needed: Collection[str]) -> list[str]:
    """Needed names that still have to be made, in the documented order.

    Those of a similar name are not among them: such a field is renamed, not made.
    """
    return _names_in(result, needed, frozenset({FieldState.MISSING}))


def open_names(result: AnalyticsResult, needed: Collection[str]) -> list[str]:
    """Needed names with anything left to do, in the documented order."""
    return _names_in(result, needed, OPEN)


def needed_set_of(selection: Collection[str], facts: Facts) -> str:
    """The key of the ready-made set that is exactly this selection; empty for one of the person's own."""
    chosen = set(selection)
    for key, names in facts.needed_sets.items():
        if chosen == set(names):
            return key
    return ""


def _names_in(
    result: AnalyticsResult, needed: Collection[str], states: frozenset[str]
) -> list[str]:
    return [each.name for each in result.fields if each.name in needed and each.state in states]


# The 19 fields


def _judge_fields(
    fields: Sequence[TagField],
    wanted: Sequence[str],
    needed: frozenset[str],
    standard: Sequence[tuple[str, int]],
    facts: Facts,
) -> tuple[FieldResult, ...]:
    exact: dict[str, list[TagField]] = {name: [] for name in wanted}
    for each in fields:
        if each.name in exact:
            exact[each.name].append(each)
    taken = {name for name, _ in standard}
    rest = [each for each in fields if each.name not in exact and each.name not in taken]
    present = frozenset(name for name, found in exact.items() if found)
    similar = _similar(rest, tuple(wanted), present)
    return tuple(
        _judge_field(name, exact[name], similar.get(name), name in needed, facts.tracking_type)
        for name in wanted
    )


def _judge_field(
    name: str,
    exact: Sequence[TagField],
    similar: tuple[TagField, Likeness] | None,
    needed: bool,
    wanted_type: int,
) -> FieldResult:
    if exact:
        found = next((each for each in exact if each.type == wanted_type), exact[0])
        if len(exact) > 1:
            return FieldResult(name, FieldState.DUPLICATE, found)
        right = found.type == wanted_type
        return FieldResult(name, FieldState.OK if right else FieldState.WRONG_TYPE, found)
    if similar is not None:
        found, how = similar
        state = FieldState.SIMILAR_NAME
        return FieldResult(name, state, found, found.name, how.kinds, how.marks)
    return FieldResult(name, FieldState.MISSING if needed else FieldState.NOT_NEEDED)


def _similar(
    rest: Sequence[TagField], wanted: tuple[str, ...], present: frozenset[str]
) -> dict[str, tuple[TagField, Likeness]]:
    """For every name that is not there the nearest field. A field speaks for one name only, its nearest:
    if that one is there, the field is nobody's slip of the pen."""
    best: dict[str, tuple[TagField, Likeness]] = {}
    for each in rest:
        near = _nearest(each.name, wanted)
        if near is None:
            continue
        name, how = near
        if name not in present and (name not in best or how.cost < best[name][1].cost):
            best[name] = (each, how)
    return best


@lru_cache(maxsize=4096)
def _nearest(seen: str, wanted: tuple[str, ...]) -> tuple[str, Likeness] | None:
    near: tuple[str, Likeness] | None = None
    for name in wanted:
        how = likeness(name, seen)
        if how is not None and (near is None or how.cost < near[1].cost):
            near = (name, how)
    if near is not None and CUT in near[1].kinds and CutNames(wanted).ambiguous(seen):
        return None
    return near


# The standard fields


def _not_checked(standard: Sequence[tuple[str, int]]) -> tuple[StandardResult, ...]:
    return tuple(StandardResult(name, kind, FieldState.NOT_CHECKED) for name, kind in standard)


def _judge_standard(
    fields: Sequence[TagField], standard: Sequence[tuple[str, int]], known_name: bool
) -> tuple[tuple[StandardResult, ...], list[str]]:
    """The standard fields by their exact names, and the names of those that stand out of their order.

    Of several with one name, those of the right type count. An account in another language names both
    the data tag and its fields otherwise; where the tag has no known name and none of the fields is
    found, nothing is claimed about them.
    """
    places: dict[str, list[int]] = {name: [] for name, _ in standard}
    for at, each in enumerate(fields):
        if each.name in places:
            places[each.name].append(at)
    if not known_name and not any(places.values()):
        return _not_checked(standard), []
    for name, kind in standard:
        right = [at for at in places[name] if fields[at].type == kind]
        places[name] = right or places[name][:1]
    kept = _in_order([places[name] for name, _ in standard])
    results: list[StandardResult] = []
    astray: list[str] = []
    for index, (name, kind) in enumerate(standard):
        if not places[name]:
            results.append(StandardResult(name, kind, FieldState.MISSING))
            continue
        found = fields[kept.get(index, places[name][0])]
        state = FieldState.OK
        if index not in kept:
            astray.append(name)
            state = OUT_OF_ORDER
        if found.type != kind:
            state = FieldState.WRONG_TYPE
        results.append(StandardResult(name, kind, state, found))
    return tuple(results), astray


def _in_order(places: Sequence[Sequence[int]]) -> dict[int, int]:
    """The longest choice of fields whose places rise: index of the standard field → place.

    What is left out has to be moved, and no fewer fields could be. Candidates of one field are taken
    from the last to the first, so that at most one of them gets into a rising row (patience sorting).
    """
    tops: list[int] = []  # smallest last place of a rising row of each length
    owners: list[tuple[int, int]] = []
    before: dict[tuple[int, int], tuple[int, int] | None] = {}
    for index, candidates in enumerate(places):
        for place in sorted(candidates, reverse=True):
            length = bisect_left(tops, place)
            before[index, place] = owners[length - 1] if length else None
            tops[length : length + 1] = [place]
            owners[length : length + 1] = [(index, place)]
    kept: dict[int, int] = {}
    step = owners[-1] if owners else None
    while step is not None:
        kept[step[0]] = step[1]
        step = before[step]
    return kept


# Findings


def _findings(
    which: str,
    tag: DataTag,
    fields: Sequence[FieldResult],
    standard: Sequence[StandardResult],
    astray: Sequence[str],
    needed: frozenset[str],
    facts: Facts,
) -> tuple[Finding, ...]:
    names = {
        "standard_missing": [e.name for e in standard if e.state == FieldState.MISSING],
        "standard_type": [e.name for e in standard if e.state == FieldState.WRONG_TYPE],
        "fields_missing": [
            e.name for e in fields if e.name in needed and e.state == FieldState.MISSING
        ],
        "fields_wrong": [e.name for e in fields if e.name in needed and e.state in WRONG],
        "standard_order": list(astray),
    }
    return tuple(
        _finding(key, which, facts, names[key], tag.name) for key in _KEYS if names.get(key)
    )


def _finding(
    key: str, which: str, facts: Facts, names: Sequence[str], analytics: str = ""
) -> Finding:
    mild = key == "standard_order" or (key == "analytics_missing" and which == "missed")
    return Finding(
        key,
        Severity.WARNING if mild else Severity.ERROR,
        _WIDGET,
        {
            "count": str(len(names)),
            "names": ", ".join(names),
            "analytics": analytics or facts.analytics[which].names[0],
        },
    )


def _merge(findings: Sequence[Finding]) -> Finding:
    # Names of fields hold no ", " here: they are ours, from the facts, never the account's.
    names = dict.fromkeys(
        name for each in findings for name in each.details["names"].split(", ") if name
    )
    analytics = dict.fromkeys(each.details["analytics"] for each in findings)
    return Finding(
        findings[0].key,
        max(each.severity for each in findings),
        findings[0].field,
        {
            "count": str(len(names)),
            "names": ", ".join(names),
            "analytics": ", ".join(analytics),
        },
    )
