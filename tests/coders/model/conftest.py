"""The model coder at a server of the tests' own."""

import pytest

pytest.importorskip("openai")
pytest.importorskip("spacy")

from exporter.coders.model import ask
from exporter.coders.model.coder import ModelCoder
from exporter.coders.model.settings import Settings


@pytest.fixture(autouse=True)
def no_keys(monkeypatch):
    """No key of whoever runs the tests goes anywhere."""
    for name in (ask.KEY, ask.OPENAI_KEY):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def hasty(monkeypatch):
    """Nobody waits for long between attempts."""
    monkeypatch.setattr(ask.Server, "_patience", lambda self, attempt: 0.01)


@pytest.fixture
def coder_at(tmp_path):
    """A coder at a server, with a cache of its own."""

    def made(server, **given):
        how = {"offline": given.pop("offline", False), "apart": given.pop("apart", False)}
        told = {"model": "small-1", "cache": tmp_path / "answers.sqlite", "base_url": server.url} | given
        return ModelCoder(Settings(**told), **how)

    return made
