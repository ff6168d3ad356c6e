"""Who set a value: every layer, in order, through components, records, overlays and what a value was computed from."""

from __future__ import annotations

from typing import Any

import pytest

from nimbus_lang.compiler import CompileOptions, check_sources
from nimbus_lang.ir.locate import address_path
from nimbus_lang.ir.why import Setter, Story
from nimbus_lang.operations.why import tell
from nimbus_lang.source.source_file import SourceFile, SourceSet
from nimbus_lang.values.show import show

SPEC = """stack shop
param env: "dev" | "prod" = "dev"
param tags: map<string> = { team = "a", cost = "b" }
param services: map<{ image: string  port: port = 8080 }> = { shop = { image = "x/y:1" } }
let prod = env == "prod"
component mail {
  param size: int = 1
  param label: string?
  let doubled = size * 2
  resource jobs: aws.sqs_queue {
    name          = label ?? self.name
    delay_seconds = doubled
    tags          = { size = "${size}", fixed = "x" }
    kms_master_key_id = if size > 100 then "k" else null
  }
  output queue: string = jobs.name
}
resource post: mail { size = if prod then 9 else 3 }
resource plain: mail { }
resource web[name, svc in services]: aws.sqs_queue { name = "${name}-${env}"  delay_seconds = svc.port - 7979  tags = tags }
resource off: aws.sqs_queue when prod { name = "off" }
output where: string = post.queue
overlay prod { env = "prod"  post.size = 20  tags.team = "b"  web["shop"].delay_seconds = 7 }
"""


def stories(address: str, overlay: str | None = None, **values: str) -> list[Story]:
    sources = SourceSet.of(SourceFile("main.nimbus", SPEC))
    checked = check_sources(sources, "main.nimbus", CompileOptions(overlay, values))
    path = address_path(address)
    assert path is not None
    found, problem = tell(checked, path)
    assert problem is None, problem
    return list(found)


def story(address: str, overlay: str | None = None, **values: str) -> Story:
    (found,) = stories(address, overlay, **values)
    return found


def layers(found: Story) -> list[tuple[str, str]]:
    return [(_kind(one), show(one.value)) for one in found.setters]


def _kind(one: Setter) -> str:
    mark = "*" if one.wins else ""
    return f"{one.kind} {one.note}".rstrip() + mark


def text(one: Setter) -> str:
    """What is written at the place of a layer."""
    return SPEC[one.span.start : one.span.end]


def test_a_param_by_default_overlay_and_command_line() -> None:
    assert layers(story("env")) == [("default*", '"dev"')]
    assert layers(story("env", "prod")) == [("default", '"dev"'), ("overlay prod*", '"prod"')]
    assert layers(story("env", "prod", env="dev")) == [
        ("default", '"dev"'),
        ("overlay prod", '"prod"'),
        ("override --set env*", '"dev"'),
    ]


def test_a_components_param_has_default_argument_and_overlay() -> None:
    assert layers(story("plain.size")) == [("default*", "1")]
    assert layers(story("post.size")) == [("default", "1"), ("argument*", "3")]
    found = story("post.size", "prod")
    assert layers(found) == [("default", "1"), ("argument", "9"), ("overlay prod*", "20")]
    assert [text(one) for one in found.setters] == [
        "1",
        "if prod then 9 else 3",
        "post.size = 20",
    ]


def test_a_field_inside_a_component_leads_back_to_its_param() -> None:
    found = story("post.jobs.delay_seconds", "prod")
    assert found.value is not None and show(found.value) == "40"
    assert layers(found) == [("component*", "40")]
    (doubled,) = found.reads
    assert (doubled.address, layers(doubled)) == ("post.doubled", [("let*", "40")])
    (size,) = doubled.reads
    assert size.address == "post.size"
    assert layers(size)[-1] == ("overlay prod*", "20")


def test_what_a_value_was_computed_from_is_followed() -> None:
    found = story("post.size")
    assert [one.address for one in found.reads] == ["prod"]
    assert [one.address for one in found.reads[0].reads] == ["env"]


def test_only_the_branch_that_is_taken_is_followed() -> None:
    assert [one.address for one in story("plain.jobs.name").reads] == ["plain.label"]


def test_a_part_of_an_object_is_told_at_its_own_entry() -> None:
    found = story("post.jobs.tags.fixed")
    assert layers(found) == [("component*", '"x"')]
    assert text(found.setters[0]) == '"x"'


def test_an_overlay_of_a_part_lies_over_the_whole() -> None:
    assert layers(story("tags.team", "prod")) == [("default", '"a"'), ("overlay prod*", '"b"')]
    assert layers(story("tags.cost", "prod")) == [("default*", '"b"')]
    whole = story("tags", "prod")
    assert [(one.kind, one.address, one.wins) for one in whole.setters] == [
        ("default", "tags", True),
        ("overlay", "tags.team", False),
    ]


def test_the_overlay_of_a_param_is_found_from_the_field_that_gets_it() -> None:
    found = story('web["shop"].tags.team', "prod")
    assert layers(found) == [("argument*", '"b"')]
    (tags,) = found.reads
    assert layers(tags)[-1] == ("overlay prod*", '"b"')


def test_one_instance_of_several() -> None:
    assert layers(story('web["shop"].delay_seconds')) == [("argument*", "101")]
    assert layers(story('web["shop"].delay_seconds', "prod"))[-1] == ("overlay prod*", "7")
    assert layers(story("web[shop].name")) == [("argument*", '"shop-dev"')]


def test_the_default_of_a_record() -> None:
    found = story("services.shop.port")
    assert layers(found) == [("default*", "8080")]
    assert text(found.setters[0]) == "8080"


def test_lets_and_outputs() -> None:
    assert layers(story("prod", "prod")) == [("let*", "true")]
    found = story("where")
    assert layers(found) == [("output*", '"post"')]
    assert found.reads[0].address == "post.queue"


def test_an_argument_that_came_to_null() -> None:
    found = story("post.jobs.kms_master_key_id")
    assert found.note == "null: the argument is not written"
    assert layers(found) == [("component*", "null")]


def test_what_nobody_wrote() -> None:
    assert story("post.jobs.max_message_size").note == "not written: the provider decides"
    assert story("post.jobs.arn").note == "read-only: known after an apply"


def test_a_whole_instance_tells_all_that_is_set() -> None:
    assert [one.address for one in stories("post")] == ["post.size", "post.label"]
    assert [one.address for one in stories("post.jobs")][:2] == [
        "post.jobs.name",
        "post.jobs.delay_seconds",
    ]


def test_the_name_that_terraform_knows() -> None:
    assert story("aws_sqs_queue.post_jobs.name").address == "post.jobs.name"


@pytest.mark.parametrize(
    "address, code, said",
    [
        ("posst.size", "NB6601", "Did you mean `post`?"),
        ("post.sise", "NB6601", "Did you mean `size`?"),
        ("post.jobs.nam", "NB6602", "Did you mean `name`?"),
        ("web.name", "NB6601", "There is shop."),
        ("web", "NB6603", '`web["shop"]`'),
        ('web["shopp"].name', "NB6601", "Did you mean `shop`?"),
        ("off.name", "NB6604", "`off`"),
    ],
)
def test_addresses_that_lead_nowhere(address: str, code: str, said: str) -> None:
    checked = check_sources(SourceSet.of(SourceFile("main.nimbus", SPEC)), "main.nimbus")
    path = address_path(address)
    assert path is not None
    found, problem = tell(checked, path)
    assert found == () and problem is not None
    assert problem.code == code
    assert said in problem.detail


@pytest.mark.parametrize("written", ["", "a b", "a[*]", "1 + 2", "a..b", "a['b']"])
def test_what_is_no_address(written: str) -> None:
    assert address_path(written) is None


@pytest.mark.parametrize(
    "written, path",
    [
        ("a", ("a",)),
        ('a["x y"].b[0]', ("a", "x y", "b", 0)),
        ("a[x].b", ("a", "x", "b")),
    ],
)
def test_addresses_as_they_are_written(written: str, path: tuple[Any, ...]) -> None:
    assert address_path(written) == path


CANARY = "hunter2-canary"
SECRETS = f"""stack shop
param plain: string = "{CANARY}"
param password: secret<string> = "{CANARY}"
param login: {{ user: string  password: secret<string> }} = {{ user = "u"  password = "{CANARY}" }}
param keys: map<secret<string>> = {{ a = "{CANARY}" }}
component store {{
  param password: secret<string> = "{CANARY}"
  resource db: aws.db_instance {{ instance_class = "db.t4g.medium"  password = password }}
}}
resource one: store {{ password = "{CANARY}-2" }}
resource db: aws.db_instance {{ instance_class = "db.t4g.medium"  password = "{CANARY}" }}
"""


@pytest.mark.parametrize(
    "address",
    [
        "password", "login", "login.password", "keys", "keys.a", "one.password", "one", "one.db.password", "one.db",
        "db.password", "db",
    ],
)  # fmt: skip
def test_no_layer_of_a_secret_is_told(address: str) -> None:
    sources = SourceSet.of(SourceFile("main.nimbus", SECRETS))
    options = CompileOptions(values={"password": f'"{CANARY}-set"'})
    checked = check_sources(sources, "main.nimbus", options)
    path = address_path(address)
    assert path is not None
    found, problem = tell(checked, path)
    assert problem is None and found
    waiting = list(found)
    while waiting:
        one = waiting.pop()
        waiting += one.reads
        shown = [one.value, *(setter.value for setter in one.setters)]
        assert all(CANARY not in show(value) for value in shown if value is not None), one.address
