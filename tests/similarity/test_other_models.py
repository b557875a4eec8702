"""Any sentence-transformers model by folder: other tokenizers, lengths, poolings, prompts."""

import json
from pathlib import Path

import numpy as np
import pytest

from sap_match.similarity.cache import CachedEncoder, VectorCache
from sap_match.similarity.encoder import SentenceEncoder
from sap_match.similarity.modelfiles import find_model

TEXTS = [
    "lunch club for older people", "clwb cinio i bobl hŷn yn y pentref",
    "zajęcia dla dzieci i rodziców", "社区午餐会，每周三", "خواتین کے لیے انگریزی کلاسز", "tea",
]  # fmt: skip
KINDS = {
    # hidden size, longest text, pooling, what follows, what is said before each text
    "mean": {"hidden": 20, "longest": 70, "pooling": "mean_tokens"},
    "first token, normalised, prompt": {
        "hidden": 24, "longest": 40, "pooling": "cls_token", "normalise": True, "prompt": "query: ",
    },
    "dense": {"hidden": 20, "longest": 128, "pooling": "mean_tokens", "dense": 10},
    "only goes on, no padding token": {"hidden": 16, "longest": 33, "pooling": "lasttoken"},
}  # fmt: skip
TYPE = "sentence_transformers.models."


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def pieces(specials, *, whole):
    """A tokenizer of bytes, so that no script is unknown to it."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.BPE(unk_token=specials["unk_token"]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    trainer = trainers.BpeTrainer(
        vocab_size=380,
        special_tokens=sorted(set(specials.values())),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(TEXTS, trainer)
    if whole:
        ends = [
            (t, tokenizer.token_to_id(t)) for t in (specials["cls_token"], specials["sep_token"])
        ]
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"{ends[0][0]} $A {ends[1][0]}", special_tokens=ends
        )
    return tokenizer


def build(folder, *, hidden, longest, pooling, normalise=False, dense=None, prompt=None, seed=7):
    import torch
    from safetensors.torch import save_file
    from transformers import (
        GPT2Config,
        GPT2Model,
        PreTrainedTokenizerFast,
        XLMRobertaConfig,
        XLMRobertaModel,
    )

    torch.manual_seed(seed)
    goes_on = pooling == "lasttoken"
    specials = {"unk_token": "<e>", "bos_token": "<e>", "eos_token": "<e>"} if goes_on else {
        "cls_token": "<s>", "sep_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>",
    }  # fmt: skip
    fast = PreTrainedTokenizerFast(
        tokenizer_object=pieces(specials, whole=not goes_on), model_max_length=longest, **specials
    )
    if goes_on:
        model = GPT2Model(
            GPT2Config(vocab_size=len(fast), n_embd=hidden, n_layer=1, n_head=2,
                       n_positions=longest, bos_token_id=0, eos_token_id=0)
        )  # fmt: skip
    else:
        model = XLMRobertaModel(
            XLMRobertaConfig(vocab_size=len(fast), hidden_size=hidden, num_hidden_layers=2,
                             num_attention_heads=2, intermediate_size=32,
                             max_position_embeddings=longest + 8, pad_token_id=fast.pad_token_id)
        )  # fmt: skip
    model.save_pretrained(folder)
    fast.save_pretrained(folder)
    modules = [("", "Transformer"), ("1_Pooling", "Pooling")]
    modes = {f"pooling_mode_{m}": m == pooling for m in ("cls_token", "mean_tokens", "lasttoken")}
    write(folder / "1_Pooling/config.json", {"word_embedding_dimension": hidden, **modes})
    if dense:
        modules.append(("2_Dense", "Dense"))
        write(folder / "2_Dense/config.json", {
            "in_features": hidden, "out_features": dense, "bias": True,
            "activation_function": "torch.nn.modules.activation.Tanh",
        })  # fmt: skip
        save_file(
            {"linear.weight": torch.randn(dense, hidden), "linear.bias": torch.randn(dense)},
            folder / "2_Dense/model.safetensors",
        )
    if normalise:
        modules.append(("2_Normalize", "Normalize"))
    write(folder / "modules.json", [
        {"idx": i, "name": str(i), "path": path, "type": TYPE + kind}
        for i, (path, kind) in enumerate(modules)
    ])  # fmt: skip
    write(folder / "sentence_bert_config.json", {"max_seq_length": longest, "do_lower_case": False})
    if prompt:
        write(folder / "config_sentence_transformers.json", {
            "prompts": {"all": prompt}, "default_prompt_name": "all",
        })  # fmt: skip
    return folder


@pytest.fixture(scope="module", params=sorted(KINDS))
def model(request, tmp_path_factory):
    return build(tmp_path_factory.mktemp("model"), **KINDS[request.param]), KINDS[request.param]


@pytest.fixture
def encoder(model, tmp_path):
    return SentenceEncoder.find(model[0], cache=tmp_path)


def test_vectors_are_those_of_the_library(model, encoder):
    from sentence_transformers import SentenceTransformer

    theirs = SentenceTransformer(str(model[0]), device="cpu")
    theirs.tokenizer.pad_token = theirs.tokenizer.pad_token or theirs.tokenizer.eos_token
    expected = np.array([theirs.encode([t], normalize_embeddings=True)[0] for t in TEXTS])
    np.testing.assert_allclose(encoder.encode(TEXTS), expected, atol=1e-5)
    assert encoder.dimension == expected.shape[1] == (model[1].get("dense") or model[1]["hidden"])


def test_a_vector_is_the_same_in_any_company(encoder):
    texts = [*TEXTS, *(f"{'cinio ' * n}{n}" for n in range(1, 60, 3)), "a" * 5000]
    together = encoder.encode(texts)
    assert np.isfinite(together).all()
    np.testing.assert_array_equal(together[::-1], encoder.encode(texts[::-1]))
    np.testing.assert_array_equal(together[2:3], encoder.encode(texts[2:3]))
    assert not encoder.encode([""]).any()


def test_models_stand_side_by_side_in_one_cache(tmp_path):
    small = build(tmp_path / "small", hidden=20, longest=70, pooling="mean_tokens")
    twin = build(tmp_path / "twin", hidden=20, longest=70, pooling="mean_tokens", seed=8)
    asks = build(tmp_path / "asks", hidden=20, longest=70, pooling="mean_tokens", prompt="query: ")
    cache = VectorCache(tmp_path / "vectors")
    encoders = [
        CachedEncoder(cache, SentenceEncoder.find(f, cache=tmp_path)) for f in (small, twin, asks)
    ]
    assert len({e.fingerprint for e in encoders}) == 3
    first = [e.encode(TEXTS) for e in encoders]
    assert not np.allclose(first[0], first[1], atol=0.01)
    for encoder, vectors in zip(encoders, first, strict=True):
        np.testing.assert_array_equal(encoder.encode(TEXTS), vectors)


def test_a_model_of_word_vectors_is_read_text_by_text(tmp_path):
    from safetensors.numpy import save_file

    specials = {"unk_token": "<unk>", "cls_token": "<s>", "sep_token": "</s>"}
    tokenizer = pieces(specials, whole=False)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    rng = np.random.default_rng(3)
    weights = rng.standard_normal((tokenizer.get_vocab_size(), 12)).astype(np.float32)
    save_file({"embedding.weight": weights}, tmp_path / "model.safetensors")
    write(tmp_path / "modules.json", [
        {"idx": 0, "name": "0", "path": "", "type": TYPE + "StaticEmbedding"},
    ])  # fmt: skip
    encoder = SentenceEncoder.find(tmp_path, cache=tmp_path)
    vectors = encoder.encode([*TEXTS, ""])
    assert vectors.shape == (7, 12)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1] * 6 + [0], atol=1e-6)
    np.testing.assert_array_equal(encoder.encode(TEXTS[3:4]), vectors[3:4])


@pytest.mark.parametrize(
    ("card", "pieces", "languages"),
    [
        ("---\nlanguage: en\nlicense: mit\n---\n", 30522, {"en"}),
        ("---\nlanguage:\n- multilingual\n- cy\n- pl\n---\n", 250002, {"mul", "cy", "pl"}),
        ("---\nlanguage: [cy, pl]\n---\n", 30522, {"cy", "pl"}),
        ("---\nlicense: mit\nlanguage:\n  - en\n  - cy\n  - pl\n  - ur\n---\n", 30522,
         {"en", "cy", "pl", "ur", "mul"}),
        ("", 250002, {"mul"}),
        ("# A model", 30522, None),
    ],
)  # fmt: skip
def test_what_a_model_reads_is_told_by_its_card_or_its_vocabulary(
    tmp_path, card, pieces, languages
):
    (tmp_path / "README.md").write_text(card)
    (tmp_path / "config.json").write_text(json.dumps({"vocab_size": pieces}))
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    assert find_model(tmp_path, cache=tmp_path).languages == languages


def test_the_default_model_reads_english():
    assert SentenceEncoder.find().languages == {"en"}


def test_weights_in_parts_are_all_hashed(tmp_path):
    for i in (1, 2):
        (tmp_path / f"model-0000{i}-of-00002.safetensors").write_bytes(b"part %d" % i)
    before = find_model(tmp_path, cache=tmp_path).sha256
    Path(tmp_path / "model-00002-of-00002.safetensors").write_bytes(b"another")
    assert find_model(tmp_path, cache=tmp_path).sha256 != before
