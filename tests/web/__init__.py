"""The account window in a real engine; run them in a process of their own (``pytest -m web``)."""
