"""Texts and gold codings that stand beside the repository; tests that need them are skipped where they do not."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
