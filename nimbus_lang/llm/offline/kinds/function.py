"""`std.aws.function`: a Lambda function."""

from __future__ import annotations

from nimbus_lang.llm.offline.amounts import Size
from nimbus_lang.llm.offline.kind import Kind, Taken, Trait, always, pairs, protect, to

_BINARY = {"kB": "Ki", "MB": "Mi", "GB": "Gi", "TB": "Ti"}


def memory(field: str, who: str) -> object:
    """Sets a memory field; who says MB there means MiB."""

    def take(value: object) -> Taken:
        assert isinstance(value, Size)
        if value.unit not in _BINARY:
            return Taken(((field, value),))
        size = Size(value.number, _BINARY[value.unit])
        if size.number != size.number.to_integral_value():
            smaller = {"Ti": "Gi", "Gi": "Mi", "Mi": "Ki"}.get(size.unit, size.unit)
            size = Size(size.number * 1024, smaller)
        said = f"{value.number.normalize():f} {value.unit}"
        meant = f"{size.number.normalize():f}{size.unit}"
        return Taken(
            ((field, size),), assumed=f"{said} of memory as `{meant}`: {who} counts in units of 1024"
        )

    return take


_HANDLERS = {"nodejs": "index.handler", "java": "example.Handler", "ruby": "main.handler", "provided": "bootstrap"}


def _runtime(value: object) -> Taken:
    runtime = str(value)
    handler = next((h for prefix, h in _HANDLERS.items() if runtime.startswith(prefix)), None)
    return Taken((("runtime", runtime), *((("handler?", handler),) if handler else ())))


KIND = Kind(
    id="function",
    component="std.aws.function",
    called="a function (Lambda)",
    name="function",
    nouns=("lambda", "lambda function", "amazon|aws lambda function?", "function", "serverless function", "{runtime} lambda function?", "{runtime} function",
           "lambda function in {runtime}"),
    says="runtime (`Python 3.13`), handler, package (`from worker.zip`), memory (`512 MB`), timeout (`timeout of 30 seconds`), `x86`, "
    "variables (`LOG_LEVEL=info`), what it reads, writes or uses (a queue, a bucket), tags",
    takes={
        "runtime": _runtime,
        "handler": to("handler"),
        "package": to("package"),
        "size": memory("memory", "Lambda"),
        "memory": memory("memory", "Lambda"),
        "timeout": to("timeout"),
        "architecture": to("architecture"),
        "log_days": to("keep_logs"),
        "env": pairs("env"),
        "private": always("nobody can call it without permission"),
        "encrypted": always("AWS encrypts its code and variables"),
        "protected": protect(),
        "production": always("nothing of it differs in production"),
        "tags": pairs("tags"),
    },
    shown=("runtime", "memory", "timeout"),
    needs={},
    refuses={
        "public": "the library's function has no public address. Leave `public` out",
        "every": "a function is not run by the clock here; `a cron job` is",
        "image": "the library's function is made from a zip file: say `from worker.zip`",
        "port": "a function listens on no port. Leave it out",
        "span": "AWS runs as many of a function as are called. Leave it out",
        "replicas": "AWS runs as many of a function as are called. Leave it out",
    },
    takes_name="name",
    workload=True,
)  # type: ignore[arg-type]  # fmt: skip

TRAITS = (
    Trait("runtime", ("runtime of? {runtime}", "{runtime} runtime", "{runtime}", "written in {runtime}"), adjective=True),
    Trait("handler", ("handler of? {handler}", "handler called? {handler}", "{handler} handler|as handler")),
    Trait("package", ("{file:file}", "from {file:file}", "code in|from {file:file}", "package of? {file:file}", "zip? file {file:file}", "packaged as|in {file:file}",
                      "source code in? {file:file}")),
    Trait("architecture", ("arm", "arm64", "graviton", "on arm"), fixed="arm64", adjective=True),
    Trait("architecture", ("x86", "x86_64", "intel", "amd64"), fixed="x86_64", adjective=True),
    Trait("log_days", ("{time} of? log", "log kept|retained for {time}", "keep|keeping log for? {time}", "log retention of? {time}")),
)  # fmt: skip
