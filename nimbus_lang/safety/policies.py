"""Policy documents as statements, however they are written.

An object, a JSON string, `jsonencode(...)`, or the `json` of a `lookup x: aws.iam_policy_document`. Each word
keeps the value whose span is blamed: in a JSON string that is the whole string.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.documents import partial_text, tree_of
from nimbus_lang.safety.fields import Fields, as_fields, blocks, child, data, items, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.source.record import dataclass
from nimbus_lang.values.model import UNKNOWN, Deferred, Ref, Value

DOCUMENT = "aws.iam_policy_document"
DEEPEST = 8
NARROWING = frozenset(
    {
        "aws:principalaccount",
        "aws:principalarn",
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceip",
        "aws:sourceorgid",
        "aws:sourceorgpaths",
        "aws:sourceowner",
        "aws:sourcevpc",
        "aws:sourcevpce",
        "aws:userid",
        "aws:vpcsourceip",
        "kms:calleraccount",
        "kms:grantisforawsresource",
        "kms:viaservice",
        "elasticfilesystem:accessedviamounttarget",
        "lambda:eventsourcetoken",
        "s3:dataaccesspointaccount",
        "s3:dataaccesspointarn",
        "sns:endpoint",
        "sts:externalid",
    }
)


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of a statement's list, and where it stands. `kind` is a principal's: AWS, Service, Federated, `*`."""

    text: str
    source: Value
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement. `conditions` are condition keys, lower case, with their values."""

    allows: bool
    actions: tuple[Word, ...]
    not_actions: tuple[Word, ...]
    resources: tuple[Word, ...]
    not_resources: tuple[Word, ...]
    principals: tuple[Word, ...]
    not_principals: tuple[Word, ...]
    conditions: Mapping[str, tuple[str, ...]]
    conditions_known: bool
    source: Value

    def is_narrowed(self) -> bool:
        """Whether a condition says who may, so that `*` does not mean everybody."""
        if not self.conditions_known:
            return True
        return any(
            key in NARROWING and values and not any(_means_all(value) for value in values)
            for key, values in self.conditions.items()
        )

    def anyone(self) -> Word | None:
        """The principal that means everybody, if there is one."""
        return next((p for p in self.principals if p.text == "*" and p.kind in ("*", "AWS")), None)


def _means_all(value: str) -> bool:
    return not value.strip("*") or value in ("0.0.0.0/0", "::/0")


def statements(document: Value | None, graph: GraphIndex, depth: int = 0) -> Iterator[Statement]:
    """The statements of a policy, as far as they are known."""
    tree = tree_of(document)
    if tree is not None:
        for statement in blocks(child(tree, "Statement")):
            yield _from_json(statement)
        return
    if depth < DEEPEST:
        for source in _documents(document, graph):
            yield from _from_lookup(source, graph, depth + 1)


def _from_json(statement: Value) -> Statement:
    fields = as_fields(statement) or {}
    conditions: dict[str, tuple[str, ...]] = {}
    for test in (as_fields(fields.get("Condition")) or {}).values():
        for key, value in (as_fields(test) or {}).items():
            conditions[key.lower()] = tuple(partial_text(item) for item in _entries(value))
    condition = fields.get("Condition")
    return Statement(
        allows=text(fields.get("Effect")) == "Allow",
        actions=_words(fields, "Action"),
        not_actions=_words(fields, "NotAction"),
        resources=_words(fields, "Resource"),
        not_resources=_words(fields, "NotResource"),
        principals=_principals(fields.get("Principal")),
        not_principals=_principals(fields.get("NotPrincipal")),
        conditions=conditions,
        conditions_known=condition is None or as_fields(condition) is not None,
        source=statement,
    )


def _words(fields: Fields, name: str, kind: str = "") -> tuple[Word, ...]:
    return tuple(Word(partial_text(v), v, kind) for v in _entries(fields.get(name)))


def _entries(value: Value | None) -> Iterator[Value]:
    """The entries of a list, or the one value; also one that is not known yet."""
    if value is not None and data(value) is UNKNOWN:
        yield value
    else:
        yield from items(value)


def _principals(value: Value | None) -> tuple[Word, ...]:
    if value is None:
        return ()
    fields = as_fields(value)
    if fields is None:
        return tuple(Word(partial_text(v), v, "*") for v in _entries(value))
    return tuple(word for kind in fields for word in _words(fields, kind, kind))


def _documents(document: Value | None, graph: GraphIndex) -> Iterator[Resource]:
    """The policy documents whose JSON a value is."""
    if document is not None and isinstance(document.data, Deferred):
        match document.data.residual:
            case Ref(address=address):
                found = graph.at(address)
                if found is not None and found.type == DOCUMENT:
                    yield found


def _from_lookup(document: Resource, graph: GraphIndex, depth: int) -> Iterator[Statement]:
    for block in blocks(document.fields.get("statement")):
        yield _from_block(block)
    for name in ("source_policy_documents", "override_policy_documents"):
        for other in items(document.fields.get(name)):
            yield from statements(other, graph, depth)


def _from_block(block: Value) -> Statement:
    fields = as_fields(block) or {}
    conditions: dict[str, tuple[str, ...]] = {}
    for condition in blocks(fields.get("condition")):
        key = partial_text(child(condition, "variable"))
        values = _entries(child(condition, "values"))
        conditions[key.lower()] = tuple(partial_text(item) for item in values)
    effect = fields.get("effect")
    return Statement(
        allows=effect is None or text(effect) == "Allow",
        actions=_words(fields, "actions"),
        not_actions=_words(fields, "not_actions"),
        resources=_words(fields, "resources"),
        not_resources=_words(fields, "not_resources"),
        principals=_block_principals(fields.get("principals")),
        not_principals=_block_principals(fields.get("not_principals")),
        conditions=conditions,
        conditions_known=fields.get("condition") is None or data(fields["condition"]) is not None,
        source=block,
    )


def _block_principals(value: Value | None) -> tuple[Word, ...]:
    found: list[Word] = []
    for block in blocks(value):
        kind = text(child(block, "type")) or ""
        found += _words(as_fields(block) or {}, "identifiers", kind)
    return tuple(found)


IDENTITY_POLICIES = {
    "aws.iam_group_policy": "policy",
    "aws.iam_policy": "policy",
    "aws.iam_role": "inline_policy",
    "aws.iam_role_policy": "policy",
    "aws.iam_user_policy": "policy",
    "aws.ssoadmin_permission_set_inline_policy": "inline_policy",
}


def identity_statements(resource: Resource, graph: GraphIndex) -> Iterator[Statement]:
    """What a resource of `IDENTITY_POLICIES` lets its holder do: the statements that allow."""
    document = resource.fields.get(IDENTITY_POLICIES[resource.type])
    inline = [block.data for block in blocks(document)] if resource.type == "aws.iam_role" else []
    documents = [f.get("policy") for f in inline if isinstance(f, Mapping)] or [document]
    for each in documents:
        yield from (s for s in statements(each, graph) if s.allows)


def everything(words: tuple[Word, ...]) -> Word | None:
    """The word that means all resources or all actions."""
    return next((word for word in words if word.text in ("*", "*:*", "arn:aws:*", "arn:*")), None)
