"""Checking grows with the program and no faster."""

from __future__ import annotations

import time

from tests.check.programs import check


def program(resources: int) -> str:
    """Networks, parts of them that read them, and lets between."""
    lines = ["stack big", 'param prefix: string = "acme"']
    for i in range(0, resources, 2):
        lines.append(
            f'resource n{i}: aws.vpc {{ cidr_block = "10.0.0.0/16", tags = {{ Name = "${{prefix}}-{i}" }} }}'
        )
        lines.append(f"let id{i} = n{i}.id")
        lines.append(f'resource s{i}: aws.subnet {{ vpc_id = id{i}, cidr_block = "10.0.0.0/24" }}')
    return "\n".join(lines) + "\n"


def seconds(resources: int) -> float:
    """Processor time of a check, the best of three."""
    text = program(resources)
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        result = check(text)
        best = min(best, time.process_time() - start)
        assert [code for code in result.codes if code != "NB2016"] == []
    return best


def test_ten_times_the_resources_take_at_most_eleven_times_the_time() -> None:
    seconds(10)
    assert seconds(10_000) <= 11 * seconds(1_000) + 0.2


def test_a_hundred_resources_take_well_under_a_fifth_of_a_second() -> None:
    seconds(10)
    assert seconds(100) < 0.2


def test_a_long_chain_of_lets_is_no_problem() -> None:
    lines = [
        "let a0 = 1",
        *(f"let a{i} = a{i - 1} + 1" for i in range(1, 3_000)),
        "output o = a2999",
    ]
    assert check("\n".join(lines)).errors == []


def test_a_ring_of_many_is_one_diagnostic() -> None:
    lines = [f"let a{i} = a{(i + 1) % 500}" for i in range(500)]
    assert check("\n".join(lines)).errors == ["NB2010 a0"]
