"""Rows and tables of findings: a figure, what it is, what chance gives beside it."""

import re

import numpy as np


def row(figure, value, definition, draws=None, *, unit="", how=""):
    """One main figure, with what chance gives: mean, 95% of the draws, p two-sided."""
    value = float(value)
    made = {"figure": figure, "value": round(value, 5), "unit": unit, "what it is": definition}
    if draws is None:
        return {**made, "chance": None}
    low, high = np.quantile(draws, [0.025, 0.975])
    tails = [(np.sum(draws <= value + 1e-9) + 1), (np.sum(draws >= value - 1e-9) + 1)]
    p = min(1.0, 2 * min(tails) / (len(draws) + 1))
    chance = {"mean": draws.mean(), "low": low, "high": high, "p": p}
    chance = {name: round(float(v), 5) for name, v in chance.items()}
    return {**made, "chance": {**chance, "draws": len(draws), "how": how}}


def shown(value, unit=""):
    """A number as a page has it: whole, else three digits; shares in per cent."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return " ".join(value.replace("|", "/").split())
    if float(value).is_integer() and abs(value) < 1e9 and not unit:
        return f"{int(value):,}"
    if unit == "%":
        return f"{value:.1f}%" if abs(value) >= 0.1 or value == 0 else f"{value:.2g}%"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def figures_table(rows):
    """The main figures as a table of the page."""
    lines = ["| figure | value | what it is | by chance |", "|---|--:|---|---|"]
    for one in rows:
        chance, unit = one["chance"], one["unit"]
        told = "–"
        if chance:
            low, high = shown(chance["low"], unit), shown(chance["high"], unit)
            p = f"p < {chance['p'] * 1.001:.2g}" if extreme(chance) else f"p = {chance['p']:.2g}"
            told = f"{shown(chance['mean'], unit)} ({low} to {high}), {p}; {chance['how']}"
        cells = (one["figure"], shown(one["value"], unit), one["what it is"], told)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def extreme(chance):
    """Whether no draw went as far, so that p is only known to be below."""
    return chance["p"] <= 2 / (chance["draws"] + 1) + 1e-9


def table(rows):
    """Any other table: one column a key, per cents where the key says so."""
    heads = list(rows[0])
    right = [all(not isinstance(one[h], str) for one in rows) for h in heads]
    lines = [
        f"| {' | '.join(heads)} |",
        f"|{'|'.join('--:' if r else '---' for r in right)}|",
    ]
    for one in rows:
        cells = [shown(one[h], "%" if h.endswith("%") else "").rstrip("%") for h in heads]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def tables(found):
    """Every table of a page, by name, as Markdown."""
    made = {"figures": figures_table(found["figures"])}
    return made | {name: table(rows) for name, rows in found["tables"].items() if rows}


def rewritten(page, found):
    """Return a page with each table that has a head of ours as it now is."""
    ours = {made.split("\n")[0]: made for made in tables(found).values()}
    parts = re.split(r"(?m)((?:^\|.*\n?)+)", page)
    for k in range(1, len(parts), 2):
        head = parts[k].split("\n")[0]
        parts[k] = f"{ours[head]}\n" if head in ours else parts[k]
    return "".join(parts)
