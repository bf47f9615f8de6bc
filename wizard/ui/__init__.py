"""The window. Talks to the outside only through what app.py hands it."""
