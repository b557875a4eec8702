"""The manifest: everything that decided a month's bytes, and one clock.

Only ``clock.written_at`` may differ between two runs on the same input.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib import metadata
from typing import Any

from sap_match.model import SCHEMA_VERSION, TABLES, Dataset

_DECIDING = ("sap-match", "numpy", "scipy", "scikit-learn", "networkx", "pydantic", "jinja2")


def versions() -> dict[str, str]:
    """Return the versions of what can change a result, Python's included."""
    found = {"python": platform.python_version()}
    for name in _DECIDING:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "absent"
    return found


def dataset_hash(dataset: Dataset) -> str:
    """Return the sha256 of all records, whatever order their rows came in."""
    digest = hashlib.sha256()
    for table in TABLES:
        for record in dataset.tables[table]:
            line = json.dumps(record.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
            digest.update(f"{table}\t{line}\n".encode())
    return digest.hexdigest()


def manifest(
    dataset: Dataset,
    *,
    month: str,
    as_of: str,
    config: Mapping[str, Any],
    counts: Mapping[str, int],
    model: str,
    files: Mapping[str, str],
) -> dict[str, Any]:
    """Return the manifest as a plain dict.

    Parameters
    ----------
    files : mapping
        Relative path of each written file to its sha256.
    model : str
        Fingerprint of the embedding model.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "place": dataset.id,
        "month": month,
        "as_of": as_of,
        "inputs": [
            {
                "source": s.source,
                "format": s.format,
                "rows": s.rows,
                "used": s.used,
                "bad": s.bad,
                "sha256": s.sha256,
            }
            for s in dataset.sources
        ],
        "dataset_sha256": dataset_hash(dataset),
        "config": dict(config),
        "model": model,
        "versions": versions(),
        "seeds": {},
        "counts": dict(counts),
        "files": dict(sorted(files.items())),
        "clock": {"written_at": datetime.now(UTC).isoformat(timespec="seconds")},
    }
