"""What keeps a picture from being drawn."""

from __future__ import annotations

from nimbus_lang.diagnostics.model import Diagnostic


def no_layout(form: str) -> Diagnostic:
    """NB6610"""
    return Diagnostic(
        "NB6610",
        "The library that lays out graphs is not installed",
        f"`--format {form}` needs networkx. Install it with `pip install 'nimbus-lang[graph]'`, "
        "or take `--format mermaid` or `--format dot`, which need nothing.",
        None,
    )
