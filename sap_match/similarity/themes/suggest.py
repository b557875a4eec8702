"""Themes for records that have none, each with its probability and the words that told it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sap_match.model import Dataset, Organisation, Service
from sap_match.ranking import rounded
from sap_match.results import Results
from sap_match.similarity.encoder import Encoder
from sap_match.similarity.text import clean, described_service, organisation_text
from sap_match.similarity.themes.files import shipped_model, shipped_titles
from sap_match.similarity.themes.model import SCHEMES, WEIGHT_SCALE, Scheme, ThemeModel
from sap_match.similarity.themes.profiles import reads_vectors
from sap_match.similarity.themes.reading import SCALE, Read, word_rows
from sap_match.similarity.words import stem, words_of

COLUMNS = ("id", "rank", "scheme", "code", "title", "probability", "said")
MOST_WORDS = 5
"""Words that are shown with a theme."""
TELLING_WEIGHT = 0.02
"""What a word must add to a theme's first score to be shown."""


@dataclass(frozen=True)
class ThemeSuggestion:
    """A theme that a text implies.

    Attributes
    ----------
    id : str
        Of the record; of a plain text its place in the order given, from "0".
    rank : int
        1 is the likeliest of its scheme.
    scheme, code, title : str
        ``ukcat`` or ``icnptso``, and the theme in it.
    probability : float
        That a person who codes charities would give this theme, from 0 to 1.
    said : tuple of str
        Words of the text that told it, at most five; empty where its sense as a whole did.
    """

    id: str
    rank: int
    scheme: Scheme
    code: str
    title: str
    probability: float
    said: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """Return one flat row; the words are joined by ``; ``."""
        row = {name: getattr(self, name) for name in COLUMNS[:-1]}
        return {**row, "said": "; ".join(self.said)}


def suggest_themes(
    records: Dataset | Iterable[Organisation | Service | str],
    *,
    encoder: Encoder | None = None,
    schemes: Sequence[Scheme] = SCHEMES,
    threshold: float = 0.3,
    k: int = 5,
) -> Results[ThemeSuggestion]:
    """Suggest themes for records without any, or for texts.

    Parameters
    ----------
    records : Dataset, or records and texts
        Of a dataset the organisations and services that have no themes. A record of which
        no more than a name is written gets none, nor does a text in another language.
    encoder : Encoder, optional
        With the default model's encoder the sense of a text counts too; without it, or
        with another model's, its words alone decide.
    schemes : sequence of {"ukcat", "icnptso"}
        Which codes: UK Charity Activity Tags, the International Classification of
        Non-profit and Third Sector Organizations.
    threshold : float
        Least probability, inclusive.
    k : int
        At most so many themes a record and scheme.

    Returns
    -------
    Results of ThemeSuggestion
        In the order of the records, then of the schemes, likeliest first. ``notes`` say how
        many records told nothing.

    Examples
    --------
    >>> for one in suggest_themes(["Advice for rough sleepers"], schemes=["ukcat"]):
    ...     print(one.code, one.title, one.said)
    CA101 Advice and individual advocacy ('advice',)
    HO103 Homelessness ('rough sleepers',)
    """
    told = _told(records)
    model, texts = shipped_model(), [text for _, text in told]
    read = model.read(texts)
    vectors = None
    if encoder is not None and reads_vectors(encoder.dimension, encoder.fingerprint):
        vectors = encoder.encode(texts)
    found = model.probabilities(read, vectors)
    rows = []
    for i, (name, text) in enumerate(told):
        one = read[i]
        if one is None:
            continue
        for scheme in schemes:
            chances = found[scheme][i]
            order = np.argsort(-chances, kind="stable")[:k]
            shown = [int(j) for j in order if chances[j] >= threshold]
            for rank, j in enumerate(shown, start=1):
                code = model.codes[scheme][j]
                title = shipped_titles()[scheme][code]
                words = _said(model, one, text, scheme, j)
                chance = rounded(float(chances[j]))
                rows.append(ThemeSuggestion(name, rank, scheme, code, title, chance, words))
    silent = sum(one is None for one in read)
    notes = (f"{silent} of {len(told)} texts tell no theme: empty or not English",) * bool(silent)
    return Results(tuple(rows), record=ThemeSuggestion.as_record, notes=notes, columns=COLUMNS)


def _told(records: Dataset | Iterable[Organisation | Service | str]) -> list[tuple[str, str]]:
    """Return (id, text) of what themes are suggested for; the empty text tells none."""
    owners: dict[str, Organisation] = {}
    if isinstance(records, Dataset):
        owners = {o.id: o for o in records.organisations}
        every: tuple[Organisation | Service, ...] = (*records.organisations, *records.services)
        records = tuple(r for r in every if not r.themes)
    told = []
    for place, record in enumerate(records):
        if isinstance(record, str):
            told.append((str(place), clean(record)))
        elif isinstance(record, Organisation):
            text = organisation_text(record.model_copy(update={"themes": ()}))
            told.append((record.id, text.text if text.length else ""))
        else:
            bare = record.model_copy(update={"themes": ()})
            text = described_service(bare, owners.get(record.organisation_id))
            told.append((record.id, text.text if text.length else ""))
    return told


def _said(model: ThemeModel, read: Read, text: str, scheme: Scheme, theme: int) -> tuple[str, ...]:
    """Return the words of a text that speak for a theme, the thesaurus's phrases first."""
    phrases = model.lexicon.said(text)
    if scheme == "ukcat":
        codes = [model.codes["ukcat"][theme]]
    else:
        related = np.flatnonzero(model.related[:, theme]).tolist()
        codes = [model.codes["ukcat"][i] for i in related]
    spoken = dict.fromkeys(p for code in codes for p in phrases.get(code, ()))
    said = [p for p in spoken if not any(p != q and f" {p} " in f" {q} " for q in spoken)]
    head = model.heads["words"]
    column = theme + (0 if scheme == "ukcat" else len(model.codes["ukcat"]))
    row = np.asarray(word_rows([read.words], head.columns, head.rarity).todense()).ravel()
    added = row * head.words[:, column] / (SCALE * WEIGHT_SCALE)
    stems = list(head.columns)
    telling = [stems[i] for i in np.argsort(-added, kind="stable") if added[i] >= TELLING_WEIGHT]
    spelt = {stem(word): word for word in reversed(words_of(text))}
    covered = {stem(word) for phrase in said for word in phrase.split()}
    said += [spelt[one] for one in telling if one not in covered and one in spelt]
    return tuple(said[:MOST_WORDS])
