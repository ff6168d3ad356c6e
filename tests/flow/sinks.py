"""Every place of a program where a value ends, with what it must say of a secret there and of a value that waits for an apply.

`it__` stands where the value goes. `secret` and `waiting` are the codes that must be told, None where the value may be.
That no place of the tree is forgotten is asked of the classes of its nodes (`test_derived`).
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.flow.carriers import NUMBER, TEXT, TRUTH

LEAK, DECIDES, WAITS, LATER = "NB2121", "NB3017", "NB3015", "NB4801"


@dataclass(frozen=True)
class Sink:
    """A program with a hole, a literal that may stand there, and the codes (several where it depends on the source).

    `of_cluster` is told of values that the cluster decides: Terraform cannot read them.
    """

    text: str
    literal: str
    secret: str | None
    waiting: str | None
    of_cluster: str | None = "as waiting"


def _box(inside: str) -> str:
    return f"component box {{ {inside} }}\n"


SINKS: dict[str, Sink] = {
    # what people see
    "output": Sink("output o = it__", TEXT, LEAK, None),
    "output of a type": Sink("output o: string = it__", TEXT, LEAK, None),
    "output that says so": Sink("output o: secret<string> = it__", TEXT, None, None),
    "let": Sink("let l = it__\noutput o = l", TEXT, LEAK, None),
    "let of a type": Sink("let _l: string = it__", TEXT, LEAK, None),
    "param": Sink("param p: string = it__\noutput o = p", TEXT, LEAK, None),
    "param that says so": Sink(
        "param p: secret<string> = it__\noutput o: secret<string> = p", TEXT, None, None
    ),
    "overlay": Sink(
        'param p: string = "x"\noutput o = p\noverlay v { p = it__ }', TEXT, LEAK, None
    ),
    "test's value": Sink(
        'param p: string = "x"\noutput o = p\ntest "t" { p = it__ } { assert true }',
        TEXT,
        LEAK,
        None,
    ),
    "default of a field": Sink(
        "type T = { a: string = it__ }\nparam t: T = {}\noutput o = t",
        TEXT,
        "NB2121 NB2001",
        "NB2001",
    ),
    # what decides
    "when": Sink('resource r: aws.sqs_queue when it__ { name = "r" }', TRUTH, DECIDES, WAITS),
    "when of a component": Sink(
        _box('output a = "x"') + "resource r: box when it__ {}", TRUTH, DECIDES, WAITS
    ),
    "when of a lookup": Sink("lookup r: aws.vpcs when it__ {}", TRUTH, DECIDES, WAITS),
    "keys": Sink("resource r[k in it__]: aws.sqs_queue { name = k }", '["ab"]', DECIDES, WAITS),
    "a key": Sink("resource r[k in [it__]]: aws.sqs_queue { name = k }", TEXT, DECIDES, WAITS),
    "number": Sink(
        'resource r[k in 0..it__]: aws.sqs_queue { name = "r${k}" }', NUMBER, DECIDES, WAITS
    ),
    "index": Sink('output o = ["a", "b", "c", "d"][it__]', NUMBER, DECIDES, None),
    "if": Sink("output o = if it__ then 1 else 2", TRUTH, DECIDES, None),
    "check": Sink("param p: int = 1 check it__\noutput o = p", TRUTH, DECIDES, None),
    "check's words": Sink(
        'param p: int = 1 check p == 1 else "a ${it__}"\noutput o = p', TEXT, LEAK, None
    ),
    "policy": Sink(
        'policy "p" on aws.sqs_queue as q { deny "x" when it__ }', TRUTH, DECIDES, "NB5903"
    ),
    "policy's words": Sink(
        'policy "p" on aws.sqs_queue as q { warn "a ${it__}" when q.fifo_queue == null }',
        TEXT,
        LEAK,
        None,
    ),
    "assert": Sink('test "t" {} { assert it__ }', TRUTH, DECIDES, None),
    "assert's words": Sink('test "t" {} { assert true else "a ${it__}" }', TEXT, LEAK, None),
    # what is kept and shown elsewhere
    "argument": Sink("resource r: aws.sns_topic { name = it__ }", TEXT, LEAK, None, LATER),
    "tag": Sink(
        'resource r: aws.sqs_queue { name = "r", tags = { A = it__ } }', TEXT, LEAK, None, LATER
    ),
    "block": Sink(
        'resource r: aws.lb { load_balancer_type = "network", internal = true, '
        "access_logs = { bucket = it__ } }",
        TEXT,
        LEAK,
        None,
        LATER,
    ),
    "document": Sink(
        'resource r: aws.sqs_queue { name = "r", redrive_policy = { deadLetterTargetArn = it__, '
        "maxReceiveCount = 5 } }",
        TEXT,
        LEAK,
        None,
        LATER,
    ),
    "sensitive argument": Sink(
        'resource r: aws.ssm_parameter { name = "r", type = "SecureString", value = it__ }',
        TEXT,
        None,
        None,
        LATER,
    ),
    "write-only argument": Sink(
        'resource r: aws.ssm_parameter { name = "r", type = "SecureString", value_wo = it__, '
        "value_wo_version = 1 }",
        TEXT,
        None,
        None,
        LATER,
    ),
    "lookup": Sink("lookup r: aws.sqs_queue { name = it__ }", TEXT, LEAK, None, LATER),
    "lookup of an object": Sink(
        'lookup r: k8s.core.v1.ConfigMap { metadata = { name = it__, namespace = "a" } }',
        TEXT,
        LEAK,
        None,
    ),
    "config map": Sink(
        "resource r: k8s.core.v1.ConfigMap { data = { a = it__ } }", TEXT, LEAK, None
    ),
    "secret of the cluster": Sink(
        "resource r: k8s.core.v1.Secret { stringData = { a = it__ } }", TEXT, None, None
    ),
    "object's name": Sink(
        "resource r: k8s.core.v1.ConfigMap { metadata = { name = it__ } }", TEXT, LEAK, "NB4804"
    ),
    "label": Sink(
        "resource r: k8s.core.v1.ConfigMap { metadata = { labels = { a = it__ } } }",
        TEXT,
        LEAK,
        None,
    ),
    "chart": Sink("resource r: helm.release { chart = it__ }", TEXT, LEAK, None),
    "release's name": Sink(
        'resource r: helm.release { chart = "oci://a/b", name = it__ }', TEXT, LEAK, "NB4804"
    ),
    "values": Sink(
        'resource r: helm.release { chart = "oci://a/b", values = { a = it__ } }', TEXT, LEAK, None
    ),
    "secret values": Sink(
        'resource r: helm.release { chart = "oci://a/b", set_secret = { a = it__ } }',
        TEXT,
        None,
        None,
    ),
    # components
    "component's param": Sink(
        _box("param p: string  output a = p") + "resource r: box { p = it__ }\noutput o = r.a",
        TEXT,
        LEAK,
        None,
    ),
    "component's open param": Sink(
        _box("param p: any  output a = p") + "resource r: box { p = it__ }\noutput o = r.a",
        TEXT,
        LEAK,
        None,
    ),
    "component's output": Sink(
        _box("param p: secret<string>  output a = p")
        + "resource r: box { p = it__ }\noutput o = r.a",
        TEXT,
        LEAK,
        LEAK,
    ),
    "output of a component in one": Sink(
        _box("param p: secret<string>  output a = p")
        + "component outer { param p: secret<string>  resource inner: box { p = p }  output a = inner.a }\n"
        'resource r[k in ["x"]]: outer { p = it__ }\noutput o = r[*].a',
        TEXT,
        LEAK,
        LEAK,
    ),
    "param read from outside": Sink(
        _box("param p: secret<string>  output a = 1")
        + "resource r: box { p = it__ }\noutput o = r.p",
        TEXT,
        LEAK,
        LEAK,
    ),
    # settings and annotations
    "backend": Sink(
        'stack s { backend = { s3 = { bucket = it__, key = "k", region = "eu-west-1" } } }',
        TEXT,
        LEAK,
        WAITS,
    ),
    "required version": Sink("stack s { required_version = it__ }", TEXT, LEAK, WAITS),
    "default tag": Sink("stack s { default_tags = { A = it__ } }", TEXT, LEAK, None, LATER),
    "provider": Sink("use aws as elsewhere { region = it__ }", TEXT, LEAK, None, LATER),
    "cluster's namespace": Sink("use k8s { namespace = it__ }", TEXT, LEAK, None, "NB2010"),
    "waiver": Sink(
        '@waive("NB5107", reason = it__)\nresource r: aws.sqs_queue { name = "r" }',
        TEXT,
        "NB2025",
        "NB2025",
    ),
    "adoption": Sink(
        '@adopt(id = it__)\nresource r: aws.sqs_queue { name = "r" }', TEXT, LEAK, WAITS
    ),
    "move": Sink(
        '@moved(from = it__)\nresource r: aws.sqs_queue { name = "r" }', TEXT, LEAK, WAITS
    ),
    "order": Sink(
        '@after(it__)\nresource r: aws.sqs_queue { name = "r" }', TEXT, "NB2025", "NB2025"
    ),
    "ignored": Sink(
        '@ignore_changes(tags[it__])\nresource r: aws.sqs_queue { name = "r" }',
        TEXT,
        "NB2025",
        "NB2025",
    ),
    "where a secret is kept": Sink(
        "output o: secret<string> = env.secret(it__)", TEXT, LEAK, WAITS
    ),
    "type's bound": Sink("param p: int(min = it__) = 3\noutput o = p", NUMBER, "NB2114", "NB2114"),
}
