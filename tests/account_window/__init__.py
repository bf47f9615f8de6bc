"""The account window's parts that need no engine."""
