"""`std.aws.postgres`: a private PostgreSQL database."""

from __future__ import annotations

import re

from nimbus_lang.llm.offline.intent import Network
from nimbus_lang.llm.offline.kind import Kind, Taken, Trait, always, binary, pairs, protect, to

storage = binary("storage", "storage", "RDS")


_VERSION = re.compile(r"(9|1[0-9])(\.[0-9]+)*")


def _version(value: object) -> Taken:
    if not _VERSION.fullmatch(str(value)):
        return Taken(missing="a version of PostgreSQL, such as `Postgres 17`")
    return Taken((("version", str(value)),))


def _instance(value: object) -> Taken:
    name = str(value)
    if name.startswith("db."):
        return Taken((("instance", name),))
    return Taken(
        (("instance", f"db.{name}"),), assumed=f"`db.{name}`, the database machine like {name}"
    )


def _allow(value: object) -> Taken:
    if str(value).endswith("/0"):
        return Taken(missing="which networks may connect; never the whole internet")
    return Taken((("allow", (Network(str(value)),)),))


KIND = Kind(
    id="postgres",
    component="std.aws.postgres",
    called="a PostgreSQL database (RDS)",
    name="database",
    nouns=(
        "postgres|postgresql|psql {version}? database|db|instance?; postgres|postgresql "
        "database|db|instance? version? {version}; rds postgres|postgresql {version}? "
        "database|db|instance?; amazon|aws rds postgres|postgresql {version}? "
        "database|db|instance?; postgres|postgresql rds database|db|instance?; "
        "database|db; rds database|db|instance?; amazon|aws rds database|db|instance?; "
        "sql|relational database|db; rds for postgres|postgresql {version}?; rds "
        "database|db instance?"
    ),
    says=(
        "storage (`100 GB`), backups (`30 days of backups`), `multi-AZ`, version "
        "(`Postgres 17`), machine (`db.t4g.medium`), who may connect (`accessible from "
        "10.0.0.0/16`), `protected`, database and user name, tags"
    ),
    takes={
        "size": storage,
        "storage": storage,
        "disk": storage,
        "backups": to("backups"),
        "some_backups": always("it is backed up every day"),
        "multi_az": to("multi_az"),
        "highly_available": lambda value: Taken((("multi_az", True),)),
        "version": _version,
        "machine": _instance,
        "reachable": _allow,
        "database_name": to("database"),
        "username": to("username"),
        "private": always("it lies in the private subnets and is never public"),
        "encrypted": always("its storage is encrypted"),
        "growing": always("its storage grows by itself, to four times what it begins with"),
        "protected": protect(("protected", True)),
        "production": protect(("multi_az", True), ("protected", True)),
        "tags": pairs("tags"),
    },
    shown=("version", "storage", "backups", "instance"),
    refuses={
        "public": (
            "a database of the library is never public. Leave `public` out; `accessible from "
            "10.0.0.0/16` names who may connect"
        ),
        "unencrypted": "a database of the library is always encrypted. Leave it out",
        "no_backups": (
            "a database of the library is always backed up, for one day at least. Say `1 day "
            "of backups`"
        ),
        "clock": "AWS chooses when it is backed up. Leave it out",
        "every": "AWS backs it up once a day. Leave it out",
        "replicas": "read replicas are not made here; `multi-AZ` has a standby",
        "port": "it listens on 5432. Leave it out",
        "zones": "it has one zone, or two with `multi-AZ`",
    },
    in_network=True,
)

TRAITS = (
    Trait(
        "storage",
        (
            "{size} of? storage|disk|space; storage|disk|space|capacity of? {size}; {size} of? "
            "disk|storage space; allocated storage of? {size}; {size} capacity; {size} in size"
        ),
        adjective=True,
    ),
    Trait(
        "backups",
        (
            "{time} of? backup; {time} of? backup|retention; backup retention period? of? "
            "{time}; {time} backup retention; backup kept|retained|keeping? for? {time}; "
            "backup that? are? kept|retained? for? {time}; backed up for {time}; daily backup "
            "kept|retained? for? {time}; keep backup for? {time}; {time} of? daily backup; "
            "backup for {time}; automated|automatic backup kept|retained? for? {time}; "
            "retention of? {time} for backup; backup with {time} retention; backup with "
            "retention of? {time}"
        ),
        adjective=True,
    ),
    Trait(
        "some_backups",
        "backup; daily backup; automated|automatic|regular|nightly backup; backed up",
    ),
    Trait("no_backups", "no|without backup; without any backup"),
    Trait(
        "multi_az",
        (
            "multi az; multi-az; multiaz; multi zone; multi availability zone; standby; "
            "standby in second|another|other zone|az; failover; automatic failover; standby "
            "replica|instance?"
        ),
        fixed=True,
        adjective=True,
    ),
    Trait(
        "multi_az",
        "single az; one az only; no standby; without standby",
        fixed=False,
        adjective=True,
    ),
    Trait("database_name", "database name of? {name}; database named {name} inside"),
    Trait(
        "username",
        (
            "user|username {name}; user name of? {name}; user|username called|named {name}; "
            "master username of? {name}"
        ),
    ),
    Trait(
        "growing",
        (
            "storage autoscaling; autoscaling|growing storage; storage that grows; "
            "automatically growing storage"
        ),
    ),
)
