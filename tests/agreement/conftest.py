import pytest

pytest.importorskip("krippendorff")
pytest.importorskip("numpy")
