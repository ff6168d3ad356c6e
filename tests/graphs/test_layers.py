"""Boxes and arrows placed: nothing overlaps, arrows point right, rings and lonely boxes are no trouble."""

from __future__ import annotations

from itertools import combinations
from random import Random

from nimbus_lang.graphs.layers import Placed, place
from nimbus_lang.graphs.layout import layout_of
from nimbus_lang.graphs.picture import picture_of
from tests.graphs.test_picture import MIXED, graph


def overlaps(placed: Placed, sizes: dict[object, tuple[float, float]]) -> bool:
    boxes = [(*placed.corners[key], *size) for key, size in sizes.items()]
    return any(
        ax < bx + bw and bx < ax + aw and ay < by + bh and by < ay + ah
        for (ax, ay, aw, ah), (bx, by, bw, bh) in combinations(boxes, 2)
    )


def test_each_box_stands_left_of_what_it_needs() -> None:
    sizes = dict.fromkeys("abcd", (100.0, 40.0))
    placed = place(sizes, [("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")])
    x = {key: corner[0] for key, corner in placed.corners.items()}
    assert x["a"] < x["b"] < x["c"] and x["d"] == x["b"]
    assert placed.ways["a", "b"] == []
    assert len(placed.ways["a", "c"]) == 1


def test_nothing_overlaps_and_all_is_on_the_paper() -> None:
    random = Random(7)
    for count in (1, 2, 5, 20, 60):
        sizes = {f"n{n}": (random.uniform(50, 200), random.uniform(30, 90)) for n in range(count)}
        arrows = [
            tuple(random.sample(list(sizes), 2)) for _ in range(count * 2 if count > 1 else 0)
        ]
        placed = place(sizes, [(str(a), str(b)) for a, b in dict.fromkeys(arrows)])
        assert placed.corners.keys() == sizes.keys()
        assert not overlaps(placed, sizes)
        width, height = placed.size
        for key, (x, y) in placed.corners.items():
            assert x >= -0.01 and x + sizes[key][0] <= width + 0.01
            assert y >= -0.01 and y + sizes[key][1] <= height + 0.01


def test_a_ring_is_drawn() -> None:
    sizes = dict.fromkeys("abc", (100.0, 40.0))
    placed = place(sizes, [("a", "b"), ("b", "c"), ("c", "a")])
    assert not overlaps(placed, sizes)
    assert set(placed.ways) == {("a", "b"), ("b", "c"), ("c", "a")}


def test_boxes_without_arrows_stand_in_rows() -> None:
    sizes = dict.fromkeys(range(30), (100.0, 40.0))
    placed = place(sizes, [])
    width, height = placed.size
    assert not overlaps(placed, sizes)
    assert width < 5 * height and height < 5 * width


def test_groups_hold_their_nodes() -> None:
    picture = picture_of(graph(MIXED))
    layout = layout_of(picture)
    for node in picture.nodes:
        box = layout.nodes[node.id]
        if node.group:
            around = layout.groups[node.group]
            assert around.x <= box.x and box.x + box.width <= around.x + around.width
            assert around.y <= box.y and box.y + box.height <= around.y + around.height
    assert len(layout.lines) == len(picture.lines)
