"""A model provider on loopback: a real HTTP server that speaks OpenAI's chat completions and Anthropic's messages.

It answers from a script, one reply a request, and keeps what it was sent. A reply is text (a model's answer) or a `Reply`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """`body` None: a well-formed answer with `text`. `after` seconds pass before it; `drip`: a byte now and then, for ever."""

    text: str = ""
    status: int = 200
    body: str | None = None
    after: float = 0.0
    drip: bool = False
    cut_off: bool = False


@dataclass(frozen=True)
class Request:
    """What was sent."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Role and text of every message, Anthropic's system text included."""
        said = [(one["role"], _text(one["content"])) for one in self.body["messages"]]
        system = self.body.get("system")
        return [("system", _text(system)), *said] if system else said


def _text(content: Any) -> str:
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


@dataclass
class ModelServer:
    """A running server: `url` is the address, `requests` what came."""

    url: str
    requests: list[Request] = field(default_factory=list)


@contextmanager
def serving(*replies: Reply | str) -> Iterator[ModelServer]:
    """A server with a script; after its last reply it repeats that one."""
    script = [Reply(one) if isinstance(one, str) else one for one in replies]
    stop = threading.Event()
    served = ModelServer("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            body = json.loads(self.rfile.read(length))
            reply = script[min(len(served.requests), len(script) - 1)]
            served.requests.append(Request(self.path, dict(self.headers), body))
            stop.wait(reply.after)
            _answer(self, reply, body, stop)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


def _answer(
    handler: BaseHTTPRequestHandler, reply: Reply, sent: dict[str, Any], stop: threading.Event
) -> None:
    body = reply.body if reply.body is not None else _well_formed(handler.path, reply, sent)
    data = body.encode()
    try:
        handler.send_response(reply.status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(10**9 if reply.drip else len(data)))
        handler.end_headers()
        while reply.drip and not stop.wait(0.05):
            handler.wfile.write(b" ")
            handler.wfile.flush()
        handler.wfile.write(data)
    except OSError:
        handler.close_connection = True


def _well_formed(path: str, reply: Reply, sent: dict[str, Any]) -> str:
    if path.endswith("/messages"):
        return json.dumps(_anthropic(reply, sent))
    return json.dumps(_openai(reply, sent))


def _openai(reply: Reply, sent: dict[str, Any]) -> dict[str, Any]:
    if reply.status >= 400:
        return {"error": {"message": reply.text, "type": "error", "code": None}}
    message = {"role": "assistant", "content": reply.text}
    reason = "length" if reply.cut_off else "stop"
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": sent["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _anthropic(reply: Reply, sent: dict[str, Any]) -> dict[str, Any]:
    if reply.status >= 400:
        return {"type": "error", "error": {"type": "error", "message": reply.text}}
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": sent["model"],
        "content": [{"type": "text", "text": reply.text}],
        "stop_reason": "max_tokens" if reply.cut_off else "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 1, "output_tokens": 1},
    }


def said(requests: Sequence[Request]) -> str:
    """Everything that ever went over the wire, headers included."""
    return json.dumps([[one.path, one.headers, one.body] for one in requests], ensure_ascii=False)
