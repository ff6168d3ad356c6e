"""A credential that is found in a spec is not spread further by what is said of it."""

from __future__ import annotations

from nimbus_lang.compiler import compile_sources
from nimbus_lang.diagnostics.render_text import render_text
from nimbus_lang.source.source_file import SourceFile, SourceSet

SPEC = '''stack s
param token: secret<string> = "canary-1"
resource k: k8s.core.v1.Secret { stringData = { a = token, b = "x ${1} canary-2", c = """
  canary-3 \\" canary-4
  canary-5
  """ } }
'''


def test_no_picture_shows_a_credential() -> None:
    made = compile_sources(SourceSet.of(SourceFile("main.nimbus", SPEC)), "main.nimbus")
    assert {one.code for one in made.diagnostics} == {"NB5001"}
    told = render_text(made.diagnostics, made.checked.sources)
    assert "canary" not in told
    assert "main.nimbus:2:31" in told
    assert max(map(len, told.splitlines())) < 140
