"""The version of this software; data releases carry versions of their own."""

__version__ = "0.1.0"
