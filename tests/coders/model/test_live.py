"""A real model, where the environment names one: EXPORTER_TEST_MODEL_URL and EXPORTER_TEST_MODEL (and its key)."""

import os

import pytest

from exporter import read_articles
from exporter.coders.model import ask
from exporter.coders.model.coder import ModelCoder
from exporter.coders.model.settings import Settings
from exporter.coders.run import code
from exporter.samples import sample_articles

URL, MODEL, KEY = (
    os.environ.get(name, "") for name in ("EXPORTER_TEST_MODEL_URL", "EXPORTER_TEST_MODEL", ask.KEY)
)


@pytest.mark.skipif(
    not (URL and MODEL), reason="EXPORTER_TEST_MODEL_URL and EXPORTER_TEST_MODEL name no model"
)
def test_a_real_model_codes_the_samples(tmp_path, monkeypatch):
    if KEY:
        monkeypatch.setenv(ask.KEY, KEY)
    articles = list(read_articles(sample_articles()))[:3]
    settings = Settings(model=MODEL, base_url=URL, cache=tmp_path / "answers.sqlite", concurrency=2)
    coder = ModelCoder(settings)
    found = list(code(articles, coder))
    print("\n".join(coder.closing()))
    assert len(found) == len(articles) and coder.complete
    assert sum(one.rows.height for one in found) >= 1
