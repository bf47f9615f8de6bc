"""Helpers of dev.py and of the tests. The program itself must not import them."""
