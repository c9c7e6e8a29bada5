"""Turn restrictions from a source to the arcs that they bind."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from drawing import Point, Way

from routegraph.network.model import Network
from routegraph.network.osmfile import read_osm
from routegraph.network.restrictions import banned_turns
from routegraph.network.store import open_network, save
from routegraph.network.summary import summarise
from routegraph.network.tags import TURN_KINDS

Drawn = Callable[..., Network]
SHARED = Path(__file__).parents[3] / "shared" / "data" / "towns"

# a cross: 1 west, 2 middle, 3 east, 4 north, 5 south; way ids 12, 23, 24, 25 join the middle
CROSS: dict[int, Point] = {
    1: (36.00, 35.00),
    2: (36.01, 35.00),
    3: (36.02, 35.00),
    4: (36.01, 35.01),
    5: (36.01, 34.99),
}
ARMS: list[Way] = [
    (12, [1, 2], {"highway": "primary"}),
    (23, [2, 3], {"highway": "primary"}),
    (24, [2, 4], {"highway": "secondary"}),
    (25, [2, 5], {"highway": "secondary"}),
]


def relation(number: int, members: str, **tags: str) -> str:
    """A relation with members such as ``w12@from n2@via w24@to``."""
    kinds = {"w": "way", "n": "node"}
    inner = ""
    for member in members.split():
        told, role = member.split("@")
        inner += f'<member type="{kinds[told[0]]}" ref="{told[1:]}" role="{role}"/>'
    rules = {"type": "restriction"} | {k.replace("__", ":"): v for k, v in tags.items()}
    inner += "".join(f'<tag k="{k}" v="{v}"/>' for k, v in rules.items())
    return f'<relation id="{number}" version="1">{inner}</relation>\n'


def by_nodes(network: Network, path: tuple[int, ...]) -> list[int]:
    """OSM ids of the nodes that a sequence of arcs runs through."""
    arcs, ids = network.arcs, network.nodes.osm_id
    return [int(ids[arcs.tail[path[0]]]), *(int(ids[arcs.head[arc]]) for arc in path)]


def banned(network: Network, mode: str = "hgv") -> list[list[int]]:
    return sorted(by_nodes(network, path) for path in banned_turns(network, mode))


LEFT = "w12@from n2@via w24@to"


def test_a_forbidden_turn_is_two_arcs_and_is_told_by_its_kind(drawn: Drawn) -> None:
    network = drawn(CROSS, ARMS, relation(7, LEFT, restriction="no_left_turn"))
    table = network.restrictions
    assert (table.osm_id.tolist(), table.arc_start.tolist()) == ([7], [0, 2])
    assert TURN_KINDS[int(table.kind[0])] == "no_left_turn"
    assert banned(network) == banned(network, "motorcar") == [[1, 2, 4]]
    assert network.provenance.restrictions == {"no_left_turn": 1}
    assert not any("turn restrictions" in what for what in network.provenance.lost)


def test_a_demanded_turn_forbids_every_other_one_also_the_way_back(drawn: Drawn) -> None:
    network = drawn(CROSS, ARMS, relation(7, LEFT, restriction="only_left_turn"))
    assert banned(network) == [[1, 2, 1], [1, 2, 3], [1, 2, 5]]


@pytest.mark.parametrize(
    ("tags", "truck", "car"),
    [
        ({"restriction": "no_left_turn", "except": "hgv"}, False, True),
        ({"restriction": "no_left_turn", "except": "psv;bicycle"}, True, True),
        ({"restriction": "no_left_turn", "except": "motorcar;hgv"}, False, False),
        ({"restriction__hgv": "no_left_turn"}, True, False),
        ({"restriction__motor_vehicle": "no_left_turn"}, True, True),
        ({"restriction__bicycle": "no_left_turn"}, False, False),
        ({"type": "restriction:hgv", "restriction": "no_left_turn"}, True, False),
        ({"restriction__conditional": "no_left_turn @ (Mo-Fr 07:00-09:00)"}, False, False),
        ({"restriction": "no_left_turn", "hour_on": "07:00", "hour_off": "09:00"}, False, False),
    ],
)
def test_a_restriction_binds_whom_it_names(
    tags: dict[str, str], truck: bool, car: bool, drawn: Drawn
) -> None:
    network = drawn(CROSS, ARMS, relation(7, LEFT, **tags))
    assert (bool(banned(network)), bool(banned(network, "motorcar"))) == (truck, car)


def test_the_hours_of_a_restriction_are_kept(drawn: Drawn) -> None:
    rule = {"restriction__conditional": "no_left_turn @ (Mo-Fr 07:00-09:00); no_u_turn @ (Su)"}
    network = drawn(CROSS, ARMS, relation(7, LEFT, **rule))
    kept = zip(network.restrictions.kind, network.restrictions.condition, strict=True)
    assert [(TURN_KINDS[int(kind)], network.strings[int(code)]) for kind, code in kept] == [
        ("no_left_turn", "Mo-Fr 07:00-09:00"),
        ("no_u_turn", "Su"),
    ]


def test_a_via_way_makes_a_longer_sequence_also_where_it_was_divided(drawn: Drawn) -> None:
    nodes: dict[int, Point] = {i: (36 + i * 0.01, 35.0) for i in range(1, 8)}
    nodes |= {8: (36.02, 35.01), 9: (36.06, 35.01)}
    ways: list[Way] = [
        (12, [1, 2], {"highway": "primary"}),
        (26, [2, 3, 4, 5, 6], {"highway": "primary"}),
        (67, [6, 7], {"highway": "primary"}),
        (28, [2, 8], {"highway": "primary"}),
        (69, [6, 9], {"highway": "primary"}),
    ]
    network = drawn(nodes, ways, relation(7, "w12@from w26@via w69@to", restriction="no_left_turn"))
    assert banned(network) == [[1, 2, 4, 6, 9]]
    only = drawn(nodes, ways, relation(7, "w12@from w26@via w69@to", restriction="only_left_turn"))
    assert banned(only) == [[1, 2, 4, 6, 4], [1, 2, 4, 6, 7]]


def test_several_via_ways_are_driven_in_the_order_in_which_they_join(drawn: Drawn) -> None:
    nodes: dict[int, Point] = {i: (36 + i * 0.001, 35.0) for i in range(1, 6)}
    ways: list[Way] = [(10 * i + i + 1, [i, i + 1], {"highway": "primary"}) for i in range(1, 5)]
    told = relation(7, "w12@from w34@via w23@via w45@to", restriction="no_straight_on")
    network = drawn(nodes, ways, told)
    assert banned(network) == [[1, 2, 3, 4, 5]]


def test_every_via_way_is_driven_and_whole_where_that_can_be(drawn: Drawn) -> None:
    nodes: dict[int, Point] = {i: (36 + i * 0.001, 35.0) for i in range(1, 5)}
    nodes |= {5: (36.002, 35.001), 6: (36.003, 35.001)}
    ways: list[Way] = [
        (12, [1, 2], {"highway": "primary"}),
        (24, [2, 3, 4], {"highway": "primary"}),
        (25, [2, 5], {"highway": "primary"}),
        (36, [3, 6], {"highway": "primary"}),
    ]

    def told(members: str) -> list[list[int]]:
        return banned(drawn(nodes, ways, relation(7, members, restriction="no_turn")))

    assert told("w12@from w24@via w24@to") == [[1, 2, 3, 4, 3]]
    assert told("w12@from w24@via w36@to") == [[1, 2, 3, 6]]
    assert told("w12@from w25@via w24@via w36@to") == []


def test_a_member_that_is_named_twice_counts_once(drawn: Drawn) -> None:
    members = "w12@from w12@from n2@via n2@via w24@to w24@to"
    network = drawn(CROSS, ARMS, relation(7, members, restriction="no_left_turn"))
    assert banned(network) == [[1, 2, 4]]
    assert not network.provenance.lost


def test_the_junction_of_a_restriction_stays_a_node_where_a_road_would_go_on(drawn: Drawn) -> None:
    nodes: dict[int, Point] = {i: (36 + i * 0.001, 35.0) for i in range(1, 4)}
    ways: list[Way] = [(12, [1, 2], {"highway": "primary"}), (23, [2, 3], {"highway": "primary"})]
    assert len(drawn(nodes, ways).nodes) == 2
    network = drawn(nodes, ways, relation(7, "w12@from n2@via w12@to", restriction="no_u_turn"))
    assert banned(network) == [[1, 2, 1]]


def test_entries_and_exits_of_several_ways_are_one_row_each(drawn: Drawn) -> None:
    entry = drawn(CROSS, ARMS, relation(7, "w12@from w25@from n2@via w24@to", restriction="no_entry"))
    assert banned(entry) == [[1, 2, 4], [5, 2, 4]]
    exits = drawn(CROSS, ARMS, relation(7, "w12@from n2@via w24@to w25@to", restriction="no_exit"))
    assert banned(exits) == [[1, 2, 4], [1, 2, 5]]
    assert exits.provenance.restrictions == {"no_exit": 1}


def test_a_way_that_goes_through_the_junction_is_bound_where_the_kind_can_be_meant(drawn: Drawn) -> None:
    ways: list[Way] = [(13, [1, 2, 3], {"highway": "primary"}), (24, [2, 4], {"highway": "primary"})]
    left = drawn(CROSS, ways, relation(7, "w13@from n2@via w24@to", restriction="no_left_turn"))
    assert banned(left) == [[1, 2, 4]]
    right = drawn(CROSS, ways, relation(7, "w13@from n2@via w24@to", restriction="no_right_turn"))
    assert banned(right) == [[3, 2, 4]]
    either = drawn(CROSS, ways, relation(7, "w13@from n2@via w24@to", restriction="no_entry"))
    assert banned(either) == []
    assert either.provenance.lost["turn restrictions that fit several turns"] == 1


@pytest.mark.parametrize(
    ("members", "tags", "why"),
    [
        ("w12@from n2@via w99@to", {"restriction": "no_left_turn"}, "on roads that are not in the network"),
        ("w12@from n3@via w24@to", {"restriction": "no_left_turn"}, "whose ways do not meet"),
        ("w12@from w24@to", {"restriction": "no_left_turn"}, "that lack a from, via or to"),
        ("n2@via w24@to", {"restriction": "no_left_turn"}, "that lack a from, via or to"),
        ("w12@from n2@via w24@to", {"restriction": "dancing"}, r"of no known kind \(dancing\)"),
        ("w12@from n2@via w24@to", {}, "of no known kind"),
    ],
)
def test_what_cannot_be_read_is_counted_with_its_reason(
    members: str, tags: dict[str, str], why: str, drawn: Drawn
) -> None:
    network = drawn(CROSS, ARMS, relation(7, members, **tags))
    assert not banned(network)
    (told,) = (what for what in network.provenance.lost if "turn restrictions" in what)
    assert pytest.approx(1) == network.provenance.lost[told]
    assert np.char.find(told, why.replace("\\", "")) >= 0


def test_a_demanded_turn_out_of_the_extract_forbids_all_that_is_left(drawn: Drawn) -> None:
    network = drawn(CROSS, ARMS, relation(7, "w12@from n2@via w99@to", restriction="only_left_turn"))
    assert banned(network) == [[1, 2, 1], [1, 2, 3], [1, 2, 4], [1, 2, 5]]


def test_restrictions_are_stored_and_told_by_kind(drawn: Drawn, tmp_path: Path) -> None:
    more = relation(7, LEFT, restriction="no_left_turn") + relation(
        8, "w12@from n2@via w99@to", restriction="no_left_turn"
    )
    network = open_network(save(drawn(CROSS, ARMS, more), tmp_path / "cross"))
    assert banned(network) == [[1, 2, 4]]
    assert summarise(network)["turn_restrictions"] == {
        "no_left_turn": {"source": 2, "used": 1, "at_certain_hours": 0}
    }


def test_a_restriction_of_certain_hours_is_told_and_not_called_used(drawn: Drawn) -> None:
    network = drawn(CROSS, ARMS, relation(7, LEFT, restriction__conditional="no_left_turn @ (Mo-Fr)"))
    told = summarise(network)["turn_restrictions"]["no_left_turn"]
    assert told == {"source": 1, "used": 0, "at_certain_hours": 1}


@pytest.mark.parametrize(("town", "at_least"), [("moscow.osm.gz", 0.75), ("monaco.osm.pbf", 1.0)])
def test_most_restrictions_of_a_real_town_are_used(town: str, at_least: float) -> None:
    if not (SHARED / town).is_file():
        pytest.skip(f"no {town} in {SHARED}")
    network = read_osm(SHARED / town)
    used = len(np.unique(network.restrictions.osm_id))
    assert used >= at_least * sum(network.provenance.restrictions.values())


def test_roads_of_each_law_under_conditions_are_counted(drawn: Callable[..., Network]) -> None:
    nodes = {i: (36 + i / 1000, 35.0) for i in range(1, 6)}
    law = {"highway": "primary", "hgv:conditional": "no @ (22:00-06:00)"}
    ways = [(10, [1, 2], law), (11, [2, 3], {"highway": "primary"}), (12, [3, 4], law | {"name": "other"})]
    network = drawn(nodes, ways)
    assert summarise(network)["conditional_roads"] == {"hgv:conditional=no @ (22:00-06:00)": 2}


def test_round_a_block_once_more_is_no_way_back(drawn: Drawn):
    # a block 1 2 3 4, whose sides 1 2 3 4 are one road of two ways; 9 is south of 1, 8 east of 4
    nodes: dict[int, Point] = {
        1: (36.00, 35.00), 2: (36.00, 35.002), 3: (36.002, 35.002), 4: (36.002, 35.00),
        8: (36.004, 35.00), 9: (36.00, 34.998),
    }  # fmt: skip
    road = {"highway": "primary"}
    ways: list[Way] = [(20, [9, 1, 2], road), (24, [2, 3, 4], road), (41, [4, 1], road), (48, [4, 8], road)]

    def read(kind: str) -> Network:
        return drawn(nodes, ways, relation(1, "w24@from w41@via w20@to", restriction=kind))

    assert banned(read("no_u_turn")) == [[1, 4, 1, 4]]  # by 2 again
    assert banned(read("no_straight_on")) == [[1, 4, 1, 9]]
    unclear = read("no_turn")
    assert banned(unclear) == []
    assert unclear.provenance.lost == {"turn restrictions that fit several turns": 1}
