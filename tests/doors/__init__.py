"""Tests of the doors, over real sockets where HTTP is involved."""
