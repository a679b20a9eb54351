"""A time stamping authority on loopback, made with openssl: honest, or wrong in one of many ways."""

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIGURATION = """
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
[leaf]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = here
[here]
serial = {home}/serial
crypto_device = builtin
signer_cert = {home}/tsa.pem
certs = {home}/ca.pem
signer_key = {home}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


def openssl(*arguments: str | Path, cwd: Path | None = None) -> str:
    """Run the real tool; what it printed."""
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, cwd=cwd, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


class Authority:
    """Answers requests as RFC 3161 wants it, or as `manner` says."""

    def __init__(self, home: Path, *, days: int = 365) -> None:
        self.home = home
        self.manner = "honest"
        self.asked = 0
        self._certify(days)
        self.chain = home / "ca.pem"
        self._gate = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._answering())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/tsa"

    def close(self) -> None:
        """Stop listening."""
        self._gate.set()
        self._server.shutdown()
        self._server.server_close()

    def reply(self, query: bytes) -> bytes:
        """What openssl answers to that request."""
        (self.home / "query.tsq").write_bytes(query)
        self._run("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr")
        return (self.home / "reply.tsr").read_bytes()

    def _run(self, *arguments: str) -> None:
        openssl(*arguments, cwd=self.home)

    def _certify(self, days: int) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "serial").write_text("01\n")
        (self.home / "tsa.cnf").write_text(_CONFIGURATION.format(home=self.home))
        new = ("req", "-newkey", "rsa:2048", "-nodes", "-config", "/dev/null")
        self._run(*new, "-keyout", "ca.key", "-subj", "/CN=Test root", "-out", "ca.csr")
        sign = ("x509", "-req", "-extfile", "tsa.cnf")
        self._run(*sign, "-in", "ca.csr", "-signkey", "ca.key", "-extensions", "ca", "-days", "3650", "-out", "ca.pem")
        self._run(*new, "-keyout", "tsa.key", "-subj", "/CN=Test authority", "-out", "tsa.csr")
        by = ("-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "7", "-days", str(days))
        self._run(*sign, "-in", "tsa.csr", "-extensions", "leaf", *by, "-out", "tsa.pem")

    def _made(self, query: bytes) -> bytes:
        """The body of the answer, as the manner wants it."""
        if self.manner == "garbage":
            return b"<html>We are moving house.</html>"
        if self.manner == "huge":
            return b"\x30" * 10_000_000
        if self.manner == "rejects":
            return bytes.fromhex("30053003020102")  # PKIStatusInfo: rejection
        if self.manner in ("other nonce", "other imprint"):
            same = (self.home / "data").write_bytes(b"something else") and self.manner == "other imprint"
            digest = "" if same else _imprint(query)
            what = ("-data", "data") if same else ("-digest", digest)
            self._run("ts", "-query", *what, "-sha256", "-cert", "-out", "other.tsq")
            query = (self.home / "other.tsq").read_bytes()
        return self.reply(query)

    def _answering(self) -> type[BaseHTTPRequestHandler]:
        authority = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                authority.asked += 1
                query = self.rfile.read(int(self.headers["Content-Length"]))
                if authority.manner == "slow":
                    authority._gate.wait(20)
                    return
                body = authority._made(query)
                self.send_response(503 if authority.manner == "busy" else 200)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                try:
                    self.wfile.write(body)
                except ConnectionError:
                    """The other side has read enough."""

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        return Answer


def _imprint(query: bytes) -> str:
    """The SHA-256 that a request asks for: 32 bytes behind the tag that announces them."""
    at = query.index(b"\x04\x20") + 2
    return query[at : at + 32].hex()
