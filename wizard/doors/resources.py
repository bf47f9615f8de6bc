"""Finds and reads the program's own data files. Must not read anything of the person's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from wizard.rules.catalogue import Entry
from wizard.rules.facts import Facts

_PACKAGE = Path(__file__).resolve().parent.parent


def root() -> Path:
    """The folder of resources: inside the wheel, or beside the package in a checkout."""
    installed = _PACKAGE / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"


def read_text(name: str) -> str:
    """A file of ours as text. FileNotFoundError if it is not ours."""
    return (root() / name).read_text(encoding="utf-8")


def facts() -> Facts:
    """The facts of the integration."""
    return Facts.from_dict(json.loads(read_text("facts.json")))


def texts(language: str, section: str) -> Mapping[str, Entry]:
    """One section of the catalogue."""
    loaded: Mapping[str, Entry] = json.loads(read_text(f"text/{language}/{section}.json"))
    return loaded
