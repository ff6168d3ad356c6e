"""Words that carry no fact about infrastructure. Every other word has to be placed, or the sentence is refused.

What turns a meaning round (`not`, `without`, `or`, `only`, `except`) is deliberately not among them.
"""

from __future__ import annotations

from nimbus_lang.llm.offline.tokens import stem

_ARTICLES = "a an the"
_PEOPLE = (
    "i we us me you it they them he she who which that this these those its their our my your there"
)
_WISHES = """
want need would like wish please could can should must shall will may let's let lets i'd we'd i'll we'll
make create build set setup up provision deploy give get generate launch spin configure define add put write
have has having be is are was am being get gets do does help start begin host prepare arrange produce
need needed needs require requires required want wants going consist consisting comprise comprising contain
contains containing include includes including offer offering provide provides use made
"""
_JOINTS = """
with in on of for over across at by from into inside within to as plus and then also too so via through
where when while here each both own besides additionally furthermore moreover well along together using
run runs running live lives sit sits lie lies placed located based span spans spanning spread spreads
spreading keep keeps kept attached standing stand stands set
"""
_NOISE = """
aws amazon cloud infrastructure resource terraform nimbus spec file script code configuration config
setup environment deployment stack following new simple basic some sort kind managed named
hello hi thanks thank please just really very quite also but something thing things able available
"""

STOP_WORDS = frozenset(
    stem(word) for text in (_ARTICLES, _PEOPLE, _WISHES, _JOINTS, _NOISE) for word in text.split()
)
"""Stems; compared with the stems of a sentence."""

INDEFINITE = frozenset({"a", "an", "another", "one", "some"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "our", "my", "it"})
HARMLESS = frozenset({"aws", "amazon", "new", "managed", "simple", "basic", "own", "of", "little"})
HARMLESS_STEMS = frozenset(stem(word) for word in HARMLESS)
"""Words that may stand between an adjective and its noun."""
