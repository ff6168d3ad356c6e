"""From generated lines to the spec and back."""

from __future__ import annotations

from nimbus_lang.backends.registry import lower_all
from nimbus_lang.backends.trace import (
    Where,
    lines_from,
    matching_files,
    origin_of,
    origins_at,
    where,
)
from nimbus_lang.compiler import Compiled, CompileOptions, compile_sources
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.source.span import Span
from tests.backends.by_hand import SOURCES, cleared, graph, resource


def test_both_ways() -> None:
    made = graph(resource("db", "aws.db_instance", {"identifier": "db", "tags": {"Name": "x"}}))
    artifacts, _ = lower_all(cleared(made))
    path = "terraform/main.tf"
    at = artifacts.files[path].text.splitlines().index('  identifier = "db"') + 1
    found = origin_of(artifacts, path, at)
    assert found is not None
    assert (found.address, found.field) == ("db", "identifier")
    assert found.span == made.resources["db"].fields["identifier"].span
    place = SOURCES[found.span.path].position(found.span.start)
    back = list(lines_from(artifacts, SOURCES, found.span.path, place.line))
    assert (path, at, '  identifier = "db"') in [(one.path, one.line, one.text) for one in back]


def test_a_blank_line_belongs_to_the_one_above() -> None:
    made = graph(resource("db", "aws.db_instance", {"identifier": "db", "tags": {"Name": "x"}}))
    artifacts, _ = lower_all(cleared(made))
    lines = artifacts.files["terraform/main.tf"].text.splitlines()
    found = origin_of(artifacts, "terraform/main.tf", lines.index("") + 1)
    assert found is not None and found.field == "identifier"


def test_unknown_places() -> None:
    artifacts, _ = lower_all(cleared(graph()))
    assert origin_of(artifacts, "nowhere.tf", 1) is None
    assert list(lines_from(artifacts, SOURCES, "nowhere.nimbus", 1)) == []


SPEC = """stack shop
param env: "dev" | "prod" = "dev"
component mail {
  param wait: int = 3
  resource jobs: aws.sqs_queue {
    name          = self.name
    delay_seconds = wait
    tags          = { team = "a" }
  }
}
resource post: mail {
  wait = if env == "prod" then 9 else 5
}
resource plain: mail { }
resource app: k8s.core.v1.ConfigMap { data = { ENV = env } }
overlay slow { post.wait = 60 }
"""


MAIN = "terraform/main.tf"


def compiled(overlay: str | None = None) -> Compiled:
    sources = SourceSet.of(SourceFile("shop.nimbus", SPEC))
    made = compile_sources(sources, "shop.nimbus", CompileOptions(overlay))
    assert made.artifacts is not None, made.diagnostics
    return made


def line_of(made: Compiled, path: str, text: str, after: str = "") -> int:
    assert made.artifacts is not None
    lines = made.artifacts.files[path].text.splitlines()
    start = next((n for n, line in enumerate(lines) if after in line), 0)
    return next(n for n, line in enumerate(lines, 1) if n > start and text in line)


def place(made: Compiled, span: Span) -> int:
    return made.checked.sources[span.path].position(span.start).line


def found(made: Compiled, path: str, line: int) -> Where:
    assert made.artifacts is not None
    origin = origin_of(made.artifacts, path, line)
    assert origin is not None
    return where(origin, made.checked.graph)


def test_a_line_leads_to_the_argument_and_to_all_that_handed_it_on() -> None:
    made = compiled()
    line = line_of(made, MAIN, "delay_seconds", '"post_jobs"')
    seen = found(made, MAIN, line)
    assert place(made, seen.main) == 7  # the last to set it, though in the user's own component
    assert {place(made, span) for span in seen.more} == {12}
    assert [place(made, span) for span in seen.callers] == [11]


def test_a_line_of_the_spec_finds_what_it_hands_a_value_to() -> None:
    made = compiled()
    assert made.artifacts is not None
    sources, graph_of = made.checked.sources, made.checked.graph

    def makes(line: int) -> list[str]:
        lines = lines_from(made.artifacts, sources, "shop.nimbus", line, graph_of)
        return [f"{one.path}: {one.text.strip()}" for one in lines]

    assert any("delay_seconds = 5" in one for one in makes(12))
    assert makes(11) == ['terraform/main.tf: resource "aws_sqs_queue" "post_jobs" {']
    assert any("delay_seconds = 3" in one for one in makes(4))
    assert makes(8) == [f"{MAIN}: tags = {{", f'{MAIN}: team = "a"'] * 2
    assert not any(
        one.endswith("}") and "{" not in one for line in range(1, 17) for one in makes(line)
    )


def test_an_overlay_is_where_a_value_comes_from() -> None:
    made = compiled("slow")
    line = line_of(made, MAIN, "delay_seconds", '"post_jobs"')
    seen = found(made, MAIN, line)
    assert 16 in [place(made, span) for span in (seen.main, *seen.more)]


def test_a_path_means_a_file_by_its_end() -> None:
    made = compiled()
    assert made.artifacts is not None
    assert matching_files(made.artifacts, "build/shop/terraform/main.tf") == ["terraform/main.tf"]
    assert matching_files(made.artifacts, "/main.tf") == ["terraform/main.tf"]
    assert matching_files(made.artifacts, "./terraform/main.tf") == ["terraform/main.tf"]
    assert matching_files(made.artifacts, "nowhere.tf") == []


def test_an_object_and_a_field_find_their_line() -> None:
    made = compiled()
    assert made.artifacts is not None
    origin = origins_at(made.artifacts, "app", "data.ENV")
    assert origin is not None and origin.field == "data.ENV"
    inside = origins_at(made.artifacts, "app", "data.ENV.more")
    assert inside is not None and inside.field == "data.ENV"
    assert origins_at(made.artifacts, "nothing", "data") is None
