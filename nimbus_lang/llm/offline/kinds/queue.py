"""`std.aws.queue`: an SQS queue with one for failures."""

from __future__ import annotations

from nimbus_lang.llm.offline.kind import Kind, Trait, always, pairs, protect, to

KIND = Kind(
    id="queue",
    component="std.aws.queue",
    called="a queue (SQS)",
    name="queue",
    nouns=(
        "queue; sqs queue?; amazon|aws sqs queue?; message queue; job|task|work queue; sqs "
        "message queue"
    ),
    says=(
        "`FIFO`, attempts (`dead-letter queue after 3 attempts`), visibility timeout "
        "(`visibility timeout of 5 minutes`), how long messages are kept (`messages kept "
        "for 7 days`), `protected`, tags"
    ),
    takes={
        "ordered": to("ordered"),
        "attempts": to("attempts"),
        "dead_letter": always("messages that fail again and again go to a queue of their own"),
        "visibility": to("visibility"),
        "retention": to("retention"),
        "private": always("only who is allowed to can use it"),
        "encrypted": always("its messages are encrypted"),
        "highly_available": always("SQS keeps every message in several zones"),
        "protected": protect(),
        "production": always("nothing of it differs in production"),
        "tags": pairs("tags"),
    },
    refuses={
        "public": "a queue of the library is never public. Leave `public` out",
        "unencrypted": "a queue of the library is always encrypted. Leave it out",
        "no_dead_letter": "a queue of the library always sets failing messages aside. Leave it out",
        "size": "a queue has no size. Leave it out",
    },
    takes_name="name",
)

_DEAD = "dead letter queue|dlq?"
TRAITS = (
    Trait(
        "ordered",
        "fifo; ordered; first in first out; in order; exactly once; strictly ordered",
        fixed=True,
        adjective=True,
    ),
    Trait("ordered", "standard; unordered", fixed=False, adjective=True),
    Trait(
        "dead_letter",
        (
            "dead letter queue; dead letter; dlq; deadletter queue?; queue for failed|failing "
            "message; dead letter queue attached; redrive policy"
        ),
    ),
    Trait("no_dead_letter", "no|without dead letter queue?; no|without dlq"),
    Trait(
        "attempts",
        (
            "dead letter queue? after {count} attempt|failure|retry|try|receive|time; dlq "
            "after {count} attempt|failure|retry|try|receive|time; after {count} failed? "
            "attempt|failure|retry|try|receive; {count} attempt|try|receive; max|maximum of? "
            "{count} receive|attempt|retry; max receive count of? {count}"
        ),
    ),
    Trait(
        "visibility",
        (
            "visibility timeout of? {time}; {time} visibility timeout; visibility of? {time}; "
            "message hidden for {time}"
        ),
    ),
    Trait(
        "retention",
        (
            "message kept|retained for {time}; message retention of? {time}; keep|retain "
            "message for? {time}; {time} message retention; keeping|retaining message for? "
            "{time}; retention period? of? {time}; {time} retention; {time} of? message "
            "retention"
        ),
    ),
)
