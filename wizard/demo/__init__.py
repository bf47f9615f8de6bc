"""The embedded demo account: a double of Planfix, Binotel and its support, on loopback only."""
