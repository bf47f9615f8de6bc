"""The report: what is done, what is open, what could not be checked and why. Holds no secret and no phone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wizard.flow.state import SetupState, Verdict, moment
from wizard.flow.steps import DONE, PROBLEM, STEPS, StepStatus

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
    verdict = text("report.all_done") if left == 0 else text("report.left", n=left)
    return Report(
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
    lines = []
    for name, verdict, why in (
        ("account", state.account_verdict, "token" if not state.has_token else ""),
        ("analytics", state.analytics_verdict, "token" if not state.has_token else ""),
        ("keys", state.keys_verdict, "keys" if not state.has_keys else ""),
        ("employees", state.employees_verdict, "token" if not state.has_token else ""),
        ("tracking", state.tracking_verdict, "token" if not state.has_token else ""),
    ):
        lines.append(_check(name, verdict, why, text, when))
    lines.append(
        _line("unchecked", text("report.check_call"), text("report.not_proved_by_call"), text)
    )
    lines.append(
        _line("unchecked", text("report.check_addresses"), text("report.addresses_unseen"), text)
    )
    return tuple(lines)


def _check(name: str, verdict: Verdict | None, why: str, text: Text, when: When) -> Line:
    label = text(f"report.check_{name}")
    if verdict is None:
        return _line("unchecked", label, text(f"report.unchecked_{why or 'yet'}"), text)
    words = [text(f"finding.{code}", **_blank()) for code in verdict.codes]
    if verdict.state == "ok":
        words.insert(0, text("report.check_ok"))
    at = text("shell.checked", when=when(moment(verdict.at)))
    kind = {"ok": DONE, "warning": "unchecked", "error": PROBLEM}[verdict.state]
    return _line(kind, label, " ".join([*words, f"({at})"]), text)


# Reports name findings without their details: those may hold names of people.
def _blank() -> dict[str, str]:
    names = (
        *("n", "count", "names", "host", "look_alike", "what", "code", "text", "words", "place"),
        *("reason", "file", "folder", "backend", "seconds", "field", "name", "which", "when"),
    )
    return dict.fromkeys(names, "…") | {"n": "0", "words": "", "text": ""}


def _warnings(state: SetupState, text: Text) -> tuple[Line, ...]:
    activated = moment(state.activated_at)
    tracking_known = state.tracking_verdict is not None or bool(state.tracking_ticked_at)
    tracking_good = tracking_known and not state.tracking_open
    employees_done = bool(state.employees_done_at) and not state.employees_problems
    rows = (
        ("rights", DONE if activated else "open"),
        ("addresses", DONE if state.letter_sent_at else "open"),
        ("ip", DONE if state.has_keys else "open"),
        ("fields", DONE if tracking_good else "problem" if tracking_known else "open"),
        (
            "wire",
            PROBLEM if state.employees_problems else DONE if employees_done else "open",
        ),
    )
    return tuple(
        _line(kind, text(f"report.warning_{name}"), text(f"report.warning_{name}_text"), text)
        for name, kind in rows
    )


def render(template: str, report: Report, html: bool) -> str:
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
    """Text that Markdown shows as it stands and that no spreadsheet takes for a formula."""
    text = " ".join(str(value).split())
    for mark in "\\`*_[]<>#|":
        text = text.replace(mark, "\\" + mark)
    return text
