"""The embedded demo account: a double of Planfix, Binotel and its support, on loopback only."""

from wizard.demo.server import DemoAccount, available, serve

__all__ = ["DemoAccount", "available", "serve"]
