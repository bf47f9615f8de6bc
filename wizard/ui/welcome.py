"""What a window says when a set-up is taken up again: where it stands, how long the letter is under way. Words only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.flow.steps import statuses
from wizard.ui.page import time_text

if TYPE_CHECKING:
    from wizard.flow.state import SetupState
    from wizard.ui.workspace import Workspace


def welcome(workspace: Workspace, state: SetupState) -> str:
    """A sentence, for the present time: days go by while a window is open."""
    status = statuses(state, workspace.now())["letter"]
    if status.state != "waiting":
        return workspace.text("shell.resumed", host=host_of(workspace))
    days = status.values["n"] - 1
    when = time_text(workspace, status.at)
    if days == 0:
        return workspace.text("shell.resumed_waiting_today", when=when)
    return workspace.text("shell.resumed_waiting", n=days, when=when)


def host_of(workspace: Workspace) -> str:
    """The account that is open, as a person knows it; empty if none is."""
    return workspace.address.display if workspace.address else ""
