"""The Kubernetes rules at their edges: every workload kind, pod and container settings, selectors, what is not known."""

from __future__ import annotations

import pytest

GOOD = """{
  name = "app"  image = "ghcr.io/acme/app:1.4.2"
  resources = { requests = { cpu = "100m", memory = "128Mi" }, limits = { memory = "128Mi" } }
  securityContext = { runAsNonRoot = true, allowPrivilegeEscalation = false }
}"""


def spec(pod: str = "", container: str = GOOD) -> str:
    return f"{{ {pod} containers = [{container}] }}"


def container(name: str, text: str) -> str:
    """The good container with one field replaced."""
    lines = [line for line in GOOD.splitlines()[1:-1] if not line.strip().startswith(name)]
    return "{" + "\n".join([*lines, text]) + "}"


def pod(pod_spec: str) -> str:
    return f'resource p: k8s.core.v1.Pod {{ metadata = {{ name = "p" }}  spec = {pod_spec} }}'


def templated(kind: str, pod_spec: str) -> str:
    inner = f'template = {{ metadata = {{ labels = {{ app = "p" }} }}  spec = {pod_spec} }}'
    match kind:
        case "batch.v1.CronJob":
            body = f'schedule = "@daily"  jobTemplate = {{ spec = {{ {inner} }} }}'
        case "batch.v1.Job":
            body = inner
        case "core.v1.ReplicationController":
            body = f'selector = {{ app = "p" }}  {inner}'
        case _:
            body = f'selector = {{ matchLabels = {{ app = "p" }} }}  {inner}'
    return f'resource p: k8s.{kind} {{ metadata = {{ name = "p" }}  spec = {{ {body} }} }}'


KINDS = (
    "apps.v1.DaemonSet",
    "apps.v1.Deployment",
    "apps.v1.ReplicaSet",
    "apps.v1.StatefulSet",
    "batch.v1.CronJob",
    "batch.v1.Job",
    "core.v1.ReplicationController",
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_workload_kind_is_looked_into(judge, kind: str) -> None:
    assert judge(templated(kind, spec())).codes == []
    assert judge(templated(kind, spec("hostNetwork = true"))).codes == ["NB5502"]


def test_each_host_namespace_is_a_finding(judge) -> None:
    program = pod(spec("hostNetwork = true  hostPID = true  hostIPC = false"))
    assert judge(program).codes == ["NB5502", "NB5502"]


def test_init_containers_count(judge) -> None:
    privileged = container(
        "securityContext", "securityContext = { runAsNonRoot = true, privileged = true }"
    )
    assert judge(pod(spec(f"initContainers = [{privileged}]"))).codes == ["NB5501"]


@pytest.mark.parametrize("name", ["SYS_ADMIN", "CAP_SYS_ADMIN", "all", "NET_ADMIN"])
def test_capabilities(judge, name: str) -> None:
    context = (
        "securityContext = { runAsNonRoot = true, allowPrivilegeEscalation = false, "
        f'capabilities = {{ add = ["CHOWN", "{name}"] }} }}'
    )
    judged = judge(pod(spec(container=container("securityContext", context))))
    assert judged.found == [("NB5503", f'"{name}"')]


@pytest.mark.parametrize(
    ("path", "code", "level"),
    [
        ("/var/run/docker.sock", "NB5504", "BLOCK"),
        ("/run/containerd/containerd.sock", "NB5504", "BLOCK"),
        ("/var/run/crio/", "NB5504", "BLOCK"),
        ("//var/run/../run/docker.sock", "NB5504", "BLOCK"),
        ("/", "NB5505", "BLOCK"),
        ("/etc/kubernetes", "NB5505", "BLOCK"),
        ("/var/lib/kubelet/pods", "NB5505", "BLOCK"),
        ("/var/run", "NB5504", "BLOCK"),
        ("/data/cache", "NB5505", "WARN"),
    ],
)
def test_host_paths(judge, path: str, code: str, level: str) -> None:
    volume = f'volumes = [{{ name = "v", hostPath = {{ path = "{path}" }} }}]'
    (finding,) = judge(pod(spec(volume))).report.findings
    assert (finding.code, finding.level) == (code, level)


@pytest.mark.parametrize(
    ("image", "floating"),
    [
        ("nginx", True),
        ("nginx:latest", True),
        ("registry:5000/acme/app", True),
        ("nginx:1.27", False),
        ("registry:5000/acme/app:2", False),
        ("nginx@sha256:abc", False),
        ("nginx:latest@sha256:abc", False),
    ],
)
def test_images(judge, image: str, floating: bool) -> None:
    program = pod(spec(container=GOOD.replace("ghcr.io/acme/app:1.4.2", image)))
    assert judge(program).codes == (["NB5506"] if floating else [])


@pytest.mark.parametrize(
    ("resources", "missing"),
    [
        ("", ["requests.cpu", "requests.memory", "limits.memory"]),
        ('resources = { limits = { cpu = "1", memory = "1Gi" } }', []),
        ('resources = { requests = { cpu = "1" }, limits = { memory = "1Gi" } }', []),
        ('resources = { requests = { cpu = "1", memory = "1Gi" } }', ["limits.memory"]),
    ],
)
def test_limits(judge, resources: str, missing: list[str]) -> None:
    judged = judge(pod(spec(container=container("resources", resources))))
    assert judged.codes == (["NB5507"] if missing else [])
    for name in missing:
        assert f"`{name}`" in judged.one("NB5507").detail


def test_a_limit_range_gives_limits(judge) -> None:
    program = pod(spec(container=container("resources", "")))
    ranges = (
        '\nresource l: k8s.core.v1.LimitRange { metadata = { name = "l"  namespace = "NS" }\n'
        '  spec = { limits = [{ type = "Container" }] } }'
    )
    assert judge(program + ranges.replace("NS", "default")).codes == []
    assert judge(program + ranges.replace("NS", "other")).codes == ["NB5507"]


@pytest.mark.parametrize(
    ("in_pod", "in_container", "found"),
    [
        ("", "", [("NB5508", "WARN")]),
        ("runAsNonRoot = true", "", [("NB5509", "WARN")]),
        ("runAsNonRoot = true", "allowPrivilegeEscalation = false", []),
        ("runAsUser = 1000", "allowPrivilegeEscalation = false", []),
        ("runAsUser = 0", "", [("NB5508", "BLOCK")]),
        ("runAsUser = 1000", "runAsUser = 0", [("NB5508", "BLOCK")]),
        ("runAsNonRoot = true", "runAsNonRoot = false", [("NB5508", "WARN")]),
        ("runAsNonRoot = true", "allowPrivilegeEscalation = true", [("NB5509", "WARN")]),
    ],
)
def test_users(judge, in_pod: str, in_container: str, found: list[tuple[str, str]]) -> None:
    own = container("securityContext", f"securityContext = {{ {in_container} }}")
    program = pod(spec(f"securityContext = {{ {in_pod} }}", own))
    assert [(f.code, f.level) for f in judge(program).report.findings] == found


def test_windows_has_no_root(judge) -> None:
    bare = container("securityContext", "")
    assert judge(pod(spec('os = { name = "windows" }', bare))).codes == []


def role(rules: str) -> str:
    return f'resource r: k8s.rbac.v1.Role {{ metadata = {{ name = "r" }}  rules = [{rules}] }}'


@pytest.mark.parametrize(
    ("rules", "level"),
    [
        ('{ apiGroups = [""], resources = ["*"], verbs = ["*"] }', "BLOCK"),
        ('{ apiGroups = ["rbac"], resources = ["roles"], verbs = ["escalate"] }', "BLOCK"),
        ('{ apiGroups = [""], resources = ["users"], verbs = ["impersonate"] }', "BLOCK"),
        ('{ apiGroups = [""], resources = ["*"], verbs = ["get"] }', "WARN"),
        ('{ apiGroups = [""], resources = ["pods"], verbs = ["*"] }', "WARN"),
        ('{ apiGroups = [""], resources = ["pods"], verbs = ["get", "list"] }', None),
    ],
)
def test_roles(judge, rules: str, level: str | None) -> None:
    assert [f.level for f in judge(role(rules)).report.findings] == ([level] if level else [])


def test_masters_are_administrators(judge) -> None:
    judged = judge("""
resource b: k8s.rbac.v1.ClusterRoleBinding {
  roleRef  = { apiGroup = "rbac.authorization.k8s.io", kind = "ClusterRole", name = "view" }
  subjects = [{ kind = "Group", name = "system:masters" }, { kind = "User", name = "system:anonymous" }]
}
""")
    assert judged.found == [("NB5510", '"system:masters"'), ("NB5512", '"system:anonymous"')]


def service(selector: str, namespace: str = "default") -> str:
    return (
        f'\nresource s: k8s.core.v1.Service {{ metadata = {{ name = "s"  namespace = "{namespace}" }}\n'
        f"  spec = {{ {selector}  ports = [{{ port = 80 }}] }} }}"
    )


def deployment(labels: str = 'app = "p"') -> str:
    return templated("apps.v1.Deployment", spec()).replace(
        'labels = { app = "p" }', f"labels = {{ {labels} }}"
    )


@pytest.mark.parametrize(
    ("labels", "matches"),
    [
        ('app = "p"', True),
        ('app = "p", tier = "web"', True),
        ('app = "q"', False),
        ('tier = "web"', False),
    ],
)
def test_a_workload_selects_its_own_pods(judge, labels: str, matches: bool) -> None:
    assert judge(deployment(labels)).codes == ([] if matches else ["NB5521"])


@pytest.mark.parametrize(
    ("selector", "dangling"),
    [
        ('selector = { app = "p" }', False),
        ('selector = { app = "q" }', True),
        ('selector = { app = "p", tier = "web" }', True),
        ("", False),
        ('type = "ExternalName"  externalName = "example.com"', False),
    ],
)
def test_services(judge, selector: str, dangling: bool) -> None:
    assert judge(deployment() + service(selector)).codes == (["NB5522"] if dangling else [])


def test_a_service_of_another_namespace_selects_nothing(judge) -> None:
    judged = judge(deployment() + service('selector = { app = "p" }', "other"))
    assert judged.codes == ["NB5522"]


def test_a_chart_may_bring_the_pods(judge) -> None:
    release = (
        '\nresource chart: helm.release { chart = "oci://example.com/chart"  version = "1.0.0" }'
    )
    assert judge(service('selector = { app = "q" }') + release).codes == []


def test_labels_that_are_not_known_are_not_accused(judge) -> None:
    judged = judge(
        'lookup v: aws.s3_object { bucket = "b"  key = "app" }\n'
        + deployment("app = v.body")
        + service('selector = { app = "q" }')
    )
    assert judged.codes == []


@pytest.mark.parametrize(
    ("expression", "dangling"),
    [
        ('{ key = "app", operator = "In", values = ["p", "q"] }', False),
        ('{ key = "app", operator = "NotIn", values = ["p"] }', True),
        ('{ key = "app", operator = "Exists" }', False),
        ('{ key = "app", operator = "DoesNotExist" }', True),
    ],
)
def test_expressions(judge, expression: str, dangling: bool) -> None:
    policy = (
        '\nresource n: k8s.networking.v1.NetworkPolicy { metadata = { name = "n" }\n'
        f"  spec = {{ podSelector = {{ matchExpressions = [{expression}] }} }} }}"
    )
    assert judge(deployment() + policy).codes == (["NB5523"] if dangling else [])


def test_an_autoscaler_of_a_custom_kind_is_not_judged(judge) -> None:
    judged = judge("""
resource h: k8s.autoscaling.v2.HorizontalPodAutoscaler {
  spec = { maxReplicas = 3  scaleTargetRef = { apiVersion = "x/v1", kind = "Rollout", name = "web" } }
}
""")
    assert judged.codes == []
