"""Several files: what `use` leads to, what it must not, and the library."""

from __future__ import annotations

from tests.check.programs import check

NET = """
type zone = "a" | "b"
let prefix = "net"
component vpc {
  param zone: zone = "a"
  resource inner: aws.vpc { cidr_block = "10.0.0.0/16", tags = { Name = "${prefix}-${zone}" } }
  output id = inner.id
}
"""


def test_a_component_and_a_type_of_a_package() -> None:
    result = check(
        """
        use net from "./net.nimbus"
        param where: net.zone = "b"
        resource main: net.vpc { zone = where }
        output id = main.id
        """,
        net=NET,
    )
    assert result.errors == []
    assert result.output("id") == "string"
    assert "net.nimbus::vpc" in result.program.components


def test_a_package_under_another_name() -> None:
    result = check('use x as net from "./x.nimbus"\nresource m: net.vpc { }\n', x=NET)
    assert result.errors == []


def test_a_value_of_a_type_of_a_package() -> None:
    result = check('use net from "./net.nimbus"\nresource m: net.vpc { zone = "c" }\n', net=NET)
    assert result.errors == ['NB3003 "c"']


def test_what_a_package_does_not_have() -> None:
    result = check('use net from "./net.nimbus"\nresource m: net.vpcc { }\n', net=NET)
    assert result.errors == ["NB2017 vpcc"]
    assert result.diagnostics[0].fixes[0].edits[0].text == "vpc"


def test_a_type_that_a_package_does_not_have() -> None:
    result = check('use net from "./net.nimbus"\nparam p: net.zon = "a"\noutput o = p\n', net=NET)
    assert result.errors == ["NB2017 zon"]


def test_a_mistake_in_a_package_is_found_once_and_there() -> None:
    wrong = "component box { output o = nope }\n"
    result = check(
        'use a from "./a.nimbus"\nresource x: a.box { }\nresource y: a.box { }\n', a=wrong
    )
    assert result.errors == ["NB2001 nope"]
    assert result.diagnostics[0].span is not None
    assert result.diagnostics[0].span.path == "a.nimbus"


def test_a_syntax_mistake_in_a_package_is_found() -> None:
    result = check('use a from "./a.nimbus"\noutput o = 1\n', a="component box { output o = }\n")
    assert [code[:3] for code in result.codes] == ["NB1"]


def test_files_that_use_each_other() -> None:
    result = check(
        'use a from "./a.nimbus"\noutput o = 1\n',
        a='use b from "./b.nimbus"\n',
        b='use a from "./a.nimbus"\n',
    )
    assert result.errors == ['NB2013 "./a.nimbus"']


def test_a_file_that_uses_itself() -> None:
    assert check('use me from "./main.nimbus"\n').errors == ['NB2013 "./main.nimbus"']


def test_a_stack_is_no_package() -> None:
    result = check('use a from "./a.nimbus"\nresource x: a.box { }\n', a="stack a\n")
    assert result.errors == ['NB2022 "./a.nimbus"']


def test_a_package_does_not_configure_providers() -> None:
    result = check(
        'use a from "./a.nimbus"\nresource x: a.box { }\n',
        a='use aws { region = "eu-west-1" }\ncomponent box { output o = 1 }\n',
    )
    assert result.errors == ["NB2027 aws"]


def test_components_of_two_files_that_contain_each_other() -> None:
    result = check(
        """
        use a from "./a.nimbus"
        component outer { resource inner: a.box { } }
        resource o: outer { }
        """,
        a="component box { resource again: box { } }\n",
    )
    assert result.errors == ["NB2011 box"]


def test_the_library_needs_no_use() -> None:
    result = check("resource n: std.aws.network { cidr = 10.0.0.0/16 }\noutput id = n.id\n")
    assert [error for error in result.errors if not error.startswith("NB2101")] == []
    assert "std/aws/network.nimbus::network" in result.program.components


def test_a_library_component_that_is_misspelt() -> None:
    result = check("resource n: std.aws.netwrok { }\n")
    assert result.errors == ["NB2004 std.aws.netwrok"]
    assert result.diagnostics[0].fixes[0].edits[0].text == "std.aws.network"


def test_a_second_configuration_of_a_provider() -> None:
    result = check(
        """
        use aws { region = "eu-west-1" }
        use aws as aws_us { region = "us-east-1" }
        resource cert: aws_us.acm_certificate { domain_name = "a.example.com" }
        param zone: aws_us.region = "us-east-1"
        output arn = cert.arn
        output where = zone
        """
    )
    assert result.errors == []
    main = result.program.main
    assert main.providers["cert"] == "aws_us"
    assert main.resource_types["cert"].path == "aws.acm_certificate"  # type: ignore[union-attr]


def test_the_cluster_may_be_one_of_this_spec() -> None:
    result = check(
        """
        use k8s { cluster = main }
        resource main: aws.eks_cluster { name = "a", role_arn = "b", vpc_config = { subnet_ids = ["c"] } }
        resource config: k8s.core.v1.ConfigMap { data = { a = "b" } }
        """
    )
    assert result.errors == []


def test_a_cluster_that_waits_for_what_runs_in_it() -> None:
    result = check(
        """
        use k8s { cluster = main }
        resource main: aws.eks_cluster { name = config.metadata.name, role_arn = "b", vpc_config = { subnet_ids = ["c"] } }
        resource config: k8s.core.v1.ConfigMap { data = { a = "b" } }
        """
    )
    assert [error.split()[0] for error in result.errors] == ["NB2010"]
