"""The theme model's file: plain arrays in an npz archive, checked before they are used."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sap_match.errors import DataError
from sap_match.similarity.encoder import SentenceEncoder
from sap_match.similarity.modelfiles import DEFAULT_SHA256, ModelFiles
from sap_match.similarity.themes.lexicon import Lexicon, shipped_lexicon
from sap_match.similarity.themes.model import DIMENSION, SCHEMES, Head, ThemeModel, evidence

NAME = "model.npz"
HASH = "model.sha256"
TITLES = "titles.csv"
Arrays = Mapping[str, NDArray[Any]]


@lru_cache(maxsize=1)
def shipped_model() -> ThemeModel:
    """Return the model that comes with the package, loaded once.

    Raises
    ------
    DataError
        The file is not the one that was shipped.
    """
    folder = files("sap_match.similarity.themes")
    data = (folder / NAME).read_bytes()
    expected = (folder / HASH).read_text(encoding="ascii").split()[0]
    if hashlib.sha256(data).hexdigest() != expected:
        raise DataError(
            f"the theme model is not the file that was shipped (sha256 {expected[:12]}...); "
            "install the package again",
            source=NAME,
        )
    return read_model(data, shipped_lexicon(), source=NAME)


@lru_cache(maxsize=1)
def shipped_titles() -> Mapping[str, Mapping[str, str]]:
    """Return the title of each theme by scheme and code.

    Examples
    --------
    >>> shipped_titles()["ukcat"]["BE108"]
    'Older people'
    """
    import csv

    text = (files("sap_match.similarity.themes") / TITLES).read_text(encoding="utf-8")
    titles: dict[str, dict[str, str]] = {}
    for row in csv.DictReader(text.splitlines()):
        titles.setdefault(row["scheme"], {})[row["code"]] = row["title"]
    return titles


@lru_cache(maxsize=1)
def default_fingerprint() -> str:
    """Return the fingerprint of the default model's encoder, whose vectors the model reads."""
    return SentenceEncoder(ModelFiles(Path(), DEFAULT_SHA256, DIMENSION)).fingerprint


def write_model(model: ThemeModel, folder: Path) -> None:
    """Write the model and its hash into ``folder``; the same model gives the same bytes."""
    stream = BytesIO()
    np.savez_compressed(stream, **_arrays(model))
    data = stream.getvalue()
    (folder / NAME).write_bytes(data)
    (folder / HASH).write_text(f"{hashlib.sha256(data).hexdigest()}  {NAME}\n", encoding="ascii")


def _arrays(model: ThemeModel) -> dict[str, Any]:
    arrays: dict[str, Any] = {f"codes_{s}": np.array(model.codes[s]) for s in SCHEMES}
    arrays |= {"related": model.related, "phrase_rarity": model.phrase_rarity}
    for name, head in model.heads.items():
        stems = "\n".join(head.columns)
        arrays[f"{name}_stems"] = np.frombuffer(stems.encode(), dtype=np.uint8)
        arrays |= {f"{name}_rarity": head.rarity, f"{name}_base": head.base}
        arrays |= {f"{name}_words": head.words, f"{name}_phrases": head.phrases}
        if head.vector is not None:
            arrays[f"{name}_vector"] = head.vector
            arrays |= {f"{name}_titles": head.titles, f"{name}_usual": head.usual}
        arrays |= {f"{name}_mixing_{s}": head.mixing[s] for s in SCHEMES}
    return arrays


def read_model(data: bytes, lexicon: Lexicon, *, source: str) -> ThemeModel:
    """Return the model that a file's bytes hold; nothing in it is ever run.

    Raises
    ------
    DataError
        It is no archive of plain arrays, an array is missing, or its shape or type is wrong.
    """
    try:
        with np.load(BytesIO(data), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise DataError(f"is no archive of plain arrays ({error})", source=source) from error
    return _Checked(arrays, source).model(lexicon)


class _Checked:
    """Arrays of a file, each asked for with the shape and type that it must have."""

    def __init__(self, arrays: Arrays, source: str) -> None:
        self.arrays, self.source = arrays, source

    def take(self, name: str, kind: type[np.generic], shape: tuple[int, ...]) -> NDArray[Any]:
        found = self.arrays.get(name)
        if found is None:
            raise DataError("the theme model lacks an array", source=self.source, field=name)
        fits = found.ndim == len(shape) and all(
            want in (-1, have) for want, have in zip(shape, found.shape, strict=True)
        )
        if not np.issubdtype(found.dtype, kind) or not fits:
            raise DataError(
                f"an array of the theme model has type {found.dtype} and shape {found.shape}; "
                f"it must have {kind.__name__} and {shape}",
                source=self.source,
                field=name,
            )
        if kind is np.floating and not np.isfinite(found).all():
            raise DataError("an array holds no finite numbers", source=self.source, field=name)
        return found

    def model(self, lexicon: Lexicon) -> ThemeModel:
        codes = {s: tuple(self.take(f"codes_{s}", np.str_, (-1,)).tolist()) for s in SCHEMES}
        if codes["ukcat"] != lexicon.codes:
            raise DataError("its themes are not the thesaurus's", source=self.source)
        themes = sum(map(len, codes.values()))
        sizes = tuple(len(codes[s]) for s in SCHEMES)
        return ThemeModel(
            codes=codes,
            related=self.take("related", np.bool_, sizes),
            phrase_rarity=self.take("phrase_rarity", np.floating, sizes[:1]),
            heads={name: self.head(name, themes, sizes[0]) for name in ("meaning", "words")},
            lexicon=lexicon,
        )

    def head(self, name: str, themes: int, phrases: int) -> Head:
        stems = self.take(f"{name}_stems", np.unsignedinteger, (-1,)).tobytes().decode()
        columns = {stem: i for i, stem in enumerate(stems.split("\n"))}
        integer, size = np.signedinteger, len(columns)
        nothing, has_vector = np.zeros((1, 1)), name == "meaning"
        features = len(evidence(nothing, nothing, nothing if has_vector else None))

        def of_vectors(what: str) -> NDArray[Any] | None:
            full = f"{name}_{what}"
            return self.take(full, integer, (DIMENSION, themes)) if has_vector else None

        return Head(
            columns=columns,
            rarity=self.take(f"{name}_rarity", np.floating, (size,)),
            base=self.take(f"{name}_base", np.floating, (themes,)),
            words=self.take(f"{name}_words", integer, (size, themes)),
            phrases=self.take(f"{name}_phrases", integer, (phrases, themes)),
            vector=of_vectors("vector"),
            titles=of_vectors("titles"),
            usual=self.take(f"{name}_usual", np.floating, (2, themes)) if has_vector else None,
            mixing={
                s: self.take(f"{name}_mixing_{s}", np.floating, (features + 1,)) for s in SCHEMES
            },
        )
