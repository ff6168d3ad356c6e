"""Refined texts in words: what the form of a named text is, with an example, so that nobody has to read its pattern.

The well-known values serve suggestions only; what a text may be is its pattern's business.
"""

from __future__ import annotations

from collections.abc import Mapping

from nimbus_lang.diagnostics.suggest import suggest
from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.model import ScalarT
from nimbus_lang.types.show import show

FORMS: Mapping[str, str] = {
    "image_ref": 'a container image is written in small letters, like "ghcr.io/acme/shop:1.4.2"',
    "hostname": 'a host name is letters, digits and dashes between dots, like "shop.example.com"',
    "dns_label": 'a DNS label is at most 63 small letters, digits and dashes, with no dash at its ends, like "web-1"',
    "dns_name": 'a DNS name is labels of small letters, digits and dashes between dots, like "shop.example.com"',
    "email": 'an address is written like "ops@example.com"',
    "url": 'a URL begins with its scheme, like "https://example.com/path"',
    "uuid": 'a UUID is 32 hexadecimal digits in five groups, like "123e4567-e89b-12d3-a456-426614174000"',
    "date": 'a date is year, month and day, like "2027-06-30"',
    "cron": 'a cron expression is minute, hour, day of month, month and day of week, like "30 4 * * mon-fri"',
    "quantity": 'a quantity of Kubernetes is a number with its suffix, like "500m" or "128Mi"',
    "arn": 'an ARN has six parts between colons, like "arn:aws:s3:::acme-logs"',
    "aws.region": 'a region is written like "eu-west-1"',
    "aws.zone": 'a zone is a region and a letter, like "eu-west-1a"',
    "aws.account_id": 'an account id is twelve digits, like "123456789012"',
    "aws.instance_type": 'an instance type is a family and a size, like "m6i.large"',
    "aws.db_instance_class": 'a database class is "db." and an instance type, like "db.t4g.micro"',
    "aws.cache_node_type": 'a cache node type is "cache." and an instance type, like "cache.t4g.micro"',
}
"""What each named text looks like."""

_REGION_NAMES = (
    "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1"
    " ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 ca-central-1 ca-west-1 cn-north-1"
    " cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3"
    " il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1"
    " us-west-1 us-west-2"
)
_REGIONS = tuple(_REGION_NAMES.split())
WELL_KNOWN: Mapping[str, tuple[str, ...]] = {
    "aws.region": _REGIONS,
    "aws.zone": tuple(region + letter for region in _REGIONS for letter in "abc"),
}
"""Values everybody knows, by type, for suggestions."""


def called(type: ScalarT) -> str:
    """The type with its article: `an image_ref`, `a size`; "accepted" for one without a name."""
    if type.name is None:
        return "accepted"
    article = "an" if type.name[0] in "aeio" else "a"  # "a url", "a uuid"
    return f"{article} {type.name}"


def form(type: ScalarT, text: str = "") -> str:
    """What a text of this type looks like, and which well-known one was probably meant by `text` ("" to ask nothing)."""
    rule = FORMS.get(type.name or "")
    if rule is None or NAMED.get(type.name or "", type) != type:
        return f"it must match {type.pattern}" if type.pattern else f"it must be {show(type)}"
    near = suggest(text, WELL_KNOWN.get(type.name or "", ())) if text else []
    return f'{rule}; did you mean "{near[0]}"?' if near else rule
