"""Tests of the readers of articles."""
