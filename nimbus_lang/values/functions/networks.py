"""Functions on networks and addresses: dividing, counting, comparing. Version 4 and 6 alike.

A text that spells a network is taken for one. Everything that does not fit says how much room there is.
"""

from __future__ import annotations

from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
)

from nimbus_lang.types.model import ANY, BOOL, CIDR, INT, IP, STRING, ListT, ScalarT, Type, UnionT
from nimbus_lang.types.shape import literal_widen, strip_optional
from nimbus_lang.values.arguments import (
    Args,
    Network,
    check_length,
    given,
    is_network,
    items,
    network,
    rest,
    text,
    whole,
)
from nimbus_lang.values.equality import same
from nimbus_lang.values.function import Function, FunctionError, Param
from nimbus_lang.values.functions.made import applied, at
from nimbus_lang.values.functions.results import LIST, Types, always
from nimbus_lang.values.model import Data, Value
from nimbus_lang.values.operators import within

_NETWORK = Param("network", CIDR)


def written(found: Network) -> IPv4Interface | IPv6Interface:
    """A network as it is kept in values."""
    if isinstance(found, IPv4Network):
        return IPv4Interface((found.network_address, found.prefixlen))
    return IPv6Interface((found.network_address, found.prefixlen))


def named(found: Network, value: Value) -> str:
    """A network in a message, unless it is a secret."""
    return "the network" if value.secret else str(found)


def _subnet(args: Args) -> Data:
    whole_net, bits, number = network(given(args, 0)), whole(given(args, 1)), whole(given(args, 2))
    return written(part(whole_net, bits, number, named(whole_net, given(args, 0))))


def part(net: Network, bits: int, number: int, name: str) -> Network:
    """The `number`-th of the networks that `bits` more bits of prefix make of `net`."""
    prefix = _longer(net, bits, name)
    room = 1 << bits
    if not 0 <= number < room:
        raise FunctionError(
            f"{name} has room for {room:,} networks of /{prefix}, numbered 0 to {room - 1:,}: there is no number {number:,}"
        )
    return _at(net, int(net.network_address) + (number << (net.max_prefixlen - prefix)), prefix)


def _longer(net: Network, bits: int, name: str) -> int:
    prefix = net.prefixlen + bits
    if bits < 0:
        raise FunctionError(f"a part of a network has a longer prefix, not one shorter by {-bits}")
    if prefix > net.max_prefixlen:
        raise FunctionError(
            f"{name} cannot be divided by {bits} bits: /{net.prefixlen} and {bits} make /{prefix}, and the longest prefix is /{net.max_prefixlen}"
        )
    return prefix


def _at(net: Network, first: int, prefix: int) -> Network:
    if isinstance(net, IPv4Network):
        return IPv4Network((first, prefix))
    return IPv6Network((first, prefix))


def _subnets(args: Args) -> Data:
    """Networks of given lengths, one after the other, each at the next place that fits it."""
    net = network(given(args, 0))
    name = named(net, given(args, 0))
    free, end = int(net.network_address), int(net.broadcast_address) + 1
    made: list[Value] = []
    for bits in rest(args, 1):
        prefix = _longer(net, max(whole(bits), 0), name)
        if prefix == net.prefixlen:
            raise FunctionError(f"a part of {name} has a prefix longer by at least one bit")
        size = 1 << (net.max_prefixlen - prefix)
        start = -(-free // size) * size
        if start + size > end:
            raise FunctionError(
                f"{name} has no room left for a network of /{prefix} after {len(made)} others"
            )
        made.append(at(args, written(_at(net, start, prefix))))
        free = start + size
    check_length(len(made))
    return tuple(made)


def _host(args: Args) -> Data:
    net, number = network(given(args, 0)), whole(given(args, 1))
    count = net.num_addresses
    if not -count <= number < count:
        raise FunctionError(
            f"{named(net, given(args, 0))} has {count:,} addresses, numbered 0 to {count - 1:,}: there is no number {number:,}"
        )
    return net[number]


def _netmask(args: Args) -> Data:
    net = network(given(args, 0))
    if isinstance(net, IPv6Network):
        raise FunctionError("networks of version 6 have no netmask, only a prefix length")
    return net.netmask


def _prefix(args: Args) -> int:
    return network(given(args, 0)).prefixlen


def _size(args: Args) -> int:
    return network(given(args, 0)).num_addresses


def _overlaps(args: Args) -> bool:
    one, two = network(given(args, 0)), network(given(args, 1))
    return one.version == two.version and one.overlaps(two)


def _contains(args: Args) -> bool:
    hay, needle = given(args, 0), given(args, 1)
    if is_network(hay.data) or isinstance(hay.data, str):
        return within(needle, hay)
    return any(same(item, needle) for item in items(hay))


def _in_a_list(types: Types) -> bool:
    """Terraform's `contains` looks into lists alone."""
    first = types[0] if types else None
    return first is None or not isinstance(literal_widen(strip_optional(first)), ScalarT)


def _is_version_4(args: Args) -> bool:
    data = given(args, 0).data
    found = data.network if isinstance(data, IPv4Interface | IPv6Interface) else data
    if isinstance(found, IPv4Address | IPv6Address | IPv4Network | IPv6Network):
        return found.version == 4
    return ":" not in text(given(args, 0))


_HOLDER: Type = UnionT((LIST, CIDR))


def _divide(name: str, doc: str, example: tuple[str, str]) -> Function:
    params = (_NETWORK, Param("bits", INT), Param("number", INT))
    return Function(name, params, always(CIDR), applied(_subnet), doc, example, "cidrsubnet")


def _address(name: str, doc: str, example: tuple[str, str]) -> Function:
    params = (_NETWORK, Param("number", INT))
    return Function(name, params, always(IP), applied(_host), doc, example, "cidrhost")


def _mask(name: str, doc: str, example: tuple[str, str]) -> Function:
    return Function(name, (_NETWORK,), always(IP), applied(_netmask), doc, example, "cidrnetmask")


NETWORKS = (
    _divide(
        "subnet",
        "A part of a network: so many bits more of prefix, and which of the parts, from 0.",
        ("(10.20.0.0/16).subnet(8, 3)", "10.20.3.0/24"),
    ),
    _divide(
        "cidrsubnet",
        "Terraform's name of `subnet`.",
        ("cidrsubnet(10.20.0.0/16, 4, 1)", "10.20.16.0/20"),
    ),
    Function(
        "cidrsubnets",
        (_NETWORK, Param("bits", INT, variadic=True)),
        always(ListT(CIDR)),
        applied(_subnets),
        "Parts of a network one after the other, each with so many bits more of prefix.",
        ("cidrsubnets(10.0.0.0/16, 8, 8)", "[10.0.0.0/24, 10.0.1.0/24]"),
        "cidrsubnets",
    ),
    _address(
        "host",
        "An address of a network by its number, from 0; negative ones count from the end.",
        ("(10.20.3.0/24).host(5)", "10.20.3.5"),
    ),
    _address(
        "cidrhost", "Terraform's name of `host`.", ("cidrhost(10.0.0.0/24, -2)", "10.0.0.254")
    ),
    _mask(
        "netmask",
        "The mask of a network of version 4.",
        ("(10.0.0.0/20).netmask()", "255.255.240.0"),
    ),
    _mask(
        "cidrnetmask", "Terraform's name of `netmask`.", ("cidrnetmask(10.0.0.0/8)", "255.0.0.0")
    ),
    Function(
        "prefix",
        (_NETWORK,),
        always(INT),
        applied(_prefix),
        "The length of a network's prefix.",
        ("(10.0.0.0/20).prefix()", "20"),
    ),
    Function(
        "size",
        (_NETWORK,),
        always(INT),
        applied(_size),
        "How many addresses a network has.",
        ("(10.0.0.0/24).size()", "256"),
    ),
    Function(
        "overlaps",
        (_NETWORK, Param("other", CIDR)),
        always(BOOL),
        applied(_overlaps),
        "Whether two networks have an address in common.",
        ("(10.0.0.0/16).overlaps(10.0.3.0/24)", "true"),
    ),
    Function(
        "contains",
        (Param("in", _HOLDER), Param("value", ANY)),
        always(BOOL),
        applied(_contains),
        "Whether a list has an item, or a network holds an address or another network entirely.",
        ("(10.0.0.0/16).contains(10.0.3.0/24)", "true"),
        "contains",
        same_as_terraform=_in_a_list,
    ),
    Function(
        "is_ipv4",
        (Param("address", UnionT((IP, CIDR, STRING))),),
        always(BOOL),
        applied(_is_version_4),
        "Whether an address or network is of version 4.",
        ("is_ipv4(10.0.0.1)", "true"),
    ),
)
