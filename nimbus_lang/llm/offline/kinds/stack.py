"""What can be said of everything at once, and of parts of several kinds: names, tags, protection, memory, versions."""

from __future__ import annotations

from nimbus_lang.llm.offline.kind import Trait

STACK_NOUNS = (
    "stack; project; whole stack; infrastructure; everything; platform; stack file; environment"
)

TRAITS = (
    Trait(
        "names",
        (
            "called|named {names}; with|by? name {names}; name {names}; {title}; called|named {title}"
        ),
        near=True,
    ),
    Trait(
        "purpose",
        ("for {purpose}; for storing|keeping|holding? {purpose}; to store|keep|hold {purpose}"),
        near=True,
    ),
    Trait("count", "{count}; couple of", adjective=True, near=True),
    Trait(
        "private",
        (
            "private; privately; not public; internal; not publicly accessible|reachable; no "
            "public access; without public access; not reachable|accessible from "
            "internet|outside; private access only?; private endpoint|api; "
            "block|blocked|blocking public access; public access blocked"
        ),
        adjective=True,
        near=True,
    ),
    Trait(
        "public",
        (
            "public; publicly accessible|reachable|available|readable|writable?; open to "
            "internet|world|public|everyone|everybody; reachable|accessible from "
            "internet|outside|anywhere|everywhere; public access; internet facing; world "
            "readable; public endpoint|api|read|url; publicly; open to whole world|internet; "
            "reachable|accessible by everyone|everybody|anyone; external|externally "
            "accessible?; exposed to internet|world|public"
        ),
        adjective=True,
        near=True,
    ),
    Trait(
        "encrypted",
        (
            "encrypted; encryption; encrypted at rest; encryption at rest; encryption "
            "enabled|on; server side encryption; secure; secured; kms encryption; encrypted "
            "with kms; kms encrypted"
        ),
        adjective=True,
        near=True,
    ),
    Trait(
        "unencrypted",
        "unencrypted; no|without encryption; not encrypted; encryption disabled|off",
        adjective=True,
        near=True,
    ),
    Trait(
        "highly_available",
        "highly available; high availability; ha; redundant; fault tolerant; high available",
        adjective=True,
        near=True,
    ),
    Trait(
        "protected",
        (
            "protected; deletion protection; protected from|against deletion|destruction; "
            "never deleted|destroyed; never be deleted|destroyed; cannot be deleted|destroyed; "
            "deletion protection enabled|on; delete protection; protected against being deleted"
        ),
        adjective=True,
        near=True,
    ),
    Trait(
        "production",
        (
            "production; prod; production ready|grade; for production; in production; "
            "production use; for production use; production environment"
        ),
        adjective=True,
        near=True,
    ),
    Trait("version", "version {version}; version : {version}; in version {version}", near=True),
    Trait(
        "tags",
        (
            "tagged with? {tags}; tag {tags}; tag : {tags}; label {tags}; with tag {tags}; "
            "tagged as {tags}"
        ),
        near=True,
    ),
    Trait(
        "env",
        (
            "env|environment variable|var? {entries}; {entries}; variable {entries}; "
            "environment variable : {entries}; env|environment {entries}"
        ),
        near=True,
    ),
    Trait("size", "{size}", adjective=True, near=True),
    Trait(
        "memory",
        (
            "{size} of? memory|ram; memory|ram of? {size}; memory size of? {size}; memory "
            "limit of? {size}"
        ),
        adjective=True,
        near=True,
    ),
    Trait("cpu", "{cpu}; cpu of? {cpu}; {cpu} of? cpu", adjective=True, near=True),
    Trait(
        "timeout",
        (
            "timeout of? {time}; {time} timeout; time out of? {time}; time limit of? {time}; "
            "timing out after {time}; timeout after {time}; times out after {time}"
        ),
        near=True,
    ),
)
