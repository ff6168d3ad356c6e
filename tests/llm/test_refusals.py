"""What is refused, with which code, where, and that what is named in it is exactly what was not understood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nimbus_lang.llm.offline.links import LINKS
from nimbus_lang.llm.offline.phrases import KINDS
from nimbus_lang.llm.offline.refusals import REFUSALS
from nimbus_lang.llm.offline.regions import CODES
from nimbus_lang.llm.offline.translate import translate
from nimbus_lang.schemas import index

REFUSED: dict[str, list[tuple[str, str]]] = {
    # what no phrase says
    "a bucket that turns water into wine": [("NB8001", "turns water")],
    "a cheap database": [("NB8001", "cheap")],
    "I want a small Postgres": [("NB8001", "small")],
    "a VPC over three zones in us-east1": [("NB8001", "us-east1")],
    "a bucket and no queue": [("NB8001", "no")],
    "a VPC in Ireland or Frankfurt": [("NB8001", "or"), ("NB8003", "Frankfurt")],
    "a job with image a/b:1 every 45 minutes": [("NB8004", "job"), ("NB8001", "every 45 minutes")],
    "a bucket for high throughput": [("NB8001", "high throughput")],
    "a bucket called in": [("NB8001", "called")],
    "a VPC with -3 zones": [("NB8001", "-")],
    "a bucket acme_reports": [("NB8001", "acme_reports")],
    # what is said of the wrong thing
    "an EKS cluster with 3 replicas": [("NB8001", "3 replicas")],
    "a versioned queue": [("NB8001", "versioned")],
    "a web service with image a/b:1 in Ireland": [("NB8001", "Ireland")],
    "an EKS cluster with 100 GB": [("NB8002", "100 GB")],
    "a Lambda function every 15 minutes": [("NB8002", "every 15 minutes")],
    "a web app with image a/b:1 and a Postgres with 3 replicas": [("NB8002", "3 replicas")],
    "a Postgres and a bucket with 30 days of backups": [("NB8002", "30 days of backups")],
    "a daily job with image a/b:1 and a Postgres backed up at 3am": [("NB8002", "at 3am")],
    "a VPC and a Postgres over three zones": [("NB8002", "three zones")],
    "a bucket and a queue with port 80": [("NB8001", "port 80")],
    # what is not made here
    "a MySQL database with 20 GB": [("NB8002", "MySQL database")],
    "a myslq database": [("NB8002", "myslq database")],
    "a DynamoDB table and a Redis cache": [("NB8002", "DynamoDB table"), ("NB8002", "Redis cache")],
    "an Azure SQL database": [("NB8002", "Azure SQL")],
    "a GKE cluster on GCP": [("NB8002", "GKE"), ("NB8002", "GCP")],
    "an application load balancer": [("NB8002", "application load balancer")],
    "two EKS clusters": [("NB8002", "EKS clusters")],
    "a Postgres replicated to Frankfurt": [("NB8002", "replicated to Frankfurt")],
    # what cannot both be
    "a Postgres in eu-west-1 and a bucket in us-east-1": [("NB8003", "us-east-1")],
    "a database with 100 GB, 200 GB": [("NB8003", "200 GB")],
    "a VPC over two zones across 3 AZs": [("NB8003", "3 AZs")],
    "a VPC with NAT per zone and without NAT": [("NB8003", "without NAT")],
    "three buckets called one-a and two-b": [("NB8003", "buckets")],
    "a bucket called x-a and a queue called x-a": [("NB8003", "queue")],
    # what has to be said
    "a web service": [("NB8004", "web service")],
    "an app with image nginx": [("NB8004", "image nginx")],
    "an app with image ghcr.io/a/b:latest": [("NB8004", "image ghcr.io/a/b:latest")],
    "a cron job with image a/b:1": [("NB8004", "cron job")],
    "S3 buckets": [("NB8004", "S3 buckets")],
    "a bucket in Europe": [("NB8004", "Europe")],
    "a Helm release with chart oci://ghcr.io/a/b": [("NB8004", "Helm release")],
    "a web app with image a/b:1 that uses the database": [("NB8004", "database")],
    "a queue, a queue and a worker with image a/b:1 that reads from the queue": [("NB8004", "queue")],
    "Postgres 3": [("NB8004", "Postgres 3")],
    "an EKS cluster reachable from 0.0.0.0/0": [("NB8004", "reachable from 0.0.0.0/0")],
    # what nobody should have
    "a public Postgres database with 100 GB": [("NB8005", "public")],
    "a Postgres reachable from the internet": [("NB8005", "reachable from the internet")],
    "an S3 bucket that is publicly readable": [("NB8005", "publicly readable")],
    "a bucket without encryption": [("NB8005", "without encryption")],
    "a Postgres without backups": [("NB8005", "without backups")],
    # nothing
    "hello there": [("NB8006", "")],
    "and then with the": [("NB8006", "")],
}  # fmt: skip


@pytest.mark.parametrize("sentence", REFUSED)
def test_refused(sentence: str) -> None:
    made = translate(sentence)
    assert made.spec is None
    found = [
        (one.code, sentence[one.span.start : one.span.end] if one.span else "")
        for one in made.diagnostics
    ]
    assert found == REFUSED[sentence], [one.detail for one in made.diagnostics]


def test_all_that_was_not_understood_is_named() -> None:
    made = translate("a purple bucket with green stripes and a queue that sings")
    told = next(one for one in made.diagnostics if one.code == "NB8001")
    for phrase in ("purple", "green stripes", "sings"):
        assert f"`{phrase}`" in told.detail
    assert len(told.labels) == 2
    assert "`called acme-uploads`" in told.detail  # what can be said of a bucket instead
    assert made.draft.count("resource ") == 2


def test_a_region_that_is_nearly_one_is_asked_about() -> None:
    told = translate("a VPC in us-east1").diagnostics[0]
    assert "Did you mean `us-east-1`" in told.detail


def test_what_cannot_be_made_names_the_raw_type() -> None:
    told = translate("a DynamoDB table").diagnostics[0]
    assert "`aws.dynamodb_table`" in told.detail
    assert "`--model`" in told.detail


@pytest.mark.parametrize("refusal", [one for one in REFUSALS if one.raw], ids=lambda one: one.raw)
def test_raw_types_exist(refusal: object) -> None:
    assert index.exists(refusal.raw)  # type: ignore[attr-defined]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.patterns[:30])
def test_every_refusal_is_reached(refusal: object) -> None:
    first = refusal.patterns.split(";")[0].split("|")[0].replace("?", "")  # type: ignore[attr-defined]
    made = translate(f"a {first.replace('{count}', '3')}")
    assert made.spec is None
    assert "NB8002" in {one.code for one in made.diagnostics}


@pytest.mark.parametrize("code", CODES)
def test_every_region_is_understood(code: str) -> None:
    made = translate(f"a queue in {code}")
    assert made.spec is not None
    assert f'region = "{code}"' in made.spec


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_field_of_a_kind_is_a_field_of_its_component(kind: object) -> None:
    from nimbus_lang.llm.library import signatures

    signature = signatures().get(kind.component)  # type: ignore[attr-defined]
    known = set(signature.parameters) if signature else set(index.load("helm.release").fields)  # type: ignore[union-attr]
    fields = [*kind.shown, *kind.needs, *([kind.takes_name] if kind.takes_name else [])]  # type: ignore[attr-defined]
    assert {field.partition(".")[0] for field in fields} <= known


def test_verbs_have_modes() -> None:
    assert {link.mode.value for link in LINKS} == {"uses", "reads", "writes"}


PROMPTS = Path(__file__).parent / "prompts.json"


@pytest.mark.parametrize("prompt", json.loads(PROMPTS.read_text(encoding="utf-8")))
def test_prompts_for_raw_resources_are_refused_or_check(prompt: str) -> None:
    """Prompts written for Terraform alone: most name what is not made here, and none may be half understood."""
    from nimbus_lang.diagnostics.model import has_errors
    from tests.llm.graphs import compiled

    made = translate(prompt)
    if made.spec is None:
        assert made.diagnostics
        assert all(one.detail and one.code.startswith("NB80") for one in made.diagnostics)
    else:
        assert not has_errors(compiled(made.spec).diagnostics)
