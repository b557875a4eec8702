"""Pictures for the pages of findings.

python -m benchmarks._network_pictures [NAME ...]
"""

import argparse
import sys
from datetime import date

from benchmarks import _record
from benchmarks._findings_shared import collected, main_roles

ASSETS = _record.ROOT / "docs" / "assets"
ROLES = {"lead": "mostly lead", "partner": "mostly subcontractor"}


def h2020(data):
    from benchmarks._consortia_data import h2020 as read
    from sap_match.graph import mixing_matrix
    from sap_match.report.plots import mixing_heat_map

    ds = read(data).dataset
    words = {"HES": "universities", "REC": "research bodies", "PRC": "firms",
             "PUB": "authorities", "OTH": "others"}  # fmt: skip
    kinds = tuple(words[o.legal_form] for o in ds.organisations)
    net, *_ = collected(ds, date(2018, 12, 31), groups=kinds, block="year")
    return mixing_heat_map(mixing_matrix(net), title="Horizon 2020: which types work together")


def probation(data):
    from benchmarks._consortia_data import hmpps_interventions as read
    from sap_match.report.plots import network_map

    ds = read(data).dataset
    role = main_roles(ds)
    groups = tuple(ROLES[role[o.id]] for o in ds.organisations)
    net, *_ = collected(ds, date(2021, 12, 31), groups=groups)
    names = {o.id: o.name for o in ds.organisations}
    return network_map(net, names=names, named=3, highlight=["LINCS_ACTION_TRUST"])


DRAWN = {"h2020": h2020, "probation": probation}


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(DRAWN))
    options = parser.parse_args(arguments)
    for name in options.names or DRAWN:
        picture = DRAWN[name](_record.data_folder())
        picture.save(ASSETS / f"network-{name}.svg")
        print(name, picture.alt, picture.note, sep="\n")


if __name__ == "__main__":
    sys.exit(main())
