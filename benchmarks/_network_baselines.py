"""What networkx and igraph take for the same measures, and brokerage by a direct triple loop."""

import time
from collections import Counter

import numpy as np


def as_networkx(net):
    """The network as a networkx graph of positions."""
    import networkx as nx

    graph = nx.DiGraph() if net.directed else nx.Graph()
    graph.add_nodes_from(range(len(net)))
    graph.add_edges_from(zip(net.sources.tolist(), net.targets.tolist(), strict=True))
    nx.set_node_attributes(graph, dict(enumerate(net.groups)), "group")
    return graph


def as_igraph(net):
    """The network as an igraph graph of positions."""
    import igraph

    edges = np.column_stack([net.sources, net.targets])
    return igraph.Graph(n=len(net), edges=edges, directed=net.directed)


def networkx_measures(net):
    """Measures that networkx has, each as a function of nothing; those of n x ties steps last."""
    import networkx as nx

    graph = as_networkx(net)
    plain = graph.to_undirected() if net.directed else graph
    return {
        "density": lambda: nx.density(graph),
        "reciprocity": lambda: nx.overall_reciprocity(graph) if net.directed else 1.0,
        "transitivity": lambda: nx.transitivity(plain),
        "mixing": lambda: nx.attribute_mixing_dict(graph, "group"),
        "assortativity": lambda: nx.attribute_assortativity_coefficient(graph, "group"),
        "coreness": lambda: nx.core_number(plain),
        "components": lambda: sum(1 for _ in nx.connected_components(plain)),
        "cut points": lambda: sum(1 for _ in nx.articulation_points(plain)),
        "bridges": lambda: sum(1 for _ in nx.bridges(plain)),
        "communities": lambda: nx.community.louvain_communities(plain, seed=1),
        "constraint": lambda: nx.constraint(plain),
        "effective size": lambda: nx.effective_size(plain),
        "betweenness": lambda: nx.betweenness_centrality(graph, normalized=False),
    }


def igraph_measures(net):
    """Measures that igraph has, each as a function of nothing."""
    graph = as_igraph(net)
    groups = [sorted(set(net.groups)).index(g) for g in net.groups]
    plain = graph.as_undirected() if net.directed else graph
    return {
        "density": graph.density,
        "reciprocity": graph.reciprocity,
        "transitivity": plain.transitivity_undirected,
        "assortativity": lambda: graph.assortativity_nominal(groups, directed=net.directed),
        "coreness": plain.coreness,
        "components": lambda: len(plain.connected_components()),
        "cut points": plain.articulation_points,
        "bridges": plain.bridges,
        "communities": lambda: plain.community_leiden(
            objective_function="modularity", n_iterations=2
        ),
        "constraint": graph.constraint,
        "betweenness": graph.betweenness,
    }


def timed(measures, *, limit, budget):
    """Seconds of each measure in turn; None for those left out once the budget is spent.

    ``limit``: measures never tried at this size. ``budget``: seconds after which the rest are
    left out; a measure that has begun is let through.
    """
    found, spent = {}, 0.0
    for name, measure in measures.items():
        if name in limit or spent > budget:
            found[name] = None
            continue
        start = time.perf_counter()
        measure()
        found[name] = round(time.perf_counter() - start, 3)
        spent += found[name]
    return found


def triple_loop(net):
    """Gould-Fernandez raw scores as the definition says: for each broker, each pair around it.

    The direct way in plain Python, with sets for the test whether the two are tied.
    """
    labels, n = net.groups, len(net)
    out = [set() for _ in range(n)]
    into = [[] for _ in range(n)]
    for s, t in zip(net.sources.tolist(), net.targets.tolist(), strict=True):
        for a, b in ((s, t),) if net.directed else ((s, t), (t, s)):
            out[a].add(b)
            into[b].append(a)
    scores = np.zeros((n, 6))
    for j in range(n):
        own, found = labels[j], Counter()
        for i in into[j]:
            tied, first = out[i], labels[i]
            for k in out[j]:
                if k != i and k not in tied:
                    found[role(first, own, labels[k])] += 1
        for at, count in found.items():
            scores[j, at] = count
        scores[j, 5] = sum(found.values())
    return scores


def role(first, own, last):
    """Place among w_I, w_O, b_IO, b_OI, b_O of a broker between two."""
    if first == own:
        return 0 if last == own else 2
    if last == own:
        return 3
    return 1 if first == last else 4
