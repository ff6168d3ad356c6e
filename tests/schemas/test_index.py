"""The one door: paths, names, lookups, versions, and that every type of every provider can be loaded and walked."""

from __future__ import annotations

import pytest

from nimbus_lang.schemas import index
from nimbus_lang.schemas.pack import DATA
from nimbus_lang.types.model import Field, ListT, MapT, RecordT, SetT, Type


def fields_below(kind: Type, depth: int) -> list[Field]:
    """Every field of a type down to a depth."""
    match kind:
        case RecordT(fields=fields) if depth:
            found = list(fields.values())
            return found + [inner for one in found for inner in fields_below(one.type, depth - 1)]
        case ListT(item=item) | SetT(item=item) | MapT(value=item):
            return fields_below(item, depth)
        case _:
            return []


@pytest.mark.parametrize("lookup", [False, True])
@pytest.mark.parametrize("namespace", index.namespaces())
def test_every_type_loads_and_is_called_by_its_path(namespace: str, lookup: bool) -> None:
    for path in index.names(namespace, lookup):
        record = index.load(path, lookup)
        assert record is not None
        assert record.name == path
        assert index.exists(path, lookup)
        assert fields_below(record, 3)


def test_as_many_types_as_the_provider_has() -> None:
    assert len(index.names("aws")) == 1526
    assert len(index.names("aws", True)) == 608
    assert len(index.names("k8s")) == 82
    assert index.names("helm") == ("helm.release",)


@pytest.mark.parametrize("path", ["aws.db_instanc", "aws.", "aws", "gcp.bucket", "k8s.apps.v1", ""])
def test_an_unknown_path_is_none(path: str) -> None:
    assert index.load(path) is None
    assert index.load(path, lookup=True) is None
    assert not index.exists(path)
    assert index.ephemeral(path) is None
    assert index.deprecation(path) is None


def test_names_are_sorted_and_of_their_namespace() -> None:
    names = index.names("aws")
    assert list(names) == sorted(names)
    assert all(name.startswith("aws.") for name in names)
    assert index.names("gcp") == ()


def test_a_resource_and_a_lookup_of_one_name_are_different_types() -> None:
    made, read = index.load("aws.vpc"), index.load("aws.vpc", lookup=True)
    assert made is not None and read is not None
    assert made.fields["cidr_block"].computed
    assert not made.fields["id"].settable
    assert read.fields["id"].settable
    assert "filter" in read.fields and "filter" not in made.fields


def test_ephemeral_resources() -> None:
    secret = index.ephemeral("aws.secretsmanager_secret_version")
    assert secret is not None
    assert secret.fields["secret_string"].computed
    assert index.ephemeral("k8s.core.v1.Secret") is None


def test_provider_configurations() -> None:
    aws, k8s, helm = (index.provider_config(kind) for kind in ("aws", "k8s", "helm"))
    assert aws is not None and k8s is not None and helm is not None
    assert aws.fields["region"].settable and not aws.fields["region"].required
    assert aws.fields["default_tags"].block is not None
    assert set(k8s.fields) == {"cluster", "context", "kubeconfig", "namespace"}
    assert helm.name == "helm"
    assert index.provider_config("gcp") is None


def test_versions() -> None:
    assert index.bundled_versions() == {"hashicorp/aws": "5.100.0", "kubernetes": "1.34.4"}


def test_deprecated_types_say_why() -> None:
    assert index.deprecation("aws.s3_bucket_object") == "use the aws_s3_object resource instead"
    assert index.deprecation("k8s.core.v1.Endpoints") == "This API is deprecated in v1.33+."
    assert index.deprecation("aws.s3_bucket") is None
    assert index.deprecation("helm.release") is None


def test_the_same_type_is_equal_and_another_is_not() -> None:
    index.load.cache_clear()
    first = index.load("aws.s3_bucket")
    index.load.cache_clear()
    assert index.load("aws.s3_bucket") == first
    assert index.load("aws.sqs_queue") != first


def test_a_type_that_contains_itself_compares_and_prints() -> None:
    index.load.cache_clear()
    first = index.load("k8s.apiextensions.v1.CustomResourceDefinition")
    index.load.cache_clear()
    assert index.load("k8s.apiextensions.v1.CustomResourceDefinition") == first
    assert "LazyFields" in repr(first)


def test_all_data_is_small() -> None:
    assert sum(file.stat().st_size for file in DATA.iterdir()) < 6_000_000
