"""Graph: a stack's resources drawn, as Mermaid, DOT, SVG or a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nimbus_lang.compiler import Checked
from nimbus_lang.diagnostics.model import Diagnostic, has_errors
from nimbus_lang.graphs.errors import no_layout
from nimbus_lang.graphs.picture import Picture, picture_of
from nimbus_lang.operations.look import look
from nimbus_lang.operations.outcome import Outcome
from nimbus_lang.source.source_file import SourceSet
from nimbus_lang.workspace.replace import write_result

FORMATS = ("mermaid", "dot", "svg", "html")


@dataclass(frozen=True, slots=True)
class Options:
    """`output` None: only the text. `collapsed`: each instance of a component is one node."""

    target: Path
    format: str = "mermaid"
    output: Path | None = None
    collapsed: bool = False
    overlay: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """The drawing, None where there is none; `diagnostics` are also the stack's errors, for what is drawn may lack something."""

    text: str | None
    diagnostics: tuple[Diagnostic, ...]
    sources: SourceSet
    outcome: Outcome


def graph(options: Options) -> Result:
    """Read, evaluate, draw, write."""
    seen = look(options.target, options.overlay, options.values)
    if seen.checked is None:
        return Result(None, seen.diagnostics, seen.sources, seen.outcome)
    if has_errors(seen.checked.diagnostics):
        return Result(None, seen.checked.diagnostics, seen.sources, Outcome.SPEC)
    picture = picture_of(seen.checked.graph, options.collapsed)
    try:
        text = _drawn(picture, options.format, seen.checked)
    except ModuleNotFoundError:
        return Result(None, (no_layout(options.format),), seen.sources, Outcome.ENVIRONMENT)
    problems = write_result(options.output, text) if options.output is not None else ()
    outcome = Outcome.ENVIRONMENT if problems else Outcome.OK
    return Result(text, (*seen.diagnostics, *problems), seen.sources, outcome)


def _drawn(picture: Picture, form: str, checked: Checked) -> str:
    """Raises ModuleNotFoundError where the library that lays out is not installed."""
    match form:
        case "mermaid":
            from nimbus_lang.graphs.mermaid import mermaid

            return mermaid(picture)
        case "dot":
            from nimbus_lang.graphs.dot import dot

            return dot(picture)
        case "svg":
            from nimbus_lang.graphs.svg import svg

            return svg(picture)
        case _:
            from nimbus_lang.graphs.facts import facts
            from nimbus_lang.graphs.page import page

            return page(picture, facts(picture, checked.graph, checked.sources))
