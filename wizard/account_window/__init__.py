"""The optional account window: the person's own account inside the program (extra ``browser``).

Imported by ``app.py`` alone, when the window is opened for the first time. Must not import doors or ``ui``:
what it needs of them is handed in (``wizard.account_window.link``).
"""
