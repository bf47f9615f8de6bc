"""What app.py hands to a window. Only shapes; must not import a door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Protocol

    from PySide6.QtWidgets import QWidget

    from wizard.flow.cancel import Cancel
    from wizard.flow.ports import Archive, Binotel, Desktop, Planfix, Store
    from wizard.rules.address import Address
    from wizard.rules.catalogue import Catalogue
    from wizard.rules.facts import Facts
    from wizard.rules.finding import Finding
    from wizard.rules.secret import Secret
    from wizard.ui.account_link import AccountLink
    from wizard.ui.icons import Icons

    Waiting = Callable[[float], None]

    class AccountWindow(Protocol):
        """The optional window, as the shell knows it."""

        closed: bool

        def retranslate(self) -> None: ...
        def set_purpose(self, purpose: str) -> None: ...
        def activateWindow(self) -> None: ...
        def close(self) -> bool: ...


@dataclass(eq=False, repr=False)
class Services:
    """The doors of one window, and what it was started with."""

    facts: Facts
    catalogue: Catalogue
    archive: Archive
    desktop: Desktop
    store: Store
    icons: Icons
    icon_folder: str
    planfix: Callable[[Address, Secret | None, Cancel, Waiting, str, Secret | None], Planfix]
    binotel: Callable[[Secret, Secret, Cancel, Waiting, str, Secret | None], Binotel]
    read_resource: Callable[[str], str]
    log: Callable[[str], None]
    crash_text: Callable[[BaseException], str]
    clock: Callable[[], datetime]
    close: Callable[[], None]
    demo: Mapping[str, str] | None = None
    account: str = ""
    damaged_settings: str = ""
    """The name under which a damaged settings file was set aside; empty if there was none."""
    versions: Callable[[], list[str]] = list
    """Program, Python, Qt and system, a line each."""
    open_account_window: Callable[[AccountLink, QWidget, str], AccountWindow | Finding] | None = (
        None
    )
    """Makes the account window, or tells why it cannot be; the last argument is the step it opens from."""
    remember_language: Callable[[str], None] = lambda language: None  # noqa: ARG005
