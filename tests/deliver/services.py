"""Chat services on loopback that refuse what the real ones refuse."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

Reply = tuple[int, dict[str, str], bytes]
"""Status, headers, body."""


@dataclass
class Asked:
    """What came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self):
        """The body as JSON."""
        return json.loads(self.body)


@dataclass
class Service:
    """A service with limits; `instead` answers in its place, None hangs up without a word."""

    judge: Callable[["Service", Asked], Reply]
    instead: Reply | bool | None = False
    asked: list[Asked] = field(default_factory=list)
    kept: dict[str, object] = field(default_factory=dict)
    """What is to be seen in the room, by id."""

    def __enter__(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            """Reads the whole body, then answers."""

            def do_POST(self):
                """One request."""
                body = self.rfile.read(int(self.headers["Content-Length"]))
                asked = Asked(self.command, self.path, dict(self.headers), body)
                service.asked.append(asked)
                reply = service.judge(service, asked) if service.instead is False else service.instead
                if reply is None:
                    return
                status, headers, said = reply
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(said))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)

            do_PUT = do_POST  # noqa: N815

            def log_message(self, *said):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(5)

    def keep(self, what, name=None) -> str:
        """Show it in the room; a name that is there already shows nothing new."""
        name = name or f"m{len(self.kept)}"
        self.kept.setdefault(name, what)
        return name


def said(status, form) -> Reply:
    return status, {"Content-Type": "application/json"}, json.dumps(form).encode()


def units(text) -> int:
    return len(text.encode("utf-16-le")) // 2


def slack(service, asked):
    """Incoming webhooks of Slack."""
    blocks = asked.form["blocks"]
    texts = [block["text"]["text"] for block in blocks if "text" in block]
    too_long = (
        len(blocks) > 50
        or any(units(text) > 3_000 for text in texts)
        or any(units(block["text"]["text"]) > 150 for block in blocks if block["type"] == "header")
        or any(not text for text in texts)
        or units(json.dumps(blocks, ensure_ascii=False)) > 13_200
    )
    if too_long:
        return 400, {}, b"msg_blocks_too_long"
    service.keep(asked.form)
    return 200, {}, b"ok"


def teams(service, asked):
    """A workflow of Teams, in the words that connectors had for what it could not post."""
    card = asked.form["attachments"][0]["content"]
    if card["type"] != "AdaptiveCard" or not card["body"]:
        return said(400, {"error": {"code": "TriggerInputSchemaMismatch"}})
    if len(asked.body) * 28_672 // 24_453 >= 28_672:
        told = b"Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413"
        return 200, {}, told
    service.keep(asked.form)
    return 202, {}, b""


def discord(service, asked):
    """Webhooks of Discord."""
    form = asked.form
    lengths = [units(embed["description"]) for embed in form["embeds"]]
    wrong = (
        units(form["content"]) > 2_000 or len(lengths) > 10 or not all(0 < one <= 4_096 for one in lengths)
    ) or sum(lengths) > 6_000
    if wrong:
        return said(400, {"code": 50035, "message": "Invalid Form Body"})
    name = service.keep(form)
    return said(200, {"id": name, "content": form["content"]}) if "wait=true" in asked.path else (204, {}, b"")


def matrix(service, asked):
    """A homeserver: a transaction that it knows is answered as before and shown once."""
    if asked.headers.get("Authorization") != "Bearer s3cret-token":
        return said(401, {"errcode": "M_UNKNOWN_TOKEN", "error": "Unknown token"})
    *_, room, send, kind, transaction = asked.path.split("/")
    if (asked.method, send, kind, unquote(room)) != ("PUT", "send", "m.room.message", "!room:example.org"):
        return said(404, {"errcode": "M_UNRECOGNIZED", "error": "Unrecognized request"})
    if len(asked.body) + 1_000 > 65_536:
        return said(413, {"errcode": "M_TOO_LARGE", "error": "event too large"})
    return said(200, {"event_id": f"${service.keep(asked.form, transaction)}"})


def mattermost(service, asked):
    """Incoming webhooks of an old Mattermost, which takes least."""
    form = asked.form
    if units(form["text"]) > 4_000 or any(units(one["text"]) > 4_000 for one in form["attachments"]):
        return said(400, {"id": "web.incoming_webhook.text.length.app_error"})
    service.keep(form)
    return 200, {}, b"ok"


def ntfy(service, asked):
    """A server of ntfy that makes no attachments of long messages."""
    form = asked.form
    if asked.path != "/" or not form["topic"]:
        return said(400, {"code": 40009, "http": 400, "error": "invalid topic"})
    if len(form["message"].encode()) > 4_096 or len(form["title"].encode()) > 1_024:
        return said(413, {"code": 41301, "http": 413, "error": "payload too large"})
    service.keep(form, form["sequence_id"])
    return said(200, {"id": "nt4Fy1d", "topic": form["topic"], "event": "message"})


def apprise(service, asked):
    """A service that Apprise posts JSON to, and that takes a short text only."""
    form = asked.form
    if units(form["title"]) + units(form["message"]) > 1_600:
        return said(400, {"error": "too long"})
    service.keep(form)
    return 200, {}, b""
