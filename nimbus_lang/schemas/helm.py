"""The type of a Helm release, written by hand: Helm publishes no schema of it.

Nothing here knows a chart: `values` is whatever the chart takes.
"""

from __future__ import annotations

from dataclasses import replace

from nimbus_lang.types.model import (
    ANY,
    BOOL,
    DURATION,
    INT,
    STRING,
    Field,
    Kind,
    MapT,
    RecordT,
    ScalarT,
)

_RELEASE_NAME = ScalarT(
    Kind.STRING,
    max_length=53,
    pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*",
)
_NAMESPACE = ScalarT(Kind.STRING, max_length=63, pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")

RELEASE = RecordT(
    {
        "chart": Field(
            STRING, required=True, doc="A chart: oci://..., a name in `repository`, or a folder."
        ),
        "version": Field(
            STRING, computed=True, doc="Version of the chart; an exact one keeps runs alike."
        ),
        "repository": Field(
            STRING, doc="Address of the chart repository, unless the chart is oci:// or a folder."
        ),
        "name": Field(
            _RELEASE_NAME, computed=True, doc="Name of the release; the resource's own by default."
        ),
        "namespace": Field(
            _NAMESPACE, computed=True, doc="Namespace of the release; the provider's by default."
        ),
        "create_namespace": Field(
            BOOL, doc="Make the namespace where it is missing; true by default."
        ),
        "values": Field(ANY, doc="Values of the chart, as an object."),
        "set_secret": Field(
            MapT(STRING),
            sensitive=True,
            doc="Values by dotted path that are kept out of every file.",
        ),
        "wait": Field(BOOL, doc="Wait until everything in the release is ready."),
        "atomic": Field(BOOL, doc="Undo the release when it fails."),
        "skip_crds": Field(BOOL, doc="Leave the chart's custom resource definitions out."),
        "timeout": Field(DURATION, doc="How long to wait for any one operation."),
        "status": Field(STRING, settable=False, computed=True, doc="Status that Helm reports."),
        "revision": Field(
            INT, settable=False, computed=True, doc="Number of the revision that is installed."
        ),
        "app_version": Field(
            STRING, settable=False, computed=True, doc="Version of what the chart installs."
        ),
    },
    "helm.release",
)

_WHICH = {
    "name": replace(RELEASE.fields["name"], required=True),
    "namespace": RELEASE.fields["namespace"],
}

RELEASE_LOOKUP = RecordT(
    {
        key: _WHICH.get(key, replace(field, required=False, settable=False, computed=True))
        for key, field in RELEASE.fields.items()
        if key != "set_secret"
    },
    "helm.release",
)
"""A release that exists: `name` and `namespace` say which, the rest is read."""


def load_helm(name: str, lookup: bool = False) -> RecordT | None:
    """The type `helm.<name>`, or None."""
    if name != "release":
        return None
    return RELEASE_LOOKUP if lookup else RELEASE
