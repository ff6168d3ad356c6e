"""The table of built-in functions, by name."""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.values.function import Function
from nimbus_lang.values.functions.encoding import ENCODINGS
from nimbus_lang.values.functions.format import FORMATS
from nimbus_lang.values.functions.lists import LISTS
from nimbus_lang.values.functions.maps import MAPS
from nimbus_lang.values.functions.networks import NETWORKS
from nimbus_lang.values.functions.numbers import NUMBERS
from nimbus_lang.values.functions.secrecy import SECRECY
from nimbus_lang.values.functions.sets import SETS
from nimbus_lang.values.functions.strings import STRINGS

TOPICS: Mapping[str, tuple[Function, ...]] = {
    "Lists": LISTS,
    "Maps": MAPS,
    "Sets": SETS,
    "Texts": (*STRINGS, *FORMATS),
    "Numbers and quantities": NUMBERS,
    "Networks": NETWORKS,
    "Encodings": ENCODINGS,
    "Secrets": SECRECY,
}
"""The functions as the reference groups them."""

FUNCTIONS: Mapping[str, Function] = {
    function.name: function for topic in TOPICS.values() for function in topic
}
"""Every built-in, in the order of the reference."""
