"""Tests of the rules, without Qt."""
