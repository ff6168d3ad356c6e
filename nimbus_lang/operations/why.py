"""Why: who set a value of a stack, layer by layer, and what the winner was computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nimbus_lang.compiler import Checked
from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.ir import errors
from nimbus_lang.ir.locate import Missing, Place, address_path, from_target, locate
from nimbus_lang.ir.locate import Path as AddressPath
from nimbus_lang.ir.why import Historian, Story
from nimbus_lang.operations.look import look
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.source.source_file import SourceSet


@dataclass(frozen=True, slots=True)
class Options:
    """`address` as a person writes it; the rest chooses the stack."""

    address: str
    target: Path
    overlay: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """The story; of a whole instance the stories of what is set in it; none where there is no such address.

    `broken`: the stack has errors, so that a value may not be what it will be.
    """

    stories: tuple[Story, ...]
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    outcome: Outcome
    broken: bool = False


def why(options: Options) -> Result:
    """Read, evaluate, tell."""
    path = address_path(options.address)
    if path is None:
        return Result((), (errors.no_address(options.address),), SourceSet(), Outcome.USAGE)
    seen = look(options.target, options.overlay, options.values)
    if seen.checked is None:
        return Result((), seen.diagnostics, seen.sources, seen.outcome)
    stories, problem = tell(seen.checked, path)
    if problem is None:
        broken = has_errors(seen.checked.diagnostics)
        return Result(stories, seen.diagnostics, seen.sources, Outcome.OK, broken)
    return Result((), (*seen.diagnostics, problem), seen.sources, Outcome.USAGE)


def tell(checked: Checked, path: AddressPath) -> tuple[tuple[Story, ...], Diagnostic | None]:
    """The stories of an address, or what is wrong with it."""
    ev = checked.built.evaluator
    place = locate(ev, ev.root, path)
    if isinstance(place, Missing):
        translated = from_target(checked.graph, path)
        place = locate(ev, ev.root, translated) if translated != path else place
    if isinstance(place, Missing):
        return (), _missing(place)
    historian = Historian(ev)
    if not historian.knows(place):
        step = str(place.path[0])
        return (), errors.unknown_field_of(step, place.base, historian.parts(place))
    if place.made is None or place.path:
        return (historian.story(place),), None
    return _whole(checked, historian, place), None


def _missing(missing: Missing) -> Diagnostic:
    if missing.absent:
        return errors.switched_off(str(missing.step))
    if missing.step == "":
        return errors.needs_key(missing.before, missing.candidates)
    return errors.unknown_address(str(missing.step), missing.before, missing.candidates)


def _whole(checked: Checked, historian: Historian, place: Place) -> tuple[Story, ...]:
    """The stories of everything that is set in an instance."""
    assert place.made is not None
    ev = checked.built.evaluator
    if place.made.frame is not None:
        names = list(place.made.frame.scope.param_types)
        inside = [locate(ev, place.made.frame, (name,), place.made) for name in names]
        places = [one for one in inside if isinstance(one, Place)]
    else:
        fields = place.made.fields
        places = [
            Place(place.frame, place.decl, place.made, place.opened, (name,)) for name in fields
        ]
    return tuple(historian.story(one, deep=0) for one in places)
