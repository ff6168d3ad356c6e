"""`std.aws.function`: a Lambda function."""

from __future__ import annotations

from nimbus_lang.llm.offline.kind import Kind, Taken, Trait, always, binary, pairs, protect, to

_HANDLERS = {
    "nodejs": "index.handler",
    "java": "example.Handler",
    "ruby": "main.handler",
    "provided": "bootstrap",
}


def _runtime(value: object) -> Taken:
    runtime = str(value)
    handler = next((h for prefix, h in _HANDLERS.items() if runtime.startswith(prefix)), None)
    return Taken((("runtime", runtime), *((("handler?", handler),) if handler else ())))


KIND = Kind(
    id="function",
    component="std.aws.function",
    called="a function (Lambda)",
    name="function",
    nouns=(
        "lambda; lambda function; amazon|aws lambda function?; function; serverless "
        "function; {runtime} lambda function?; {runtime} function; lambda function in "
        "{runtime}"
    ),
    says=(
        "runtime (`Python 3.13`), handler, package (`from worker.zip`), memory (`512 MB`), "
        "timeout (`timeout of 30 seconds`), `x86`, variables (`LOG_LEVEL=info`), what it "
        "reads, writes or uses (a queue, a bucket), tags"
    ),
    takes={
        "runtime": _runtime,
        "handler": to("handler"),
        "package": to("package"),
        "size": binary("memory", "memory", "Lambda"),
        "memory": binary("memory", "memory", "Lambda"),
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
        "replicas": "AWS runs as many of a function as are called. Leave it out",
    },
    takes_name="name",
    workload=True,
)

TRAITS = (
    Trait(
        "runtime",
        "runtime of? {runtime}; {runtime} runtime; {runtime}; written in {runtime}",
        adjective=True,
    ),
    Trait(
        "handler", "handler of? {handler}; handler called? {handler}; {handler} handler|as handler"
    ),
    Trait(
        "package",
        (
            "{file:file}; from {file:file}; code in|from {file:file}; package of? {file:file}; "
            "zip? file {file:file}; packaged as|in {file:file}; source code in? {file:file}"
        ),
    ),
    Trait("architecture", "arm; arm64; graviton; on arm", fixed="arm64", adjective=True),
    Trait("architecture", "x86; x86_64; intel; amd64", fixed="x86_64", adjective=True),
    Trait(
        "log_days",
        (
            "{time} of? log; log kept|retained for {time}; keep|keeping log for? {time}; log "
            "retention of? {time}"
        ),
    ),
)
