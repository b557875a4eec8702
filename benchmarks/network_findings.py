"""What an analyst finds in four real networks, each figure beside what chance gives.

    python -m benchmarks.network_findings [--only h2020|probation|somalia|trafford] [--pages]

The pages docs/explanation/network-*.md are written from the result; ``--pages`` lays its tables
in them. Chance is named in each row: memberships dealt anew (`_dealt`), groups dealt out anew
(`label_test`), grants dealt anew (`_network_trafford`).
"""

import json
import sys

from benchmarks import _record
from benchmarks._findings_shared import SEED
from benchmarks._findings_tables import rewritten, tables
from benchmarks._network_h2020 import h2020
from benchmarks._network_probation import probation
from benchmarks._network_somalia import somalia
from benchmarks._network_trafford import trafford

PAGES = _record.ROOT / "docs" / "explanation"
FOUND = {"h2020": h2020, "probation": probation, "trafford": trafford, "somalia": somalia}


def main(arguments=None):
    parser = _record.options_of("network_findings", __doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--only", choices=sorted(FOUND), help="one network; others are kept")
    parser.add_argument("--pages", action="store_true", help="lay the tables in the pages too")
    options = parser.parse_args(arguments)
    load, data = _record.load_now(), _record.data_folder()
    measured, files = {}, {}
    if options.only and options.out.is_file():
        before = json.loads(options.out.read_text("utf-8"))
        measured, files = before["measured"], {one["file"]: one for one in before["data"]}
    for name in [options.only] if options.only else FOUND:
        measured[name], read = FOUND[name](data, quick=options.quick)
        files |= {one["file"]: one for one in _record.hashes(read, data)}
        print(name, *tables(measured[name]).values(), sep="\n\n")
        page = PAGES / f"network-{name}.md"
        if options.pages and page.is_file():
            page.write_text(rewritten(page.read_text("utf-8"), measured[name]), encoding="utf-8")
    mark = "each network has its figures"
    return _record.save(
        options,
        what="what an analyst finds in four real networks",
        targets={mark: sorted(FOUND)},
        met={mark: set(measured) >= set(FOUND)},
        measured={"seed": SEED, **{k: measured[k] for k in FOUND if k in measured}},
        data=[files[one] for one in sorted(files)],
        load_before=load,
    )


if __name__ == "__main__":
    sys.exit(main())
