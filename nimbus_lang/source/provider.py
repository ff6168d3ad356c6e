"""The address of a Terraform provider as a `use` writes it: `hashicorp/random@~> 3.6`, `registry.acme.io/team/thing@1.2`.

Takes it apart and nothing else: no lock, no registry.
"""

from __future__ import annotations

import re

from nimbus_lang.source.record import dataclass
from nimbus_lang.source.version import Constraint, read_constraint

SPELLING = "hashicorp/random@~> 3.6"
_TAKEN = frozenset({"helm", "k8s", "module", "stack", "std", "terraform"})
_PART = r"[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?"
_HOST = r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z0-9-]+(?::\d{1,5})?"
_ADDRESS = re.compile(
    rf"(?:(?P<host>{_HOST})/)?(?P<space>{_PART})/(?P<name>{_PART})", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class ProviderAddress:
    """`source` is what Terraform calls the provider (`hashicorp/random`), `name` its last part."""

    source: str
    name: str
    wanted: Constraint

    @property
    def kind(self) -> str:
        """What the generated code calls the provider: its name, with its namespace where Nimbus means something else by that."""
        ours = self.name in _TAKEN or (self.name == "aws" and self.source != "hashicorp/aws")
        return "-".join(self.source.split("/")[-2:]) if ours else self.name

    @property
    def text(self) -> str:
        """As it was written."""
        return f"{self.source}@{self.wanted.text}" if self.wanted.text else self.source


def is_provider(text: str) -> bool:
    """Whether a `from` has the form of a provider's address, whatever its version says."""
    return _ADDRESS.fullmatch(text.partition("@")[0]) is not None


def read_provider(text: str) -> ProviderAddress | None:
    """A provider's address taken apart; None when it is none, or what follows `@` asks for no version."""
    source, _, version = text.partition("@")
    match, wanted = _ADDRESS.fullmatch(source), read_constraint(version)
    if match is None or wanted is None:
        return None
    return ProviderAddress(source.lower(), match["name"].lower(), wanted)


_LIKELY = {
    "azure": "hashicorp/azurerm@~> 4.0",
    "azurerm": "hashicorp/azurerm@~> 4.0",
    "cloudflare": "cloudflare/cloudflare",
    "datadog": "DataDog/datadog",
    "gcp": "hashicorp/google@~> 6.0",
    "github": "integrations/github",
    "google": "hashicorp/google@~> 6.0",
    "random": SPELLING,
}


def likely_source(word: str) -> str:
    """Where a provider probably is that somebody calls so."""
    return _LIKELY.get(word, f"hashicorp/{word}")
