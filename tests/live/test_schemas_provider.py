"""The bundled types against the provider itself: the same schema, and every word of the refinements accepted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nimbus_lang.schemas.aws import PACK, SECTIONS, aws_refinements
from nimbus_lang.schemas.build_aws import SOURCE, VERSION, build
from nimbus_lang.schemas.build_probe import ROUNDS, Instance, Question, fitted, write_round
from nimbus_lang.schemas.index import names
from nimbus_lang.schemas.pack import DATA, Pack
from nimbus_lang.tools.terraform.terraform import Terraform, open_terraform

pytestmark = pytest.mark.live

TYPES = (
    "aws_cloudwatch_metric_alarm",
    "aws_db_instance",
    "aws_dynamodb_table",
    "aws_ecr_repository",
    "aws_eks_cluster",
    "aws_eks_node_group",
    "aws_lambda_function",
    "aws_lb",
    "aws_lb_listener",
    "aws_s3_bucket_versioning",
    "aws_sqs_queue",
)


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What terraform says of the provider."""
    folder = tmp_path_factory.mktemp("schema")
    provider = {"aws": {"source": SOURCE, "version": VERSION}}
    main = {"terraform": {"required_providers": provider}}
    (folder / "main.tf.json").write_text(json.dumps(main))
    return dict(opened(folder).providers_schema())


def opened(folder: Path) -> Terraform:
    """Terraform over a folder, its providers installed."""
    terraform = open_terraform(folder, {})
    terraform.init()
    return terraform


def test_the_pack_is_what_terraform_says(description: dict[str, object], tmp_path: Path) -> None:
    fresh = tmp_path / PACK
    fresh.write_bytes(build(description))
    bundled, rebuilt = Pack(DATA / PACK), Pack(fresh)
    assert bundled.meta == rebuilt.meta
    for section in SECTIONS:
        assert bundled.names(section) == rebuilt.names(section)
        for name in bundled.names(section):
            assert bundled.read(section, name) == rebuilt.read(section, name), name


def test_the_same_number_of_types(description: dict[str, dict[str, dict[str, object]]]) -> None:
    provider = description["provider_schemas"][f"registry.terraform.io/{SOURCE}"]
    assert len(names("aws")) == len(provider["resource_schemas"])  # type: ignore[arg-type]
    assert len(names("aws", True)) == len(provider["data_source_schemas"])  # type: ignore[arg-type]


def test_building_twice_gives_the_same_bytes(description: dict[str, object]) -> None:
    assert build(description) == build(description)


def test_the_provider_accepts_every_word(description: dict[str, object], tmp_path: Path) -> None:
    words = {name: enums(name) for name in TYPES}
    write_round(tmp_path, dict(questions(description, words)))
    said = [f"{message.summary} {message.detail}" for message in opened(tmp_path).validate()]
    assert any("to be one of" in text for text in said), "nothing was asked"
    every = {word for by_path in words.values() for list_ in by_path.values() for word in list_}
    refused = [
        text for text in said if "one of" in text and text.split("got ")[-1].strip() in every
    ]
    assert refused == []


def enums(name: str) -> dict[str, list[str]]:
    """The words of a type's text arguments, by path."""
    table = aws_refinements(name.removeprefix("aws_"), "resource")
    found = {path: one.get("enum", []) for path, one in table.items() if one.get("type") != "int"}
    return {path: words for path, words in found.items() if words}


def questions(
    description: dict[str, object], words: dict[str, dict[str, list[str]]]
) -> Iterator[tuple[tuple[str, str, str], Instance]]:
    """Instances that between them hold every word of every argument, and nonsense besides."""
    provider = description["provider_schemas"][f"registry.terraform.io/{SOURCE}"]  # type: ignore[index]
    for name, by_path in words.items():
        block = provider["resource_schemas"][name]["block"]
        for turn in range(max(len(one) for one in by_path.values())):
            exact = {path: one[turn % len(one)] for path, one in by_path.items()}
            question = Question(ROUNDS["words"], exact=exact)
            yield ("resource", name, f"turn{turn}"), fitted(block, question)
