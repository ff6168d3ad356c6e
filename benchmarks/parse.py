"""How fast a file is read: plain `lark.parse` against our loop, without nodes and with them, and an edit.

    python benchmarks/parse.py [resources]

All in one process and one run, in processor time, the best of five. Tokens are counted without comments.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from nimbus_lang.source.bundled import grammar_text
from nimbus_lang.source.source_file import SourceFile
from nimbus_lang.syntax.load_table import load_table
from nimbus_lang.syntax.machine import bind, run
from nimbus_lang.syntax.parse import ParseCache, parse
from nimbus_lang.syntax.tokens import tokenize

RESOURCE = """
## Orders of region {n}.
@protect
resource orders_{n}: std.aws.postgres when prod {{
  network  = network_{n}
  storage  = 100Gi
  backups  = 30d
  multi_az = env == "prod" and {n} > 0
  password = db_password
  tags     = {{ Name = "orders-{n}-${{env}}", Team = teams[{n}].name }}
}}

let cidr_{n} = vpc_cidr.subnet(8, {n})   # one of many
"""


def program(resources: int) -> str:
    """A program with this many resources, no two alike."""
    return "stack bench\n" + "".join(RESOURCE.format(n=n) for n in range(resources))


def best(work: Callable[[], Any], rounds: int = 5) -> float:
    """Seconds of processor time of the quickest round."""
    times = []
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main(resources: int) -> None:
    from lark import Lark

    text = program(resources)
    file = SourceFile("bench.nimbus", text)
    tokens, _ = tokenize(text)
    count = len(tokens)
    print(f"{resources} resources, {len(text) / 1e6:.2f} MB, {count} tokens")

    lark = Lark(grammar_text(), parser="lalr", start=["start", "expr"], maybe_placeholders=False)
    bare = bind(load_table(), lambda lhs, name, symbols: None if len(symbols) == 1 else _nothing)

    def loop() -> None:
        gc.disable()
        run(bare, "start", tokenize(text)[0], None, [])
        gc.enable()

    cache = ParseCache()
    parse(file, cache)
    places = [text.index("100Gi", len(text) * n // 7) for n in range(1, 6)]
    edits = iter([SourceFile("bench.nimbus", f"{text[:at]}20{text[at:]}") for at in places])

    report(
        "lark.parse, its own lexer and tree",
        best(lambda: lark.parse(text, start="start"), 2),
        count,
    )
    report("our lexer and loop, nothing built", best(loop), count)
    report("parse(): nodes, spans, diagnostics", best(lambda: parse(file)), count)
    report(
        "parse() again after an edit, with its cache",
        best(lambda: parse(next(edits), cache)),
        count,
    )
    print(f"declarations parsed again: {cache.misses - 2 * resources - 1} for 5 edits")


def _nothing(context: Any, values: list[Any], start: int, end: int) -> Any:
    return values


def report(what: str, seconds: float, tokens: int) -> None:
    """One line."""
    print(f"{what:<46} {seconds * 1000:9.1f} ms {tokens / seconds:12,.0f} tokens/s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
