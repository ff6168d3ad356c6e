"""What stands between the braces of a Terraform module's `use`: which configuration it takes for each provider it knows.

`use net from "tf:./modules/net" { aws = aws_us }`. Names alone; nothing is computed.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.check import errors_types
from nimbus_lang.check.checked import ProviderUse, Scope
from nimbus_lang.check.resolve import provider_of
from nimbus_lang.check.sink import Sink
from nimbus_lang.source.span import Span
from nimbus_lang.syntax.expressions import Entry, ObjectExpr, VarExpr

KIND = "module"
_NO_TERRAFORM = frozenset({"k8s", "helm", KIND})


def check_module_providers(sink: Sink, scope: Scope, config: ObjectExpr) -> None:
    """Report what names no configuration of a Terraform provider."""
    for entry in config.entries:
        if not isinstance(entry, Entry) or _configuration(scope, entry) is None:
            wanted = "the name of a Terraform provider's configuration, such as `aws` or one that `use aws as ...` makes"
            sink.report(errors_types.mismatch(entry.value.span, wanted, "something else"))


def module_providers(scope: Scope, use: ProviderUse) -> Iterator[tuple[str, ProviderUse, Span]]:
    """The module's name for a provider, the configuration it takes, and the place that says so."""
    config = use.decl.config if use.decl is not None else None
    for entry in config.entries if config is not None else ():
        found = _configuration(scope, entry) if isinstance(entry, Entry) else None
        if isinstance(entry, Entry) and found is not None:
            yield entry.key.text, found, entry.value.span


def _configuration(scope: Scope, entry: Entry) -> ProviderUse | None:
    found = provider_of(scope, entry.value.name) if isinstance(entry.value, VarExpr) else None
    return found if found is not None and found.kind not in _NO_TERRAFORM else None
