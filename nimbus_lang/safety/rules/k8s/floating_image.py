"""NB5506: an image that may be another one tomorrow.

Without a tag it is `latest`; neither is what was reviewed and tested once somebody pushes again.
"""

from __future__ import annotations

from collections.abc import Iterator

from nimbus_lang.ir.graph import Resource
from nimbus_lang.safety.fields import child, text
from nimbus_lang.safety.index import GraphIndex
from nimbus_lang.safety.pods import WORKLOADS, pod_containers
from nimbus_lang.safety.report import Level
from nimbus_lang.safety.rule import Finding

CODE = "NB5506"
LEVEL = Level.WARN
TITLE = "An image is not pinned"
WHY = "What runs is then decided by the next push, and a restart may bring another program than the one reviewed."
TYPES = WORKLOADS


def check(resource: Resource, graph: GraphIndex) -> Iterator[Finding]:
    """Images with no tag and no digest, or with the tag `latest`."""
    for _, container in pod_containers(resource):
        image = child(container.value, "image")
        written = text(image)
        if written is None or "@" in written:
            continue
        _, colon, tag = written.rpartition("/")[2].partition(":")
        if not colon or tag == "latest":
            state = "has the tag `latest`" if colon else "has no tag"
            yield Finding(
                f"The image `{written}` of `{resource.address}` {state}.",
                "Write a version as its tag, or better its digest.",
                image,
            )
