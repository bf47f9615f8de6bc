"""Reads the demo account's own resources. Must not read the person's, nor know the doors."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wizard.rules.facts import Facts

_PACKAGE = Path(__file__).resolve().parent.parent


def root() -> Path:
    """The folder of resources: inside the wheel, or beside the package in a checkout.

    The same rule stands in ``doors.resources``; the demo account stays apart from the doors, so
    that it can never lean on the code that it is there to try.
    """
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def facts() -> Facts:
    """The facts of the integration: paths, standard fields, labels."""
    return Facts.from_dict(_read("facts.json"))


def words() -> Mapping[str, Any]:
    """Sentences of the web pages that depend on what happened."""
    return _read("demo/words.json")


def seed() -> Mapping[str, Any]:
    """What the account holds on the first day."""
    return _read("demo/account.json")


def _read(name: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = json.loads((root() / name).read_text(encoding="utf-8"))
    return loaded
