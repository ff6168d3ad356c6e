"""The bars of speed, measured as whole processes in processor time; `make bench` measures them at leisure."""

from __future__ import annotations

import pytest

from benchmarks import check_vs_validate, scale, startup


def test_version_starts_at_once() -> None:
    assert startup.measure(runs=3).processor < startup.MOST_SECONDS


def test_check_grows_linearly() -> None:
    assert scale.measure(runs=1).ratio <= scale.MOST


@pytest.mark.live
def test_check_is_ten_times_faster_than_validate() -> None:
    assert check_vs_validate.measure(runs=2).ratio <= check_vs_validate.MOST
