"""Planfix-Binotel setup wizard. Must stay free of imports: every start pays for them."""

__version__ = "0.1.0"
