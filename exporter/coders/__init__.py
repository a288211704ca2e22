"""Coders turn an article into events: one folder or module per coder."""
