"""Networks compute as Python's `ipaddress` does, over both versions and at every edge."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nimbus_lang.values.call import call
from nimbus_lang.values.function import FunctionError
from nimbus_lang.values.model import Data
from nimbus_lang.values.operators import apply_operator
from tests.values.strategies import value

Network = IPv4Network | IPv6Network


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Any network; often one near another, so that pairs of them meet."""
    four = draw(st.booleans())
    width = 32 if four else 128
    prefix = draw(st.integers(0, width))
    base = draw(st.sampled_from([0, (10 << 24) if four else (0xFD << 120), (1 << width) - 1]))
    bits = draw(st.one_of(st.just(base), st.integers(0, (1 << width) - 1)))
    kept = bits >> (width - prefix) << (width - prefix) if prefix else 0
    return IPv4Network((kept, prefix)) if four else IPv6Network((kept, prefix))


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Network, Network]:
    """Two networks: any, or one and a neighbour, part or hull of it."""
    one = draw(networks())
    if draw(st.booleans()):
        return one, draw(networks())
    prefix = draw(st.integers(0, one.max_prefixlen))
    step = 1 << (one.max_prefixlen - prefix)
    first = (int(one.network_address) // step + draw(st.integers(-1, 1))) * step
    first = min(max(first, 0), (1 << one.max_prefixlen) - step)
    return one, type(one)((first, prefix))  # type: ignore[arg-type]


def of(network: Network) -> Data:
    """A network as a value holds it, by way of the text that spells it."""
    return call("cidrsubnet", [value(str(network)), value(0), value(0)])


def refused(name: str, *args: Data) -> bool:
    """Whether the function has no result."""
    try:
        call(name, [value(arg) for arg in args])
    except FunctionError:
        return True
    return False


@given(networks(), st.integers(0, 6), st.integers(-1, 70))
def test_subnet(net: Network, bits: int, number: int) -> None:
    room = net.prefixlen + bits <= net.max_prefixlen
    if not room or not 0 <= number < 2**bits:
        assert refused("subnet", str(net), bits, number)
        return
    expected = next(islice(net.subnets(prefixlen_diff=bits), number, None))
    assert str(call("subnet", [value(str(net)), value(bits), value(number)])) == str(expected)


@given(networks(), st.data())
def test_subnets_far_down(net: Network, data: st.DataObject) -> None:
    bits = data.draw(st.integers(0, net.max_prefixlen - net.prefixlen))
    number = data.draw(st.sampled_from([0, (1 << bits) - 1]))
    found = ip_network(str(call("subnet", [value(str(net)), value(bits), value(number)])))
    edge = net.network_address if number == 0 else net.broadcast_address
    assert found.prefixlen == net.prefixlen + bits
    assert (found.network_address if number == 0 else found.broadcast_address) == edge
    assert refused("subnet", str(net), bits, 1 << bits)


@given(networks(), st.integers(-5, 5), st.booleans())
def test_host(net: Network, near: int, far: bool) -> None:
    number = near + (net.num_addresses if far else 0)
    if not -net.num_addresses <= number < net.num_addresses:
        assert refused("host", str(net), number)
        return
    assert call("host", [value(str(net)), value(number)]) == net[number]


@given(networks())
def test_size_prefix_and_mask(net: Network) -> None:
    assert call("size", [value(of(net))]) == net.num_addresses
    assert call("prefix", [value(of(net))]) == net.prefixlen
    if net.version == 4:
        assert call("netmask", [value(of(net))]) == net.netmask
    else:
        assert refused("netmask", of(net))


@given(pairs())
def test_overlaps_and_contains(pair: tuple[Network, Network]) -> None:
    one, other = pair
    same = one.version == other.version
    meet = same and one.overlaps(other)
    held = same and other.subnet_of(one)  # type: ignore[arg-type]
    for a, b in ((str(one), str(other)), (of(one), of(other)), (of(one), str(other))):
        assert call("overlaps", [value(a), value(b)]) is meet
        assert call("overlaps", [value(b), value(a)]) is meet
        assert call("contains", [value(a), value(b)]) is held
    assert apply_operator("in", [value(of(other)), value(of(one))]) is held
    assert meet == any(
        address in two for address, two in ((one[0], other), (other[0], one)) if same
    )


@given(pairs(), st.booleans())
def test_addresses(pair: tuple[Network, Network], last: bool) -> None:
    net, other = pair
    address = other[-1 if last else 0]
    held = address.version == net.version and address in net
    assert call("contains", [value(of(net)), value(address)]) is held
    assert call("contains", [value(of(net)), value(str(address))]) is held
    assert apply_operator("in", [value(address), value(of(net))]) is held


@given(networks(), st.lists(st.integers(1, 5), min_size=1, max_size=6))
def test_cidrsubnets_are_apart_and_as_early_as_can_be(net: Network, bits: list[int]) -> None:
    expected: list[Network] = []
    free = int(net.network_address)
    end = free + net.num_addresses
    for more in bits:
        prefix = net.prefixlen + more
        size = 1 << max(net.max_prefixlen - prefix, 0)
        free = -(-free // size) * size
        if prefix > net.max_prefixlen or free + size > end:
            assert refused("cidrsubnets", str(net), *bits)
            return
        expected.append(type(net)((free, prefix)))  # type: ignore[arg-type]
        free += size
    made = call("cidrsubnets", [value(str(net)), *map(value, bits)])
    assert isinstance(made, tuple)
    assert [str(one.data) for one in made] == [str(one) for one in expected]


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.0/33",
        "10.0.0.0",
        "10.0.0.0/8/8",
        "010.0.0.0/8",
        "::/129",
        "x",
        "",
        "10.0.0.0/-1",
    ],
)
def test_what_is_no_network(text: str) -> None:
    assert refused("subnet", text, 1, 0)


@pytest.mark.parametrize("text", ["10.0.0.256", "10.0.0", "1.2.3.4/33", "", "::g"])
def test_what_is_no_address(text: str) -> None:
    assert refused("contains", "10.0.0.0/8", text)
