"""`std.k8s.web_service`, `std.k8s.worker`, `std.k8s.cron_job`: what runs from an image in a cluster."""

from __future__ import annotations

from nimbus_lang.llm.offline.amounts import Span
from nimbus_lang.llm.offline.intent import Cpu
from nimbus_lang.llm.offline.kind import Kind, Taken, Trait, always, binary, pairs, to
from nimbus_lang.llm.offline.runs import run_at, run_every

_IMAGE = "its image, such as `with image ghcr.io/acme/shop:1.4.2`"
_COMMON = {
    "image": to("image"),
    "size": binary("requests.memory", "memory", "Kubernetes"),
    "memory": binary("requests.memory", "memory", "Kubernetes"),
    "cpu": lambda value: Taken((("requests.cpu", Cpu(value)),)),
    "env": pairs("env"),
    "namespace": to("namespace"),
}
_REFUSED = {
    "tags": "tags are for what lies in AWS. Leave them out",
    "machine": "say the machines of the cluster: `a cluster with m6i.large nodes`",
}


def _replicas(value: object) -> Taken:
    assert isinstance(value, Span)
    low = value.low if value.low is not None else min(2, value.high or 2)
    high = value.high if value.high is not None else low * 2
    assumed = ""
    if value.low is None:
        assumed = f"{low} of at most {high} replicas to begin with"
    elif value.high is None:
        assumed = f"at most {high} replicas, twice the least"
    return Taken((("replicas", Span(low, high)),), assumed=assumed)


def _fixed_replicas(value: object) -> Taken:
    assert isinstance(value, Span)
    if value.low is None or value.low != value.high:
        return Taken(missing="one number of replicas: a worker does not scale by itself")
    return Taken((("replicas", value.low),))


WEB = Kind(
    id="web",
    component="std.k8s.web_service",
    called="a web service on Kubernetes",
    name="web",
    nouns=(
        "web service|server|app|application|site?; web api; http|rest|graphql "
        "service|api|server; app|application; api; api service|server; service; "
        "microservice; website; frontend; front end; backend; back end; frontend|backend "
        "service|app|api?; deployment of?"
    ),
    says=(
        "image (`image ghcr.io/acme/shop:1.4.2`), replicas (`3 replicas`, `2 to 10 "
        "replicas`), port (`port 8080`), memory and CPU, variables (`LOG_LEVEL=info`), "
        "health check (`health check /healthz`), namespace, what it uses (`uses the "
        "database`)"
    ),
    takes={
        **_COMMON,
        "replicas": _replicas,
        "port": to("port"),
        "health": to("health"),
        "private": always("it is reached from inside the cluster only"),
        "highly_available": always(
            "it has two pods at least, on different nodes where there are some"
        ),
        "production": always("nothing of it differs in production"),
        "scaling": always("it scales by its load, between the replicas that are said"),
    },
    shown=("replicas", "port"),
    needs={"image": _IMAGE},
    refuses={
        **_REFUSED,
        "public": (
            "the library's web service is reached from inside the cluster. Make an ingress "
            "with `a Helm release` of an ingress chart"
        ),
        "every": "`a cron job` is what runs by the clock",
    },
    takes_name="name",
    workload=True,
    cloud=False,
)

WORKER = Kind(
    id="worker",
    component="std.k8s.worker",
    called="a worker on Kubernetes",
    name="worker",
    nouns=(
        "worker; background worker|process|processor|service; queue worker; job processor; "
        "consumer; queue consumer; daemon"
    ),
    says=(
        "image, replicas (`3 replicas`), memory and CPU, variables, command (`command "
        '"python worker.py"`), how long it may take to stop (`grace period of 2 minutes`), '
        "namespace, what it uses"
    ),
    takes={
        **_COMMON,
        "replicas": _fixed_replicas,
        "command": lambda value: Taken((("command", tuple(str(value).split())),)),
        "grace": to("grace"),
        "private": always("nothing can reach it"),
        "production": always("nothing of it differs in production"),
    },
    shown=("replicas",),
    needs={"image": _IMAGE},
    refuses={
        **_REFUSED,
        "public": "a worker listens to nobody. Leave `public` out",
        "port": "a worker listens to nobody; `a web service` has a port",
        "every": "`a cron job` is what runs by the clock",
        "scaling": "a worker has a fixed number of replicas; say it",
    },
    takes_name="name",
    workload=True,
    cloud=False,
)

CRON = Kind(
    id="cron",
    component="std.k8s.cron_job",
    called="a cron job on Kubernetes",
    name="job",
    nouns=(
        "cron job; cronjob; scheduled job|task; job; batch job; recurring job|task; "
        "kubernetes cron job; kubernetes cronjob"
    ),
    says=(
        'image, when (`every night at 3`, `hourly`, `every 15 minutes`, `"0 3 * * *"`), '
        "time zone (`Europe/Berlin`), timeout, retries, command, memory and CPU, "
        "variables, namespace, what it uses"
    ),
    takes={
        **_COMMON,
        "every": run_every,
        "clock": run_at,
        "cron": to("schedule"),
        "time_zone": lambda value: Taken(
            (("time_zone", "Etc/UTC" if value in ("UTC", "GMT") else str(value)),)
        ),
        "timeout": to("timeout"),
        "retries": to("retries"),
        "command": lambda value: Taken((("command", tuple(str(value).split())),)),
        "private": always("nothing can reach it"),
        "production": always("nothing of it differs in production"),
    },
    needs={"image": _IMAGE, "schedule": "when it runs, such as `every night at 3`"},
    refuses={
        **_REFUSED,
        "public": "a job listens to nobody. Leave `public` out",
        "port": "a job listens to nobody. Leave it out",
        "replicas": "a job runs one pod at a time. Leave it out",
    },
    takes_name="name",
    workload=True,
    cloud=False,
)

TRAITS = (
    Trait(
        "image",
        (
            "image {image}; image called|named? {image}; container|docker image {image}; image "
            ": {image}; {pinned}; container {pinned}; docker image {pinned}"
        ),
    ),
    Trait(
        "replicas",
        (
            "{span} replica|pod|copy; {span} instance; replica of? {span}; "
            "scale|scaling|scaled|autoscaling from? {span}; scale|scaling|scaled|autoscaling "
            "from? {span} replica|pod|instance|copy; {span} container"
        ),
        adjective=True,
        near=True,
    ),
    Trait(
        "scaling",
        (
            "autoscaling; auto scaling; autoscaled; scaling automatically; automatic scaling; "
            "horizontal scaling"
        ),
        near=True,
    ),
    Trait(
        "port",
        (
            "port {count}; port number? {count}; listening|listen on {count}; listening|listen "
            "on port {count}; exposed|exposing on? port {count}"
        ),
        near=True,
    ),
    Trait(
        "health",
        (
            "health check at|on|path|endpoint? {path}; health endpoint|path {path}; "
            "healthcheck at|on|path? {path}; health {path}"
        ),
        near=True,
    ),
    Trait("namespace", "namespace called|named? {name}; {name} namespace"),
    Trait(
        "command",
        "command {quoted}; running|run|executing {quoted}; {quoted} command|as command",
        near=True,
    ),
    Trait(
        "grace",
        (
            "grace period? of? {time}; {time} grace period?; {time} to stop|finish; graceful "
            "shutdown of? {time}"
        ),
        near=True,
    ),
    Trait(
        "retries",
        (
            "{count} retry; retry of? {count}; retried {count} time; retry {count} time; up to "
            "{count} retry; at most {count} retry"
        ),
        near=True,
    ),
    Trait("every", "{every}; running|run|scheduled {every}", adjective=True, near=True),
    Trait("clock", "at {clock}; at {clock} every day; at {clock} in the morning?", near=True),
    Trait(
        "cron",
        "{cron}; schedule of? {cron}; cron|schedule expression? {cron}; on schedule {cron}",
        near=True,
    ),
    Trait(
        "time_zone",
        (
            "{time_zone}; {time_zone} time; time zone of? {time_zone}; timezone of? "
            "{time_zone}; in the? time zone {time_zone}"
        ),
        near=True,
    ),
)
