"""Everything a compile gives: all targets, the graph, the source map, the same bytes each time."""

from __future__ import annotations

import json

from nimbus_lang.backends.registry import described, lower_all
from nimbus_lang.backends.terraform.lower import TerraformBackend
from nimbus_lang.ir.graph import InfraGraph
from tests.backends.by_hand import SOURCES, cleared, graph, ref, resource


def stack() -> InfraGraph:
    return graph(
        resource(
            "db", "aws.db_instance", {"identifier": "db", "tags": {"Name": "db"}}, doc="Orders."
        ),
        *(
            resource(f'q["{k}"]', "aws.sqs_queue", {"name": k, "delay_seconds": n})
            for n, k in enumerate("abc")
        ),
        resource("c", "k8s.core.v1.ConfigMap", {"data": {"host": ref("db", "endpoint")}}),
        resource("r", "helm.release", {"chart": "x", "values": {"a": {"b": [1]}}}),
        outputs={"db": ref("db", "endpoint")},
    )


def test_all_files() -> None:
    made = stack()
    lowered, problems = lower_all(cleared(made))
    assert problems == ()
    artifacts = described(lowered, made, SOURCES)
    assert sorted(artifacts.files) == [
        "graph.json",
        "helm/r/values.yaml",
        "kubernetes/c.yaml",
        "sourcemap.json",
        "terraform/main.tf",
        "terraform/outputs.tf",
        "terraform/versions.tf",
    ]
    assert all(path == file.path for path, file in artifacts.files.items())
    assert all(file.text.endswith("\n") for file in artifacts.files.values())


def test_same_graph_same_bytes() -> None:
    made = stack()
    assert lower_all(cleared(made)) == lower_all(cleared(made))


def test_the_source_map_leads_back_to_the_spec() -> None:
    made = stack()
    artifacts = described(lower_all(cleared(made))[0], made, SOURCES)
    found = json.loads(artifacts.files["sourcemap.json"].text)
    assert found["version"] == 1
    assert found["sources"] == ["main.nimbus"]
    lines = artifacts.files["terraform/main.tf"].text.splitlines()
    at = lines.index('    Name = "db"') + 1
    row = next(row for row in found["files"]["terraform/main.tf"] if row[0] == at)
    written = made.resources["db"].fields["tags"].data["Name"].span
    start = SOURCES["main.nimbus"].position(written.start)
    assert row[1:4] == [0, start.line, start.column]
    assert found["addresses"][row[6]] == "db"
    assert found["fields"][row[7]] == "tags.Name"


def test_every_line_of_a_resource_knows_its_origin() -> None:
    artifacts, _ = TerraformBackend().lower(cleared(stack()))
    for file in artifacts.files.values():
        known = {origin.line for origin in file.origins}
        silent = [
            line for n, line in enumerate(file.text.splitlines(), 1) if n not in known and line
        ]
        assert silent == [], file.path


def test_rows_of_a_table_belong_to_their_instance() -> None:
    artifacts, _ = TerraformBackend().lower(cleared(stack()))
    file = artifacts.files["terraform/main.tf"]
    at = file.text.splitlines().index("    b = 1") + 1
    assert [origin.address for origin in file.origins if origin.line == at] == ['q["b"]']
