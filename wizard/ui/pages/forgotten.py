"""Tells what "Forget this account" removed, and what it could not. Only words."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.rules.finding import Finding
from wizard.ui.vault import MEMORY
from wizard.ui.widgets import Text
from wizard.ui.workspace import SECRETS


def forgotten_words(
    host: str,
    removed: Sequence[str],
    left: Sequence[str],
    secrets: Sequence[str],
    store: str,
    finding: Finding | None,
    text: Text,
) -> str:
    """``removed`` and ``left`` are names of files, ``secrets`` those that the store held and let go."""
    lines = [text("forgotten.done", host=host)]
    nothing = text("forgotten.nothing")
    files = ", ".join(_file(each, text) for each in removed) or nothing
    lines.append(text("forgotten.files", files=files))
    if left:
        lines.append(text("forgotten.files_left", files=", ".join(left)))
    names = ", ".join(text(f"forgotten.{each}") for each in SECRETS if each in secrets)
    if store == MEMORY:
        lines.append(text("forgotten.from_memory", secrets=names or nothing))
    elif names or (store and finding is None):
        lines.append(text("forgotten.secrets", secrets=names or nothing, store=store))
    if finding is not None:
        lines.append(text("forgotten.secrets_left"))
    lines.append(text("forgotten.elsewhere"))
    return "\n".join(lines)


def _file(name: str, text: Text) -> str:
    """What is in a file, and what it is called."""
    kind = (
        "aside" if ".damaged-" in name else "phones" if name.endswith(".push.json") else "answers"
    )
    return text(f"forgotten.{kind}", file=name)
