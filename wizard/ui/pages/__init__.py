"""One module for each step. Imported when the step is first visited, but for ``account``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wizard.ui.page import Page
    from wizard.ui.shell import SetupWizard

_CLASSES = {
    "account": "AccountPage",
    "accounts": "AccountsPage",
    "activate": "ActivatePage",
    "letter": "LetterPage",
    "keys": "KeysPage",
    "employees": "EmployeesPage",
    "tracking": "TrackingPage",
    "testCall": "TestCallPage",
    "summary": "SummaryPage",
}

# The id of a step is the contract's; a module is written as modules are.
_MODULES = {"testCall": "test_call"}


def build(step: str, shell: SetupWizard) -> Page:
    """Make the page of a step."""
    module = import_module(f"wizard.ui.pages.{_MODULES.get(step, step)}")
    page: Page = getattr(module, _CLASSES[step])(shell.workspace, shell)
    return page
