"""The whole program on the demo account."""
