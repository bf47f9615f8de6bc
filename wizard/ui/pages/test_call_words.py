"""What the step ``testCall`` shows of a call or of its absence, as rich text. Foreign text is escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from wizard.rules.test_call import FINE, WRONG, Cause, SeenCall
from wizard.ui.theme import Tokens
from wizard.ui.widgets import escaped

Text = Callable[..., str]
When = Callable[[datetime | None], str]


def call_line(call: SeenCall, text: Text, when: When) -> str:
    """One call in one line, for the list of several."""
    kind = text(f"test_call.which_{call.which}")
    parts = [when(call.at) or text("test_call.no_time"), kind, call.direction, call.number]
    return " · ".join(each for each in (*parts, call.employee) if each)


def call_page(call: SeenCall, text: Text, when: When, tokens: Tokens) -> str:
    """Everything about a call, the needed fields one by one."""
    nothing = text("test_call.not_told")
    line = " ".join(each for each in (call.line, call.line_name) if each)
    rows = [
        ("time", when(call.at) or text("test_call.no_time")),
        ("kind", text(f"test_call.which_{call.which}")),
        ("direction", call.direction or nothing),
        ("number", call.number or nothing),
        ("line", line or nothing),
    ]
    if call.which == "call":
        rows.insert(4, ("employee", call.employee or nothing))
        rows.append(("seconds", call.seconds or nothing))
    parts = [f"<p><b>{escaped(text('test_call.what_came'))}</b></p>", "<table cellpadding='3'>"]
    for role, value in rows:
        parts.append(_row(escaped(text(f"test_call.role_{role}")), escaped(value), tokens.muted))
    parts.append("</table>")
    if call.late:
        parts.append(f"<p>{escaped(text('test_call.came_late'))}</p>")
    if call.fields:
        head = text("test_call.fields", filled=call.filled, count=len(call.fields))
        parts.append(f"<p><b>{escaped(head)}</b></p><table cellpadding='3'>")
        for each in call.fields:
            if each.value:
                said = escaped(each.value)
            else:
                reasons = [
                    text(f"test_call.empty_{reason}", similar=each.similar)
                    for reason in each.reasons
                ]
                why = text("test_call.empty", reasons=_either(reasons, text))
                said = f"<span style='color:{tokens.warning}'>{escaped(why)}</span>"
            parts.append(_row(escaped(each.name), said, tokens.muted))
        parts.append("</table>")
    return "".join(parts)


def _either(reasons: Sequence[str], text: Text) -> str:
    whole = reasons[0] if reasons else ""
    for each in reasons[1:]:
        whole = text("test_call.or", first=whole, second=each)
    return whole


def _row(name: str, value: str, colour: str) -> str:
    return f"<tr><td style='color:{colour}'>{name}&nbsp;&nbsp;</td><td>{value}</td></tr>"


def causes_page(causes: Sequence[Cause], own_step: str, text: Text, tokens: Tokens) -> str:
    """The likely causes in order, each with what is known about it and what to do."""
    open_causes = [each for each in causes if each.knowledge != FINE]
    fine = [each for each in causes if each.knowledge == FINE]
    parts = [f"<p><b>{escaped(text('test_call.causes'))}</b></p><ol>"]
    for each in open_causes:
        colour = tokens.error if each.knowledge == WRONG else tokens.warning
        title = escaped(text(f"test_call.cause_{each.key}"))
        known = escaped(text(f"test_call.{each.line}", **each.values))
        advice = escaped(text(f"test_call.do_{each.key}"))
        link = ""
        if each.step != own_step:
            words = escaped(text("test_call.go", step=text(f"steps.{each.step}")))
            link = f" <a href='step:{each.step}' style='color:{tokens.accent}'>{words}</a>"
        parts.append(
            f"<li><b>{title}</b><br><span style='color:{colour}'>{known}</span><br>{advice}{link}</li>"
        )
    parts.append("</ol>")
    if fine:
        parts.append(f"<p><b>{escaped(text('test_call.in_order'))}</b></p><ul>")
        for each in fine:
            title = escaped(text(f"test_call.cause_{each.key}"))
            known = escaped(text(f"test_call.{each.line}", **each.values))
            parts.append(f"<li>{title}: {known}</li>")
        parts.append("</ul>")
    return "".join(parts)
