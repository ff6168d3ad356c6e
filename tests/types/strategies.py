"""Types for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.model import (
    BOOL,
    CIDR,
    INT,
    IP,
    NUMBER,
    SIZE,
    STRING,
    ComponentT,
    Field,
    InstancesT,
    ListT,
    LiteralT,
    MapT,
    RangeT,
    RecordT,
    ResourceT,
    SetT,
    Type,
)
from nimbus_lang.types.shape import optional, secret, union

names = st.sampled_from(["a", "b", "name", "port"])
leaves: st.SearchStrategy[Type] = st.sampled_from(
    [
        STRING,
        BOOL,
        INT,
        NUMBER,
        SIZE,
        NAMED["duration"],
        CIDR,
        IP,
        NAMED["port"],
        NAMED["aws.region"],
        LiteralT("dev"),
        LiteralT("prod"),
        LiteralT(3),
        LiteralT(True),
        RangeT(),
        ResourceT("aws.vpc"),
        ComponentT("f::c", "c"),
    ]
)


def _record(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    fields = st.builds(Field, inner, st.booleans())
    return st.builds(RecordT, st.dictionaries(names, fields, max_size=3))


types: st.SearchStrategy[Type] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(ListT, inner),
        st.builds(SetT, inner),
        st.builds(MapT, inner),
        st.builds(InstancesT, inner, st.booleans()),
        st.builds(optional, inner),
        st.builds(secret, inner),
        st.lists(inner, min_size=1, max_size=3).map(union),
        _record(inner),
    ),
    max_leaves=6,
)
