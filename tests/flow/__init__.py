"""Tests of the flow, without Qt."""
