"""The type that holds a secret shows it by no way but one."""

from __future__ import annotations

import copy
import dataclasses
import json
import logging
import pickle
import pprint
import traceback
from collections.abc import Callable

import pytest

from wizard.rules.secret import Secret

CANARY = "demo-canary-0001"


@dataclasses.dataclass
class _Holder:
    secret: Secret


@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        "{!r}".format,
        "{!s}".format,
        "%s".__mod__,
        "%r".__mod__,
        lambda secret: repr([secret]),
        lambda secret: repr({"key": secret}),
        lambda secret: repr(_Holder(secret)),
        pprint.pformat,
        lambda secret: repr(dir(secret)),
    ],
    ids=lambda show: getattr(show, "__name__", "form"),
)
def test_no_way_of_printing_shows_it(show: Callable[[object], str]) -> None:
    assert CANARY not in show(Secret(CANARY))


@pytest.mark.parametrize(
    "act",
    [
        lambda secret: f"{secret}",
        lambda secret: f"{secret:>40}",
        lambda secret: "{}".format(secret),  # noqa: UP032 - the old way is what is tried
        lambda secret: secret == CANARY,
        lambda secret: secret != Secret(CANARY),
        lambda secret: secret in [Secret(CANARY)],
        hash,
        lambda secret: {secret: 1},
        pickle.dumps,
        copy.copy,
        copy.deepcopy,
        lambda secret: dataclasses.asdict(_Holder(secret)),
        json.dumps,
        lambda secret: "token " + secret,
        iter,
        len,
        vars,
        bytes,
    ],
)
def test_what_might_carry_it_away_is_refused_without_naming_it(
    act: Callable[[object], object],
) -> None:
    with pytest.raises(TypeError) as caught:
        act(Secret(CANARY))
    assert CANARY not in "".join(traceback.format_exception(caught.value))


def test_it_can_be_asked_for_and_whether_there_is_any() -> None:
    assert Secret(CANARY).reveal() == CANARY
    assert Secret(CANARY)
    assert not Secret("")


def test_a_log_record_shows_nothing(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("demo").warning("got %s and %r", Secret(CANARY), Secret(CANARY))
    assert "Secret(***)" in caplog.text
    assert CANARY not in caplog.text


def test_nothing_can_be_hung_on_it() -> None:
    with pytest.raises(AttributeError):
        Secret(CANARY).note = "x"  # type: ignore[attr-defined]
