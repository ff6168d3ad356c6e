"""The types of one Terraform module out of its pack: what may be written into an instance, and what may be read of it.

A module that nobody could read is anything. Knows no folder and no registry.
"""

from __future__ import annotations

from nimbus_lang.schemas.blocks import Blocks
from nimbus_lang.schemas.build_module import OUTPUTS, SECTION, VARIABLES
from nimbus_lang.schemas.decode import Document
from nimbus_lang.schemas.pack import Pack
from nimbus_lang.types.model import RecordT


def load_module(pack: Pack, path: str) -> RecordT:
    """The type of an instance, called `path`: its fields are the variables, its `reads` the outputs."""
    if not pack.has(SECTION, VARIABLES):
        return RecordT({}, path, open=True)
    takes, gives = _record(pack, VARIABLES, path), _record(pack, OUTPUTS, path)
    return RecordT(takes.fields, path, reads=gives.fields)


def _record(pack: Pack, name: str, path: str) -> RecordT:
    lines = pack.lines(SECTION, name)
    assert lines is not None
    return Document(Blocks(lines[1:], {})).root(path)
