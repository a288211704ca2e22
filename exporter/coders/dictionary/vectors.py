"""Words as numbers, remembered: the first layers of a pipeline's network, which look at each word by itself.

They hash its form and its shape and weigh them, which takes a quarter of the network's time, and give the same for
the same word. The layers behind them look at the words around it.
"""

from typing import Any

import numpy as np
from spacy.language import Language
from thinc.api import Model, chain
from thinc.types import Ragged

_REMEMBERED = 50_000
_LAYERS = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")
"""What stands before those that look around, in the pipelines of spaCy for small models."""


def remember_vectors(language: Language) -> None:
    """Let the layers of a pipeline that look at words by themselves be asked once for each; in place."""
    if "tok2vec" not in language.pipe_names:
        return
    embed = language.get_pipe("tok2vec").model.layers[0]  # type: ignore[attr-defined]
    if tuple(layer.name.partition("(")[0] for layer in embed.layers) == _LAYERS:
        remembered = _Remembered(chain(*embed.layers[2:4]))
        embed.layers[2:4] = [Model("remembered", remembered.forward)]


class _Remembered:
    """The vectors of words, by what the layers are asked of a word."""

    def __init__(self, layers: Model[Ragged, Ragged]) -> None:
        self._layers = layers
        self._rows: dict[bytes, int] = {}
        self._vectors = np.empty((0, layers.get_dim("nO")), dtype="float32")

    def forward(self, _model: Model[Ragged, Ragged], words: Ragged, is_train: bool) -> tuple[Ragged, None]:  # noqa: ARG002
        """The vectors of some words, as a layer gives them."""
        asked = np.ascontiguousarray(words.data)
        keys: list[bytes] = asked.view(f"V{asked.shape[1] * asked.itemsize}").ravel().tolist()
        if len(self._rows) > _REMEMBERED:
            self._rows, self._vectors = {}, self._vectors[:0]
        new = {key: place for place, key in enumerate(keys) if key not in self._rows}
        if new:
            unseen = Ragged(asked[list(new.values())], np.array([len(new)], dtype="int32"))  # type: ignore[arg-type]
            self._vectors = np.vstack([self._vectors, self._layers.predict(unseen).dataXd])  # type: ignore[list-item]
            self._rows |= {key: row for row, key in enumerate(new, len(self._rows))}
        vectors: Any = self._vectors[[self._rows[key] for key in keys]]
        return Ragged(vectors, words.lengths), None
