"""Which fault ends in which finding, door by door, as data; the README's table is made of it.

A finding is written ``key`` (an error) or ``key (warning)``; ``good`` means that nothing was wrong.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """``fault`` is a name in ``misbehaving.FAULTS`` or one of ``SETTINGS`` or ``CODES``."""

    fault: str
    reading: str
    writing: str
    binotel: str


GOOD = "good"
UNPROVEN = "write_unproven (warning)"
OFFLINE = "offline (warning)"
UNCHECKABLE = "keys_not_checkable (warning)"
UNAVAILABLE = "binotel_unavailable (warning)"

NETWORK = (
    Row("nobody listens", "offline", "offline", OFFLINE),
    Row("the name is unknown, planfix.com is known", *["account_not_found"] * 2, OFFLINE),
    Row("no name resolves", "offline", "offline", OFFLINE),
    Row("the certificate is not trusted", "tls_untrusted", "tls_untrusted", UNCHECKABLE),
    Row("the certificate is for another host", "tls_untrusted", "tls_untrusted", UNCHECKABLE),
    Row("no TLS where TLS is expected", "tls_untrusted", "tls_untrusted", UNCHECKABLE),
    Row("the proxy is not there", "proxy_failed", "proxy_failed", UNCHECKABLE),
    Row("the proxy refuses the tunnel", "proxy_failed", "proxy_failed", UNCHECKABLE),
    Row("the proxy is no HTTP proxy", "proxy_failed", "proxy_failed", UNCHECKABLE),
    Row("the proxy wants a password and gets none", "proxy_failed", "proxy_failed", UNCHECKABLE),
    Row("the proxy wants a password and gets it", GOOD, GOOD, GOOD),
    Row("the certificate is of a company's root that is trusted", GOOD, GOOD, GOOD),
    Row("the server is on IPv6 only", GOOD, GOOD, GOOD),
)

ANSWERS = (
    Row("accepts and never answers", "timeout", UNPROVEN, UNCHECKABLE),
    Row("sends the headers byte by byte", "timeout", UNPROVEN, UNCHECKABLE),
    Row("sends the body byte by byte", "timeout", UNPROVEN, UNCHECKABLE),
    Row("stops in the middle of the body", "timeout", UNPROVEN, UNCHECKABLE),
    Row("closes without an answer", "offline", UNPROVEN, OFFLINE),
    Row("resets the connection", "offline", UNPROVEN, OFFLINE),
    Row("closes in the middle of the body", "offline", UNPROVEN, OFFLINE),
    Row("sends a page with status 200", "not_json", UNPROVEN, UNAVAILABLE),
    Row("sends a page with status 404", "not_json", UNPROVEN, UNAVAILABLE),
    Row("sends a page with status 403", "not_json", UNPROVEN, UNCHECKABLE),
    Row("sends a page with status 500", "server_error", UNPROVEN, UNAVAILABLE),
    Row("sends a captive portal with status 511", "not_json", UNPROVEN, UNAVAILABLE),
    Row("sends a captive portal", "not_json", UNPROVEN, UNAVAILABLE),
    Row("sends nothing with status 200", "not_json", UNPROVEN, UNAVAILABLE),
    Row("sends JSON cut short", "not_json", UNPROVEN, UNAVAILABLE),
    Row("sends a list instead of an object", "server_error", UNPROVEN, UNAVAILABLE),
    Row("sends an object without a result", "server_error", UNPROVEN, UNCHECKABLE),
    Row("sends damaged gzip", "not_json", UNPROVEN, UNAVAILABLE),
    Row("speaks something else than HTTP", "not_json", UNPROVEN, UNAVAILABLE),
    Row("sends without end", "answer_too_large", UNPROVEN, UNCHECKABLE),
    Row("sends a small body that unpacks to 64 MiB", "answer_too_large", UNPROVEN, UNCHECKABLE),
    Row("redirects to another host", "redirected", UNPROVEN, UNCHECKABLE),
    Row("redirects within the host", "redirected", UNPROVEN, UNCHECKABLE),
    Row("says 429", "too_many_requests", "too_many_requests", "binotel_busy (warning)"),
)


@dataclass(frozen=True)
class Whole:
    """A fault of a whole check or list, where each answer for itself is in order."""

    fault: str
    finding: str
    reason: str


WHOLES = (
    Whole("each answer takes just less than the limit of one", "timeout", "check"),
    Whole("the list never ends", "server_error", "endless"),
    Whole("the list repeats its first page", "server_error", "repeats"),
    Whole("the list grows while it is read", "server_error", "changed"),
    Whole("the list shrinks while it is read", "server_error", "changed"),
    Whole("the list shrinks to what was read already", "server_error", "repeats"),
    Whole("a member comes twice on one page", "server_error", "changed"),
)


@dataclass(frozen=True)
class Code:
    """What a code in a well-formed answer amounts to."""

    code: int
    finding: str


PLANFIX_CODES = (
    Code(0, "planfix_error"),
    Code(1, "token_wrong"),
    Code(2, "token_inactive"),
    Code(3, "planfix_error"),
    Code(5, "scope_missing"),
    Code(6, "no_rights"),
    Code(10, "account_blocked"),
    Code(11, "account_frozen"),
    Code(16, "token_inactive"),
    Code(20, "account_unpaid"),
    Code(21, "api_not_in_plan"),
    Code(22, "daily_limit"),
    Code(23, "planfix_error"),
    Code(24, "planfix_error"),
    Code(25, "planfix_error"),
    Code(30, "planfix_error"),
    Code(40, "planfix_error"),
    Code(41, "planfix_error"),
    Code(4000, "planfix_error"),
    Code(6000, "planfix_error"),
    Code(777, "planfix_error"),
)

BINOTEL_CODES = (
    Code(102, UNCHECKABLE),
    Code(103, UNCHECKABLE),
    Code(104, UNCHECKABLE),
    Code(105, UNAVAILABLE),
    Code(106, "binotel_busy (warning)"),
    Code(120, "company_disabled"),
    Code(121, "keys_wrong"),
    Code(150, UNCHECKABLE),
    Code(777, UNCHECKABLE),
)
