"""The report: what is done, what is open, what could not be checked and why. Holds no secret and no phone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wizard.flow.state import SetupState, Verdict, moment
from wizard.flow.steps import DONE, OPEN, PROBLEM, STEPS, StepStatus

UNCHECKED = "unchecked"
TO_DO = (OPEN, False)
_FIELD_CODES = (
    *("analytics_missing", "standard_missing", "standard_type", "standard_order"),
    *("fields_missing", "fields_wrong"),
)

Text = Callable[..., str]
When = Callable[[datetime | None], str]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``done`` / ``open`` / ``waiting`` / ``problem`` / ``unchecked``, what, and the truth about it."""

    state: str
    state_word: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its lines."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the templates show."""

    language: str
    title: str
    host: str
    made: str
    verdict: str
    sections: tuple[Section, ...]
    advice: str


def build(
    state: SetupState,
    statuses: Mapping[str, StepStatus],
    host: str,
    text: Text,
    when: When,
    now: datetime,
) -> Report:
    """Put the report together in the words of ``text``."""
    steps = tuple(
        _line(
            statuses[step].state,
            text(f"steps.{step}"),
            text(
                f"steps.{statuses[step].line}",
                when=when(statuses[step].at),
                **statuses[step].values,
            ),
            text,
        )
        for step in STEPS
        if step != "summary"
    )
    left = sum(1 for step in STEPS if step != "summary" and statuses[step].state != DONE)
    proved = "report.all_done_proved" if state.call_at else "report.all_done"
    verdict = text(proved) if left == 0 else text("report.left", n=left)
    return Report(
        language=text("report.language"),
        title=text("report.title"),
        host=host,
        made=text("report.made", when=when(now)),
        verdict=verdict,
        sections=(
            Section(text("report.steps"), steps),
            Section(text("report.checks"), _checks(state, text, when)),
            Section(text("report.warnings"), _warnings(state, text)),
        ),
        advice=text("report.advice"),
    )


def _line(state: str, name: str, detail: str, text: Text) -> Line:
    return Line(state, text(f"report.state_{state}"), name, detail)


def _checks(state: SetupState, text: Text, when: When) -> tuple[Line, ...]:
    token = "" if state.has_token else "token"
    lines = [
        _check(name, verdict, why, text, when)
        for name, verdict, why in (
            ("account", state.account_verdict, token),
            ("analytics", state.analytics_verdict, token),
            ("keys", state.keys_verdict, "" if state.has_keys else "keys"),
            ("employees", state.employees_verdict, "hand" if state.employees_done_at else token),
            ("tracking", state.tracking_verdict, "hand" if state.tracking_ticked_at else token),
        )
    ]
    if state.push_open_at or state.push_written:
        lines.append(_push(state, text, when))
    lines.append(_call(state, text, when))
    # Nothing that the program can ask proves these.
    for name, why in (
        ("addresses", "addresses_unseen"),
        ("parameters", "parameters_unseen"),
    ):
        lines.append(_line(UNCHECKED, text(f"report.check_{name}"), text(f"report.{why}"), text))
    return tuple(lines)


def _push(state: SetupState, text: Text, when: When) -> Line:
    """What was written into employees' cards: the one thing that this program changes in the account."""
    words = []
    if state.push_open_at:
        words.append(text("report.push_open"))
    if state.push_written:
        at = when(moment(state.push_at))
        words.append(text("report.push_written", n=state.push_written, when=at))
    kind = PROBLEM if state.push_open_at else DONE
    return _line(kind, text("report.check_push"), " ".join(words), text)


def _call(state: SetupState, text: Text, when: When) -> Line:
    """Whether a real call has proved the set-up. Neither number nor name of the caller is known here."""
    label = text("report.check_call")
    if state.call_at:
        words = text(
            "report.proved_by_call",
            when=when(moment(state.call_at)),
            filled=state.call_filled,
            count=state.call_needed,
        )
        return _line(DONE, label, words, text)
    if state.call_ticked_at:
        said = text("report.call_by_hand", when=when(moment(state.call_ticked_at)))
    elif state.call_verdict is not None:
        said = text("report.call_not_seen", when=when(moment(state.call_verdict.at)))
    else:
        said = text("report.not_proved_by_call")
    return _line(UNCHECKED, label, said, text)


def _check(name: str, verdict: Verdict | None, why: str, text: Text, when: When) -> Line:
    label = text(f"report.check_{name}")
    if verdict is None:
        return _line(UNCHECKED, label, text(f"report.unchecked_{why or 'yet'}"), text)
    words = [_code(code, text) for code in verdict.codes]
    if verdict.state == "ok":
        words.insert(0, text("report.check_ok"))
    at = text("shell.checked", when=when(moment(verdict.at)))
    kind = {"ok": DONE, "warning": UNCHECKED, "error": PROBLEM}[verdict.state]
    return _line(kind, label, " ".join([*words, f"({at})"]), text)


def _code(code: str, text: Text) -> str:
    """A finding without its details, which are not remembered: they may hold names of people."""
    try:
        words = text(f"report.code_{code}")
    except KeyError:
        words = text(f"finding.{code}", n=0)
    return words if words.endswith((".", "!", "?")) else words + "."


def _warnings(state: SetupState, text: Text) -> tuple[Line, ...]:
    """The source document's warnings. What only a tick speaks for is told as that."""
    rows = (
        ("rights", (DONE, bool(state.analytics_verdict is None)) if state.activated_at else TO_DO),
        # Nobody but Binotel sees whether they are set, and set right.
        ("addresses", (UNCHECKED, False) if state.letter_sent_at else TO_DO),
        ("ip", (DONE, False) if state.has_keys else TO_DO),
        ("fields", _fields(state)),
        ("wire", _wire(state)),
    )
    return tuple(
        _line(
            kind,
            text(f"report.warning_{name}"),
            " ".join(
                [text(f"report.warning_{name}_text")]
                + ([text("report.unchecked_hand")] if by_hand else [])
            ),
            text,
        )
        for name, (kind, by_hand) in rows
    )


def _fields(state: SetupState) -> tuple[str, bool]:
    verdict = state.tracking_verdict
    if verdict is None:
        return (DONE, True) if state.tracking_ticked_at else TO_DO
    if verdict.state != "error":
        return DONE, False
    # Without a name that is open the account could not be read: that is no verdict on the fields.
    seen = state.tracking_open or any(each in _FIELD_CODES for each in verdict.codes)
    return (PROBLEM if seen else UNCHECKED), False


def _wire(state: SetupState) -> tuple[str, bool]:
    if state.employees_problems or state.push_open_at:
        return PROBLEM, False
    # A number that the account's filter does not find may still stand there: only a tick says it does not.
    return (DONE, True) if state.employees_done_at else TO_DO


def render(template: str, report: object, html: bool) -> str:
    """Fill a template; in HTML everything foreign is escaped, in Markdown its marks are."""
    import jinja2

    environment = jinja2.Environment(
        autoescape=html,  # noqa: S701 - off for Markdown only, where the filter below escapes
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["md"] = _markdown
    return environment.from_string(template).render(report=report)


def _markdown(value: object) -> str:
    """Text that Markdown shows as it stands: no marks, no markup, no entity, one line."""
    text = " ".join(str(value).split())
    for mark in "\\`*_[]<>#|&~":
        text = text.replace(mark, "\\" + mark)
    return text
