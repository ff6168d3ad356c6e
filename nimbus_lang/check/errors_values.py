"""What is said of values: an argument out of its bounds, a missing key, a value that is known too late.

One function a code; callers give facts, the sentences are here.
"""

from __future__ import annotations

from collections.abc import Sequence

from nimbus_lang.diagnostics.model import Diagnostic, Edit, Fix, Label
from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.source.span import Span

_Chain = tuple[Span, ...]


def out_of_range(span: Span, callers: _Chain, what: str, shown: str, bounds: str) -> Diagnostic:
    """A number or quantity outside what its type allows."""
    return Diagnostic(
        "NB3001",
        "Value out of range",
        f"{what} is {shown}, and must be {bounds}.",
        span,
        callers=callers,
    )


def no_match(
    span: Span, callers: _Chain, what: str, shown: str, kind: str, rule: str
) -> Diagnostic:
    """A text that does not have the form its type asks for."""
    return Diagnostic(
        "NB3002",
        "Text of the wrong form",
        f"{what} is {shown}, which is not {kind}: {rule}" + ("" if rule.endswith("?") else "."),
        span,
        callers=callers,
    )


def not_allowed(
    span: Span,
    callers: _Chain,
    what: str,
    shown: str,
    allowed: Sequence[str],
    written: str,
    words: bool = True,
) -> Diagnostic:
    """A value outside a closed list, of texts (`words`) or of numbers."""
    near = suggest(written, allowed) if words else []
    listed = ", ".join(f'"{item}"' if words else item for item in allowed[:12])
    more = f" and {len(allowed) - 12} more" if len(allowed) > 12 else ""
    hint = f' Did you mean "{near[0]}"?' if near else ""
    fixes = (Fix(f'Write "{near[0]}"', (Edit(span, f'"{near[0]}"'),), safe=False),) if near else ()
    return Diagnostic(
        "NB3003",
        "Value not in the list",
        f"{what} is {shown}. It can be {listed}{more}.{hint}",
        span,
        fixes=fixes,
        callers=callers,
    )


def wrong_length(
    span: Span, callers: _Chain, what: str, length: int | None, bounds: str
) -> Diagnostic:
    """A text, list or set with too few or too many parts; `length` is None where it is a secret."""
    found = "does not have the right length" if length is None else f"has length {length}"
    return Diagnostic(
        "NB3004",
        "Wrong length",
        f"{what} {found}, and must have {bounds}.",
        span,
        callers=callers,
    )


def bad_network(span: Span, callers: _Chain, what: str, shown: str, why: str) -> Diagnostic:
    """A text or literal that is no network or address."""
    return Diagnostic(
        "NB3005",
        "Not a network address",
        f"{what} is {shown}: {why}.",
        span,
        callers=callers,
    )


def host_bits(
    span: Span, callers: _Chain, shown: str, network: str, fixes: tuple[Fix, ...]
) -> Diagnostic:
    """A network with bits set behind its prefix; `network` is empty where it is a secret."""
    inside = (
        f"inside the network {network}. Write {network} for"
        if network
        else "inside a network. Write"
    )
    return Diagnostic(
        "NB3006",
        "Network with host bits",
        f"{shown} names a host {inside} the network itself.",
        span,
        fixes=fixes,
        callers=callers,
    )


def not_whole(
    span: Span, callers: _Chain, what: str, shown: str, unit: str, nearest: str
) -> Diagnostic:
    """A quantity that is not a whole number of the provider's unit; `nearest` is empty where that is a secret."""
    return Diagnostic(
        "NB3007",
        "Quantity not a whole number of units",
        f"{what} is {shown}, and the provider counts it in whole {unit}."
        + (f" The next that fits is {nearest}." if nearest else ""),
        span,
        callers=callers,
    )


def missing_key(span: Span, callers: _Chain, key: str, present: Sequence[str] | None) -> Diagnostic:
    """A map or keyed resource has no such key; `present` is None where its keys are a secret."""
    if present is None:
        why = f'There is no "{key}" here; this is a secret, so what it holds is not told.'
        return Diagnostic("NB3008", "No such key", why, span, callers=callers)
    near = suggest(key, present)
    hint = f' Did you mean "{near[0]}"?' if near else ""
    listed = ", ".join(f'"{item}"' for item in present[:12]) or "none: it is empty"
    return Diagnostic(
        "NB3008",
        "No such key",
        f'There is no "{key}" here; the keys are {listed}.{hint}',
        span,
        callers=callers,
    )


def missing_index(span: Span, callers: _Chain, index: int, length: int | None) -> Diagnostic:
    """A list has no such position; `length` is None where it is a secret."""
    held = f"the positions are 0 to {length - 1}" if length else "the list is empty"
    held = "how many there are is a secret" if length is None else held
    return Diagnostic(
        "NB3009",
        "No such position",
        f"Position {index} is asked for, and {held}.",
        span,
        callers=callers,
    )


def no_result(span: Span, callers: _Chain, why: str) -> Diagnostic:
    """A function or operator has no result for these arguments."""
    said = _sentence(why)
    return Diagnostic("NB3010", "No result for these values", said, span, callers=callers)


def _sentence(why: str) -> str:
    """A reason as a sentence of its own."""
    return why[:1].upper() + why[1:] + ("" if why.endswith(("?", ".")) else ".")


def check_failed(
    span: Span, callers: _Chain, message: str, facts: Sequence[str], declared: Span
) -> Diagnostic:
    """A parameter's own check said no."""
    return Diagnostic(
        "NB3011",
        "Check failed",
        message,
        span,
        labels=(Label(declared, "the check"),),
        notes=tuple(facts),
        callers=callers,
    )


def resource_check_failed(
    span: Span, callers: _Chain, address: str, message: str, labels: tuple[Label, ...]
) -> Diagnostic:
    """A check among the arguments of a resource said no; `labels` tell the values of its parts."""
    return Diagnostic(
        "NB3041",
        "A check of a resource failed",
        f"{_ended(message)} This is the check of `{address}`.",
        span,
        labels=labels,
        callers=callers,
    )


def _ended(message: str) -> str:
    """An author's words, as they are."""
    return message if message.endswith((".", "!", "?")) else f"{message}."


def check_too_late(span: Span, callers: _Chain, why: str) -> Diagnostic:
    """A check that waits for an apply, where nothing could judge it then."""
    return Diagnostic(
        "NB3042",
        "A check that nothing can judge",
        f"The check waits for an apply, and {why}.",
        span,
        callers=callers,
    )


def network_too_small(span: Span, callers: _Chain, why: str) -> Diagnostic:
    """A network has no room for what is cut from it."""
    said = _sentence(why)
    return Diagnostic("NB3012", "Network without room", said, span, callers=callers)


def parameter_without_value(span: Span, name: str, wanted: str) -> Diagnostic:
    """A stack's parameter has no default and was not given."""
    return Diagnostic(
        "NB3013",
        "Parameter without a value",
        f"`{name}` has no default, so a value must be given. Add `= <{wanted}>`, set it in an overlay,"
        f" or pass `--set {name}=...`.",
        span,
    )


def too_many_instances(span: Span, callers: _Chain, limit: int) -> Diagnostic:
    """Expansion passed its bound."""
    return Diagnostic(
        "NB3014",
        "Too many instances",
        f"This stack expands to more than {limit:,} instances; here the bound was passed."
        " Split the stack, or make the collection smaller.",
        span,
        callers=callers,
    )


def too_heavy(span: Span, callers: _Chain, limit: int) -> Diagnostic:
    """A value grew past its bound."""
    return Diagnostic(
        "NB3023",
        "A value out of all proportion",
        f"This value would have more than {limit:,} parts once written out. Something doubles and doubles again:"
        " look at what it is made of.",
        span,
        callers=callers,
    )


def nested_too_deep(span: Span, callers: _Chain, limit: int) -> Diagnostic:
    """Something is nested deeper than its bound, through the names it is made of."""
    return Diagnostic(
        "NB3023",
        "A value out of all proportion",
        f"This is nested more than {limit} levels deep, counted through the names it is made of. Make it flatter.",
        span,
        callers=callers,
    )


def too_many_rounds(span: Span, callers: _Chain, limit: int) -> Diagnostic:
    """Comprehensions passed their bound."""
    return Diagnostic(
        "NB3024",
        "Too much to compute",
        f"The comprehensions of this stack take more than {limit:,} rounds; here the bound was passed."
        " Make a collection smaller, or nest fewer of them.",
        span,
        callers=callers,
    )


def known_too_late(
    span: Span,
    callers: _Chain,
    use: str,
    waits_for: Sequence[str],
    decides: str = "decides what exists",
) -> Diagnostic:
    """A deferred value where the shape of the graph, or the place of the state, depends on it."""
    names = ", ".join(f"`{name}`" for name in waits_for) or "an apply"
    return Diagnostic(
        "NB3015",
        "Value known only after apply",
        f"{use} {decides}, so it must be known now; this waits for {names}."
        " Use a parameter or a name that the spec itself writes.",
        span,
        callers=callers,
    )


def bad_map_key(span: Span, callers: _Chain, shown: str, why: str) -> Diagnostic:
    """A key made by an expression is no key, or is there twice."""
    return Diagnostic("NB3016", "Unusable key", f"The key {shown} {why}.", span, callers=callers)


def secret_decides(span: Span, callers: _Chain, use: str) -> Diagnostic:
    """A secret where its value would show in the shape of the graph."""
    return Diagnostic(
        "NB3017",
        "Secret decides what exists",
        f"{use} would reveal a secret by what it makes. Decide by a plain parameter instead.",
        span,
        callers=callers,
    )


def bad_name(span: Span, callers: _Chain, name: str, rule: str) -> Diagnostic:
    """A name that the target does not take."""
    return Diagnostic(
        "NB3018",
        "Name not accepted by the target",
        f'"{name}" becomes a name there, and {rule}. Write another name.',
        span,
        callers=callers,
    )


def missing_arguments(span: Span, callers: _Chain, what: str, names: Sequence[str]) -> Diagnostic:
    """Required arguments that turned out to be null or absent once evaluated."""
    listed = ", ".join(f"`{name}`" for name in names)
    return Diagnostic(
        "NB3019",
        "Required value is null",
        f"{what} needs {listed}, and the value is null here. Give a value, or a fallback with `??`.",
        span,
        callers=callers,
    )


def null_value(span: Span, callers: _Chain, name: str) -> Diagnostic:
    """A value that turned out to be null, where null may not go."""
    goes = (
        f"This goes to `{name}`, which needs a value, and it is null." if name else "This is null."
    )
    return Diagnostic(
        "NB3019",
        "Required value is null",
        f"{goes} Give a value, or a fallback with `??`.",
        span,
        callers=callers,
    )


def subnet_outside(
    span: Span, callers: _Chain, subnet: str, networks: Sequence[str], declared: Sequence[Span]
) -> Diagnostic:
    """A subnet's addresses are not part of its network's."""
    around = " or ".join(networks) or "any network of its VPC"
    return Diagnostic(
        "NB3020",
        "Subnet outside its network",
        f"{subnet} is not inside {around}. Take a part of the network: `cidr.subnet(8, 0)`.",
        span,
        labels=tuple(Label(at, f"the network {one}") for at, one in zip(declared, networks)),
        callers=callers,
    )


def subnets_overlap(
    span: Span, callers: _Chain, one: str, other: str, other_name: str, declared: Span
) -> Diagnostic:
    """Two subnets of one network share addresses."""
    return Diagnostic(
        "NB3021",
        "Subnets overlap",
        f"{one} shares addresses with {other} of `{other_name}`. Give each subnet a part of its own.",
        span,
        labels=(Label(declared, f"{other} is used here"),),
        callers=callers,
    )


def networks_overlap(
    span: Span,
    callers: _Chain,
    who: str,
    one: tuple[str, str],
    other: tuple[str, str],
    declared: Span,
) -> Diagnostic:
    """Two networks that reach each other share addresses: each is `(network, address of who has it)`."""
    return Diagnostic(
        "NB3030",
        "Networks overlap",
        f"{one[0]} of `{one[1]}` shares addresses with {other[0]} of `{other[1]}`. {who} no address twice: choose "
        "another network for one of the two.",
        span,
        labels=(Label(declared, f"{other[0]} is used here"),),
        callers=callers,
    )
