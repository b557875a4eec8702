"""Networks in and out: files of Gephi, Pajek, UCINET, Kumu and spreadsheets, and libraries.

Every format keeps everything that a `CollaborationNetwork` says; what its own words have no
place for stands where the other programs pass over it.

=============  ======================  ====================================================
format         ending                  what the format itself cannot hold stands in
=============  ======================  ====================================================
``graphml``    .graphml                a datum ``sap_match`` of the graph
``gexf``       .gexf                   a comment at the top
``csv``        .csv, .tsv              ``NAME.nodes.csv`` (nodes), ``NAME.csv.json``
``pajek``      .net, .paj (read)       comment lines ``% sap_match`` at the top
``dl``         .dl                     ``NAME.dl.json``
``kumu``       .json                   the key ``sap_match``
=============  ======================  ====================================================
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from sap_match.errors import DataError
from sap_match.graph.confidential import not_confidential
from sap_match.graph.exchange import dl, gexf, graphml, kumu, pajek, tables
from sap_match.graph.exchange.files import Ask, write_whole
from sap_match.graph.exchange.found import network_from
from sap_match.graph.exchange.objects import (
    from_frames,
    from_igraph,
    from_networkx,
    to_frames,
    to_igraph,
    to_networkx,
)
from sap_match.graph.one_mode import CollaborationNetwork

__all__ = [
    "FORMATS",
    "from_frames",
    "from_igraph",
    "from_networkx",
    "read_network",
    "to_frames",
    "to_igraph",
    "to_networkx",
    "write_network",
]

#: The formats of files, each with its module.
FORMATS: dict[str, ModuleType] = {
    "csv": tables,
    "dl": dl,
    "gexf": gexf,
    "graphml": graphml,
    "kumu": kumu,
    "pajek": pajek,
}
_ENDINGS = {
    ".csv": "csv",
    ".tsv": "csv",
    ".dl": "dl",
    ".gexf": "gexf",
    ".graphml": "graphml",
    ".json": "kumu",
    ".net": "pajek",
    ".paj": "pajek",
}


def _module(path: Path, given: str | None) -> ModuleType:
    name = _ENDINGS.get(path.suffix.casefold()) if given is None else given.casefold()
    if name is None:
        endings = ", ".join(sorted(_ENDINGS))
        raise DataError(
            f"its ending says no format; use {endings}, or say format= "
            f"{', '.join(sorted(FORMATS))}",
            source=path.name,
        )
    if name not in FORMATS:
        raise DataError(
            f"is no format; there are {', '.join(sorted(FORMATS))}", field="format", value=given
        )
    return FORMATS[name]


def read_network(
    path: str | Path,
    format: str | None = None,  # noqa: A002 - the word that everybody looks for
    *,
    directed: bool | None = None,
    relation: str | int | None = None,
    encoding: str | None = None,
) -> CollaborationNetwork:
    """Read a network from a file.

    A file written by `write_network` gives the same network back, whoever has read it meanwhile.
    Of another's file the ids are text (or numbers from 1 where nodes have no labels), the node
    column ``group`` (Kumu: ``type``) gives the groups, ``answered`` (yes or no) who answered, and
    everything else is kept as attributes.

    Parameters
    ----------
    path : str or Path
        Files beside it, of the same name, are read with it: see the formats above.
    format : {"csv", "dl", "gexf", "graphml", "kumu", "pajek"}, optional
        By default what the ending says.
    directed : bool, optional
        By default what the file says; a table that says nothing is without direction, a matrix
        (DL) has direction where it is not symmetric.
    relation : str or int, optional
        Which of several relations (DL, Pajek): its name, or its number from 1.
    encoding : str, optional
        By default UTF-8, or UTF-16 with its mark; XML says its own.

    Raises
    ------
    DataError
        The file, or a row of it, cannot be read; the message names file, row, field, value.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> net = CollaborationNetwork.from_edges([("Ash", "Elm", 2.0)], groups={"Ash": "public"})
    >>> with TemporaryDirectory() as folder:
    ...     written = write_network(net, f"{folder}/here.graphml")
    ...     read_network(written[-1]) == net
    True
    """
    path = Path(path)
    module = _module(path, format)
    found = module.read(path, Ask(encoding, relation))
    return network_from(found, directed=directed)


def write_network(
    network: CollaborationNetwork,
    path: str | Path,
    format: str | None = None,  # noqa: A002 - the word that everybody looks for
    *,
    confidential: bool = False,
) -> tuple[Path, ...]:
    """Write a network to a file, whole or not at all; the same network gives the same bytes.

    Parameters
    ----------
    network : CollaborationNetwork
    path : str or Path
    format : {"csv", "dl", "gexf", "graphml", "kumu", "pajek"}, optional
        By default what the ending says.
    confidential : bool
        Write confidential reports too, each tie by name, for those who may hold them: the file
        says that they are, and `read_network` keeps them so. Other programs do not.

    Returns
    -------
    tuple of Path
        What was written: ``path``, and files beside it where the format needs them.

    Raises
    ------
    DataError
        An attribute that no file can hold, no such folder, no such format, or the reports are
        confidential and it was not said that they may be written.
    """
    if not confidential:
        not_confidential(network, "a file of its ties")
    path = Path(path)
    parts = _module(path, format).parts(network, path)
    return write_whole(parts)
