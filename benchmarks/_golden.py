"""The fifty questions of tests/golden, answered by search and by simpler methods."""

import re
import tomllib
from collections import Counter

import numpy as np

from benchmarks import _record
from sap_match.ingest import read_dataset
from sap_match.landscape import Landscape
from sap_match.ranking import top_k
from sap_match.similarity.blend import BlendConfig
from sap_match.similarity.index import SimilarityIndex
from sap_match.similarity.search import Filters, Finder
from sap_match.similarity.words import STOP_WORDS, stem, words_of

SOURCES = {"cheshire_east": "examples/cheshire_east", "trafford": "benchmarks/places/trafford.toml"}
FILTERED_IN = "cheshire_east"
METHODS = ("TF-IDF words alone", "sentence vectors alone", "their blend .6/.4", "keywords",
           "the index alone", "search, nothing ignored", "search without conditions")  # fmt: skip


def written():
    """All that was judged by reading."""
    file = _record.ROOT / "tests" / "golden" / "queries.toml"
    return tomllib.loads(file.read_text("utf-8"))


def queries():
    """The questions with the ids that a reader calls right."""
    return written()["query"]


def filtered():
    """Questions of the example with set conditions: ids that a reader forbids, and keeps."""
    return written()["filtered"]


def recall(query, found):
    right = set(query["right"])
    return len(right & set(found[:5])) / min(5, len(right))


class Place:
    """One collection in the ways in which it can be asked."""

    def __init__(self, landscape, of):
        self.encoder = landscape.encoder
        lookup = landscape.service_lookup if of == "services" else landscape.organisation_lookup
        self.finder = Finder.build(landscape.dataset, lookup, of=of)
        self.ids = lookup.ids
        texts = [self.finder.texts[i] for i in self.ids]
        vectors = landscape.vectors(texts)
        self.index = lookup
        self.words = SimilarityIndex.build(
            self.ids, texts, config=BlendConfig(text_weight=0, tfidf=1)
        )
        self.meaning = SimilarityIndex.build(
            self.ids, texts, vectors, config=BlendConfig(text_weight=1, tfidf=0)
        )
        self.blend = SimilarityIndex.build(
            self.ids, texts, vectors, config=BlendConfig(text_weight=0.6, tfidf=0.4)
        )
        self.held = [set(map(stem, words_of(t))) for t in texts]

    def best(self, scores):
        order = top_k(np.where(scores > 0, scores, -np.inf), self.ids, 5)
        return [self.ids[i] for i in order]

    def answers(self, text):
        """Ids found by each method, in the order of `METHODS`."""
        lower = re.sub(r"\s+", " ", text.lower())
        vector = self.encode(lower)
        yield self.best(self.words.query(lower))
        yield self.best(self.meaning.query(lower, vector))
        yield self.best(self.blend.query(lower, vector))
        asked = {stem(w) for w in words_of(lower) if w not in STOP_WORDS}
        yield self.best(np.array([len(asked & held) for held in self.held], dtype=float))
        yield self.best(self.index.query(lower, vector))
        for ignore in ((), ("area", "age", "day", "cost", "access", "who")):
            understood = self.finder.understand(text, ignore=ignore)
            vector = self.encode(self.finder.to_encode(understood))
            yield [f.id for f in self.finder.search(understood, vector, k=5).found]

    def encode(self, text):
        encode = getattr(self.encoder, "encode_uncached", self.encoder.encode)
        return encode([text])[0]

    def all_found(self, text, filters):
        """Ids of all that a question with set conditions finds."""
        understood = self.finder.understand(text, filters=Filters(**filters))
        vector = self.encode(self.finder.to_encode(understood))
        return {f.id for f in self.finder.search(understood, vector, k=len(self.ids)).found}


def obeyed(found_by, judged):
    """What a reader forbids and keeps beside what is found.

    ``found_by(text, filters)`` gives ids; ``judged`` are the questions with the ids that a
    reader of the records' own cells says must not be found, and must be.
    """
    counts = Counter(questions=len(judged))
    for one in judged:
        found = found_by(one["text"], one["filters"])
        counts["forbidden"] += len(one["forbidden"])
        counts["forbidden_and_found"] += len(found & set(one["forbidden"]))
        counts["to_be_kept"] += len(one["kept"])
        counts["kept"] += len(found & set(one["kept"]))
    return dict(counts)


def quality(encoder):
    """recall@5 of each method on each half, and what a reader forbids beside what is found."""
    scores = {method: {"develop": [], "held": []} for method in METHODS}
    judged = {}
    for place, source in SOURCES.items():
        landscape = Landscape.build(read_dataset(str(_record.ROOT / source)), encoder=encoder)
        asked_of = {}
        for query in queries():
            if query["place"] != place:
                continue
            of = query["of"]
            if of not in asked_of:
                asked_of[of] = Place(landscape, of)
            answers = asked_of[of].answers(query["text"])
            for method, found in zip(METHODS, answers, strict=True):
                scores[method][query["split"]].append(recall(query, found))
        if place == FILTERED_IN:
            judged = obeyed(asked_of["services"].all_found, filtered())
    table = [
        {
            "method": method,
            "recall_at_5_develop": round(float(np.mean(halves["develop"])), 3),
            "recall_at_5_held": round(float(np.mean(halves["held"])), 3),
            "recall_at_5_all": round(float(np.mean(halves["develop"] + halves["held"])), 3),
        }
        for method, halves in scores.items()
    ]
    return table, judged
