"""The patterns of named texts accept what is real and refuse what cannot be."""

from __future__ import annotations

import re

import pytest

from nimbus_lang.types.builtin import NAMED
from nimbus_lang.types.model import ScalarT

REAL = {
    "image_ref": [
        "nginx",
        "nginx:1.27",
        "ghcr.io/acme/shop:1.4.2",
        "localhost:5000/a/b_c/d-e:latest",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app@sha256:" + "a" * 64,
        "registry.k8s.io/pause:3.9@sha256:" + "0" * 64,
        "[::1]:5000/app",
    ],
    "hostname": ["example.com", "a", "*.example.com", "xn--bcher-kva.example", "db-1.internal."],
    "dns_label": ["a", "web-1", "a" * 63],
    "arn": [
        "arn:aws:s3:::bucket",
        "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
        "arn:aws-us-gov:rds:us-gov-west-1:123456789012:db:orders",
        "arn:aws:s3:::bucket/*",
    ],
    "aws.region": [
        "eu-west-1",
        "us-gov-west-1",
        "cn-north-1",
        "ap-southeast-7",
        "us-isob-east-1",
        "eusc-de-east-1",
    ],
    "aws.zone": ["eu-west-1a", "us-west-2-lax-1a", "us-east-1-wl1-bos-wlz-1"],
    "aws.account_id": ["123456789012"],
    "aws.instance_type": [
        "t3.micro",
        "m6i.large",
        "u-6tb1.56xlarge",
        "mac2-m2pro.metal",
        "m7i-flex.large",
        "r6i.metal-24xl",
    ],
    "aws.db_instance_class": [
        "db.t4g.micro",
        "db.r5.large.tpc1.mem2x",
        "db.r6g.16xlarge",
        "db.serverless",
    ],
    "aws.cache_node_type": ["cache.t4g.micro"],
    "email": ["ops@example.com"],
    "url": ["https://example.com/a?b=c", "oci://ghcr.io/x", "postgres://h:5432/db"],
    "date": ["2027-06-30", "2028-02-29"],
    "cron": [
        "* * * * *",
        "*/5 0 1,15 * mon-fri",
        "0-59/15 3 31 DEC ?",
        " 0  4 * * 7",
        "@daily",
        "@every 1h30m",
    ],
    "uuid": ["cfbff0d1-9375-5685-968c-48ce8b15ae17"],
    "dns_name": ["a.b-c.d"],
}
UNREAL = {
    "image_ref": ["", "Nginx", "nginx:", "ghcr.io/acme/shop latest", "https://ghcr.io/x"],
    "hostname": ["", "-a.example", "a b", "http://a", "a_b.example"],
    "dns_label": ["Web", "-a", "a-", "a.b", "a" * 64],
    "arn": ["arn:aws:s3", "aws:s3:::bucket"],
    "aws.region": ["eu-west", "us-est-1", "Ireland", "eu-west-1a"],
    "aws.zone": ["eu-west-1", "a"],
    "aws.account_id": ["12345"],
    "aws.instance_type": ["large", "m6i", "m6i large"],
    "aws.db_instance_class": ["t4g.micro"],
    "email": ["ops", "a b@c"],
    "url": ["example.com"],
    "date": ["2027-13-01", "30.06.2027", "2027-02-30", "2027-04-31"],
    "cron": [
        "",
        "0 0 * *",
        "61 * * * *",
        "0 24 * * *",
        "0 0 32 * *",
        "0 0 * 13 *",
        "0 0 * * 8",
        "x * * * *",
        "daily",
    ],
}


def matches(name: str, text: str) -> bool:
    scalar = NAMED[name]
    assert isinstance(scalar, ScalarT) and scalar.pattern
    short = scalar.max_length is None or len(text) <= scalar.max_length
    return short and re.fullmatch(scalar.pattern, text) is not None


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, ts in REAL.items() for t in ts])
def test_what_is_real_is_accepted(name: str, text: str) -> None:
    assert matches(name, text)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, ts in UNREAL.items() for t in ts])
def test_what_cannot_be_is_refused(name: str, text: str) -> None:
    assert not matches(name, text)


def test_every_pattern_has_real_examples() -> None:
    patterned = {n for n, t in NAMED.items() if isinstance(t, ScalarT) and t.pattern}
    assert patterned == REAL.keys()
