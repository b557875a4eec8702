"""The table of the page on readers, made from the result."""


def table(result):
    """One row a case: rows, seconds, memory, rows a second, what is beside it, the mark.

    Examples
    --------
    >>> case = {
    ...     "rows": 10,
    ...     "cpu_seconds": 2.0,
    ...     "seconds": 2.5,
    ...     "peak_gb": 0.1,
    ...     "rows_per_cpu_second": 5,
    ...     "baselines": {"json.load": {"cpu_seconds": 0.5}},
    ... }
    >>> made = {"measured": {"A": case}, "targets": {"A": "10 in under 1 s"}, "met": {"A": False}}
    >>> print(table(made).splitlines()[-1])
    | A | 10 | 2.0 | 2.5 | 0.1 | 5 | json.load 0.5 | 10 in under 1 s: **missed** |
    """
    head = (
        "| source | rows | processor, s | clock, s | memory, GB | rows a second of processor "
        "| beside it, processor s | asked |"
    )
    return "\n".join([head, "|---" * 8 + "|", *(_row(n, result) for n in result["measured"])])


def _row(name, result):
    found = result["measured"][name]
    if "cpu_seconds" not in found:
        return f"| {name} | not measured |" + " |" * 6
    beside = ", ".join(
        f"{one} {took.get('cpu_seconds', 'failed')}" for one, took in found["baselines"].items()
    )
    asked = ""
    if name in result["targets"]:
        asked = f"{result['targets'][name]}: {'met' if result['met'][name] else '**missed**'}"
    clock = found["seconds"] or "not kept"
    cells = (name, f"{found['rows']:,}", found["cpu_seconds"], clock, found["peak_gb"],
             f"{found['rows_per_cpu_second']:,}", beside, asked)  # fmt: skip
    return "| " + " | ".join(map(str, cells)) + " |"
