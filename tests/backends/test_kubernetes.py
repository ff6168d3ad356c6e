"""What objects become on Kubernetes."""

from __future__ import annotations

import yaml
from hypothesis import given
from hypothesis import strategies as st

from nimbus_lang.backends.crossings import find_crossings
from nimbus_lang.backends.kubernetes.lower import KubernetesBackend
from nimbus_lang.backends.kubernetes.manifests import body
from nimbus_lang.backends.kubernetes.names import default_name, problem
from nimbus_lang.ir.graph import InfraGraph
from nimbus_lang.types.model import NUMBER, ListT
from nimbus_lang.types.model import STRING as TEXT
from nimbus_lang.values.model import Apply
from tests.backends.by_hand import address, cleared, graph, ref, resource, secret, text

DB = resource(
    "orders", "aws.db_instance", {"identifier": "orders", "password": secret("env", name="DB_PW")}
)


def files(made: InfraGraph) -> dict[str, str]:
    artifacts, problems = KubernetesBackend().lower(cleared(made))
    assert problems == ()
    return {path.removeprefix("kubernetes/"): file.text for path, file in artifacts.files.items()}


def codes(made: InfraGraph) -> list[str]:
    return [problem.code for problem in KubernetesBackend().lower(cleared(made))[1]]


def test_an_object_is_written_in_the_usual_order() -> None:
    made = resource(
        "settings",
        "k8s.core.v1.ConfigMap",
        {
            "data": {"b": "1", "a": "x\ny\n"},
            "metadata": {"labels": {"app": "shop"}, "name": "shop"},
        },
        doc="Settings.",
    )
    assert files(graph(made)) == {
        "settings.yaml": (
            "# Settings.\n"
            "apiVersion: v1\n"
            "kind: ConfigMap\n"
            "metadata:\n"
            "  name: shop\n"
            "  labels:\n"
            "    app: shop\n"
            "data:\n"
            '  b: "1"\n'
            "  a: |\n"
            "    x\n"
            "    y\n"
        )
    }


def test_parts_of_a_declaration_share_a_file() -> None:
    made = graph(
        resource('web["a"].service', "k8s.core.v1.Service", {}),
        resource('web["a"].env_secret', "k8s.core.v1.Secret", {}),
        resource("other_thing", "k8s.apps.v1.Deployment", {}),
    )
    found = files(made)
    assert sorted(found) == ["other-thing.yaml", "web.yaml"]
    documents = list(yaml.safe_load_all(found["web.yaml"]))
    assert [one["metadata"]["name"] for one in documents] == ["web-a-service", "web-a-env-secret"]


def test_terraforms_values_are_named_and_explained() -> None:
    made = graph(
        DB,
        resource(
            "c",
            "k8s.core.v1.ConfigMap",
            {
                "data": {
                    "host": ref("orders", "endpoint"),
                    "url": text("http://", ref("orders", "endpoint"), "/x"),
                    "zones": ref("orders", "zones", type=ListT(TEXT)),
                    "port": ref("orders", "port", type=NUMBER),
                }
            },
        ),
    )
    assert files(made)["c.yaml"] == (
        "# ${orders_endpoint} is the Terraform output of that name.\n"
        "# ${orders_zones} is the Terraform output of that name.\n"
        "# ${orders_port} is the Terraform output of that name.\n"
        "\n"
        "apiVersion: v1\n"
        "kind: ConfigMap\n"
        "metadata:\n"
        "  name: c\n"
        "data:\n"
        '  host: "${orders_endpoint}"\n'
        '  url: "http://${orders_endpoint}/x"\n'
        "  zones: ${orders_zones}\n"
        "  port: ${orders_port}\n"
    )


def test_what_the_spec_knows_is_written() -> None:
    made = graph(
        DB,
        resource(
            "c",
            "k8s.core.v1.ConfigMap",
            {"data": {"id": ref("orders", "identifier", known="orders")}},
        ),
    )
    assert "  id: orders\n" in files(made)["c.yaml"]


def test_a_secret_stays_in_a_secret_by_name_alone() -> None:
    made = graph(
        DB,
        resource(
            "s",
            "k8s.core.v1.Secret",
            {
                "stringData": {
                    "url": text(
                        "pg://",
                        ref("orders", "password", secret=True),
                        "@",
                        ref("orders", "endpoint"),
                    )
                }
            },
        ),
    )
    found = files(made)["s.yaml"]
    assert '# ${db_pw} is a secret, read from env.secret("DB_PW") when this is applied.' in found
    assert 'url: "pg://${db_pw}@${orders_endpoint}"' in found


def test_a_computed_value_is_explained() -> None:
    data = text(
        "pg://", Apply("urlencode", (secret("env", name="PW"),)), "@", ref("orders", "endpoint")
    )
    made = graph(DB, resource("s", "k8s.core.v1.Secret", {"stringData": {"url": data}}))
    assert files(made)["s.yaml"].startswith(
        "# ${pw_urlencode} is urlencode(${pw}), computed when this is applied.\n"
        '# ${pw} is a secret, read from env.secret("PW") when this is applied.\n'
        "# ${orders_endpoint} is the Terraform output of that name.\n"
        "\n"
    )


def test_a_secret_anywhere_else_is_an_error() -> None:
    hidden = secret("env", name="T")
    assert codes(graph(resource("c", "k8s.core.v1.ConfigMap", {"data": {"t": hidden}}))) == [
        "NB4802"
    ]
    assert codes(
        graph(
            resource(
                "s", "k8s.core.v1.Secret", {"metadata": {"name": "s", "labels": {"t": hidden}}}
            )
        )
    ) == ["NB4802"]


def test_names_that_kubernetes_refuses() -> None:
    assert codes(graph(resource("c", "k8s.core.v1.ConfigMap", {"metadata": {"name": "A_b"}}))) == [
        "NB4804"
    ]
    assert codes(
        graph(
            DB, resource("c", "k8s.core.v1.ConfigMap", {"metadata": {"name": ref("orders", "id")}})
        )
    ) == ["NB4804"]
    assert problem("Service", "", "1a") is not None
    assert problem("Role", "rbac.authorization.k8s.io", "system:x") is None
    assert problem("ConfigMap", "", "a.b-c") is None


def test_two_objects_of_one_name() -> None:
    first = resource("a", "k8s.core.v1.ConfigMap", {"metadata": {"name": "x"}})
    second = resource(
        "b", "k8s.core.v1.ConfigMap", {"metadata": {"name": "x", "namespace": "default"}}
    )
    other = resource("c", "k8s.core.v1.Secret", {"metadata": {"name": "x"}})
    assert codes(graph(first, second, other)) == ["NB4805"]


def test_names_from_addresses() -> None:
    assert default_name(address('web["shop"].env_secret')) == "web-shop-env-secret"


def test_lookups_are_not_written() -> None:
    assert files(graph(resource("n", "k8s.core.v1.Namespace", {}, lookup=True))) == {}


def test_the_body_that_is_sent_has_every_value() -> None:
    made = graph(
        DB,
        resource(
            "s",
            "k8s.core.v1.Secret",
            {
                "stringData": {
                    "url": text(
                        "pg://", secret("env", name="DB_PW"), "@", ref("orders", "endpoint")
                    )
                },
                "type": None,
            },
        ),
    )
    book = find_crossings(made)
    given = {"db_pw": "s3cret: #1", "orders_endpoint": "db:5432"}
    assert body(book, made.resources["s"], lambda crossing: given[crossing.name]) == {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "s"},
        "stringData": {"url": "pg://s3cret: #1@db:5432"},
    }


WORDS = st.text(alphabet="abc:#-\n 01", max_size=12)
DATA = st.recursive(
    st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=10,
)


@given(DATA)
def test_every_line_knows_where_it_comes_from(data: object) -> None:
    made = resource("x", "k8s.core.v1.ConfigMap", {"metadata": {"name": "x"}, "data": {"d": data}})
    artifacts, _ = KubernetesBackend().lower(cleared(graph(made)))
    file = artifacts.files["kubernetes/x.yaml"]
    assert [origin.line for origin in file.origins] == list(range(1, file.text.count("\n") + 1))
    assert {origin.address for origin in file.origins} == {"x"}
    fields = {origin.field for origin in file.origins}
    assert {"apiVersion", "kind", "metadata.name", "data"} - {"data"} <= fields
    assert yaml.safe_load(file.text)["data"]["d"] == data
