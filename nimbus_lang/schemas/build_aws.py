"""Makes the AWS schema pack from Terraform's own description of the provider.

    terraform providers schema -json | python -m nimbus_lang.schemas.build_aws

Reads the JSON from the file named or from standard input. It does not run Terraform and refines nothing: units and enums
are laid over the raw schema elsewhere.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nimbus_lang.schemas.aws import PACK
from nimbus_lang.schemas.encode import encode_type
from nimbus_lang.schemas.pack import DATA, common_text, write_pack

VERSION = "5.100.0"
SOURCE = "hashicorp/aws"
_SECTIONS = {
    "resource": "resource_schemas",
    "lookup": "data_source_schemas",
    "ephemeral": "ephemeral_resource_schemas",
}


def build(description: Mapping[str, Any]) -> bytes:
    """The pack for the output of `terraform providers schema -json`. Raises KeyError without the AWS provider in it."""
    provider = description["provider_schemas"][f"registry.terraform.io/{SOURCE}"]
    sections: dict[str, dict[str, Any]] = {
        section: {
            name.removeprefix("aws_"): encode_type(schema) for name, schema in provider[key].items()
        }
        for section, key in _SECTIONS.items()
    }
    sections["provider"] = {"aws": encode_type(provider["provider"])}
    documents = [document for section in sections.values() for document in section.values()]
    meta = {"source": SOURCE, "version": VERSION}
    return write_pack(sections, meta, common_text(documents))


def main() -> None:
    """Write the pack from the file named as the only argument, or from standard input."""
    text = Path(sys.argv[1]).read_text() if len(sys.argv) > 1 else sys.stdin.read()
    (DATA / PACK).write_bytes(build(json.loads(text)))


if __name__ == "__main__":
    main()
