"""Who uses what: the verbs between a thing that runs and a thing that keeps data, and what each connection becomes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Mode(Enum):
    """How one part uses another."""

    USES = "uses"
    READS = "reads"
    WRITES = "writes"


@dataclass(frozen=True, slots=True)
class LinkPhrase:
    """Phrases of one mode. `weak` ones are ordinary words where no part follows; `inverse`: who uses comes after."""

    patterns: str
    mode: Mode
    weak: bool = False
    inverse: bool = False


_THINGS = (
    "message|job|task|event|file|object|upload|data|order|email|image|result|report|item|document"
)

LINKS = (
    LinkPhrase("use; uses; using; need; needs; require; requires", Mode.USES, weak=True),
    LinkPhrase(
        (
            "connected|connecting to; connect|connects to; talking to; talk|talks to; access "
            "to; with access to; accessing; access|accesses; wired to; linked to; "
            "depend|depends on; backed by; hooked up to; can|that reach; "
            "query|queries|querying; reads and writes? to?|from; read and write to?|from?; "
            "reading and writing to?; knows|knowing; points|pointing to; pointed at; with "
            "connection to; plugged into"
        ),
        Mode.USES,
    ),
    LinkPhrase(
        f"read|reads|reading from?; consume|consumes|consuming from?; process|processes|processing from?;"
        f" poll|polls|polling; triggered|invoked|fed|driven|started by;"
        f" read|reads|reading|consume|consumes|consuming|process|processes|processing|take|takes|taking|receive|receives|receiving|handle|handles|handling"
        f" {_THINGS} from|of|in; consume|process|handle {_THINGS} on; drain|drains|draining; listens|listening|subscribed to",
        Mode.READS,
    ),
    LinkPhrase(
        f"write|writes|writing to|into; send|sends|sending to; publish|publishes|publishing to; store|stores|storing in;"
        f" save|saves|saving to|in; push|pushes|pushing to|into; put|puts|putting into; upload|uploads|uploading to; fill|fills|filling;"
        f" write|writes|writing|send|sends|sending|publish|publishes|publishing|store|stores|storing|save|saves|saving|push|pushes|pushing|put|puts|putting|upload|uploads|uploading|drop|drops|dropping"
        f" {_THINGS} to|into|in; enqueue|enqueues|enqueuing {_THINGS}? to|into|in?",
        Mode.WRITES,
    ),
    LinkPhrase("used|shared|accessed|queried|reached by", Mode.USES, inverse=True),
    LinkPhrase("read|consumed|processed|drained|polled by", Mode.READS, inverse=True),
    LinkPhrase("written|filled by", Mode.WRITES, inverse=True),
)
