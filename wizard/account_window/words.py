"""What the window says of what came of an act. Knows keys of the catalogue and plain values, no page."""

from __future__ import annotations

from collections.abc import Mapping

from wizard.account_window.acts import Report
from wizard.account_window.link import Link
from wizard.rules.account_form import Wanted, WantedRow
from wizard.rules.finding import Finding, Severity

_ERRORS = frozenset(
    {
        "wrong_origin",
        "form_not_found",
        "form_ambiguous",
        "other_pbx",
        "unknown_form",
        "saved_differs",
        "save_refused",
        "page_crashed",
    }
)
_GOOD = frozenset({"filled", "saved_equal"})
_SHOWN_ROWS = 8
_LABELS = {"push": "push", "settings": "callSettings", "completed": "callCompleted"}
_KEYS = {"key": "API Key", "secret": "Secret Key"}


def told(report: Report, link: Link, host: str) -> tuple[str, str, tuple[Finding, ...]]:
    """State, words and findings for the status."""
    if not report.key:
        seen = report.seen
        full = bool(seen and not seen.code and (seen.key.value or seen.secret.value))
        return "ok", _joined(
            link.text("account_window.addresses_same"),
            link.text("account_window.stands_already") if full else "",
        ), ()  # fmt: skip
    findings = [_finding(report.key, report)]
    if report.key == "filled" and report.standing and report.standing.masked:
        findings.append(Finding("masked", Severity.WARNING, "fillButton"))
    if report.key == "already_filled":
        if report.standing and report.standing.masked:
            findings.append(Finding("masked", Severity.WARNING, "fillButton"))
        if report.differing:
            findings.append(Finding("addresses_differ", Severity.WARNING, "fillButton"))
    severity = max(each.severity for each in findings)
    state = {Severity.NOTE: "ok", Severity.WARNING: "warning", Severity.ERROR: "error"}[severity]
    text = f"{_head(report, link)}\n{_body(report, link, host)}"
    return state, text, tuple(findings)


def _finding(key: str, report: Report) -> Finding:
    if key in _GOOD:
        partly = bool(report.by_hand) or report.reason == "rows_not_read"
        severity = Severity.WARNING if partly or report.wanted.unnamed else Severity.NOTE
    else:
        severity = Severity.ERROR if key in _ERRORS and not report.waits else Severity.WARNING
    return Finding(key, severity, f"{report.act}Button")


def _head(report: Report, link: Link) -> str:
    return link.text(f"account_window.{report.key}")


def _body(report: Report, link: Link, host: str) -> str:
    text = link.text
    key = report.key
    lines: list[str] = []
    if key == "already_filled" or (key == "addresses_differ" and report.asks):
        lines += _there(report, link)
        if report.differing:
            lines += _addresses(report, link)
        lines.append(text("account_window.fill_again"))
    elif key == "addresses_differ":
        lines += _addresses(report, link)
        lines.append(
            text("account_window.take_them")
            if report.takeable
            else text("account_window.not_takeable", host=link.address.display)
        )
    elif key == "filled":
        lines += [] if report.standing is None else _there(report, link)
        lines.append(text("account_window.filled.do"))
        lines += _by_hand(report, link)
    elif key == "saved_equal":
        lines.append(text("account_window.saved_equal.do", when=link.time_text(link.now())))
        if report.reason == "rows_not_read":
            lines.append(text("account_window.rows_not_read"))
    elif key == "saved_differs":
        lines += _there(report, link)
        lines.append(text("account_window.saved_differs.do"))
    else:
        lines.append(_why(report, link, host))
        lines.append(text(f"account_window.{key}.do"))
    if report.wanted.unnamed and key in ("filled", "saved_equal"):
        lines.append(text("account_window.unnamed", n=report.wanted.unnamed))
    said = report.seen.messages if report.seen and key in ("saved_differs", "save_refused") else ()
    lines += [text("account_window.answered", words=each) for each in said if each]
    return "\n".join(each for each in lines if each)


def _why(report: Report, link: Link, host: str) -> str:
    """The reason that the script gave, where there is one."""
    reasons = {
        ("form_ambiguous", "windows"): "why_windows",
        ("form_ambiguous", "fields"): "why_two_fields",
        ("form_ambiguous", "apart"): "why_apart",
        ("unknown_form", "fields"): "why_no_fields",
        ("unknown_form", "addresses"): "why_addresses",
        ("unknown_form", "other_window"): "why_other_window",
        ("unknown_form", "locked"): "why_locked",
        ("unknown_form", "not_kept"): "why_not_kept",
        ("form_not_found", "covered"): "why_covered",
        ("form_not_found", "no_addresses"): "why_no_addresses",
        ("form_not_found", "open_again"): "why_open_again",
    }
    if report.key == "wrong_origin":
        return link.text("account_window.why_origin", host=host, account=link.address.display)
    name = reasons.get((report.key, report.reason), "")
    return link.text(f"account_window.{name}") if name else ""


def _there(report: Report, link: Link) -> list[str]:
    """What stands in the form otherwise. Keys themselves are not shown."""
    standing = report.standing
    if standing is None:
        return []
    text = link.text
    lines = [text("account_window.other_value", name=_KEYS[each]) for each in standing.other]
    lines += [text("account_window.masked_value", name=_KEYS[each]) for each in standing.masked]
    if report.key == "saved_differs":
        lines += [text("account_window.empty_value", name=_KEYS[each]) for each in standing.empty]
        lines += [
            text("account_window.missing_row", name=_name(row), number=row.number)
            for row in standing.rows_missing[:_SHOWN_ROWS]
        ]
    lines += [
        text("account_window.other_row", name=_name(row), number=row.number, there=there)
        for row, there in standing.rows_other[:_SHOWN_ROWS]
    ]
    return lines


def _addresses(report: Report, link: Link) -> list[str]:
    letter = link.letter_addresses()
    there: Mapping[str, str] = report.seen.addresses if report.seen else {}
    return [
        link.text(
            "account_window.address_pair",
            name=_LABELS[which],
            there=there.get(which) or link.text("account_window.address_unread"),
            letter=letter[which],
        )
        for which in report.differing
    ]


def _by_hand(report: Report, link: Link) -> list[str]:
    if not report.by_hand:
        return []
    rows = {row.id: row for row in report.wanted.rows}
    lines = [link.text("account_window.by_hand", n=len(report.by_hand))]
    for number, reason in list(report.by_hand.items())[:_SHOWN_ROWS]:
        row = rows[number]
        known = link.text(f"account_window.row_{_ROW_REASONS.get(reason, 'unclear')}")
        lines.append(f"{_name(row)} — {row.number}: {known}")
    if len(report.by_hand) > _SHOWN_ROWS:
        lines.append(link.text("account_window.more", n=len(report.by_hand) - _SHOWN_ROWS))
    return lines


_ROW_REASONS = {
    "no_option": "no_option",
    "many_options": "many_options",
    "twice": "twice",
    "taken": "taken",
    "conflict": "conflict",
    "custom": "custom",
    "no_block": "no_block",
    "no_add": "no_add",
    "locked": "locked",
    "not_kept": "not_kept",
}


def _name(row: WantedRow) -> str:
    return row.names[0] if row.names else row.id


def _joined(*parts: str) -> str:
    return "\n".join(each for each in parts if each)


def preview(wanted: Wanted, link: Link) -> str:
    """What a click on *fill* would write: keys by their length and end, short numbers by name."""
    text = link.text
    lines = []
    for name, value in (("API Key", wanted.key), ("Secret Key", wanted.secret)):
        if value:
            shown = value.reveal()
            end = shown[-3:] if len(shown) > 8 else ""
            lines.append(text("account_window.will_key", name=name, end=end, n=len(shown)))
        else:
            lines.append(text("account_window.will_no_key", name=name))
    lines += [f"{_name(row)} — {row.number}" for row in wanted.rows[:_SHOWN_ROWS]]
    if len(wanted.rows) > _SHOWN_ROWS:
        lines.append(text("account_window.more", n=len(wanted.rows) - _SHOWN_ROWS))
    if not wanted.rows and not wanted.unnamed:
        lines.append(text("account_window.will_no_rows"))
    if wanted.unnamed:
        lines.append(text("account_window.unnamed", n=wanted.unnamed))
    return "\n".join(lines)
