"""Decisions that come with the data, beside those that the history holds."""

from __future__ import annotations

from dataclasses import replace

from sap_match.memory import Decided, Memory
from sap_match.model import Dataset


def with_decisions(memory: Memory, dataset: Dataset) -> Memory:
    """Return the memory with the decisions table of the data added."""
    told = tuple(
        Decided(d.suggestion_id, d.decision, d.reason or "", d.decided_on, d.decided_by_role or "")
        for d in dataset.decisions
    )
    return replace(memory, decided=tuple(dict.fromkeys([*memory.decided, *told])))
