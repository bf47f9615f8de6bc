"""The menu "Demo": opens the demo account's pages, so that a newcomer can play the account's part."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton

from wizard.ui.services import Services

# What stands where on the demo account's web pages.
PAGES = (
    ("demo_start", "account", "/demo"),
    ("demo_integrations", "account", "/demo/integrations"),
    ("demo_tokens", "account", "/demo/tokens"),
    ("demo_employees", "account", "/demo/employees"),
    ("demo_analytics", "account", "/demo/analytics"),
    ("demo_mailbox", "mailbox", ""),
)


class DemoButton(QToolButton):
    """A button with a menu; every entry opens a page in the browser."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("menuButton")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._actions: dict[str, QAction] = {}
        menu = QMenu(self)
        menu.setObjectName("demoMenu")
        for name, where, path in PAGES:
            address = (services.demo or {})[where] + path
            action = QAction(menu)
            action.setObjectName(f"{name}Action")
            action.setData(address)
            action.triggered.connect(
                lambda _=False, address=address: services.desktop.open_url(address)
            )
            menu.addAction(action)
            self._actions[name] = action
        self.setMenu(menu)

    def retranslate(self, text: Callable[..., str]) -> None:
        """Set every word anew."""
        self.setText(text("shell.demo"))
        self.setToolTip(text("shell.demo_hint"))
        for name, action in self._actions.items():
            action.setText(text(f"shell.{name}"))


def demo_button(services: Services) -> DemoButton:
    """The button for the rail."""
    return DemoButton(services)
