# ruff: noqa: D102
"""A store with a history of two pages, sealed and stamped, beside the configuration that speaks of it."""

import io
import shutil
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from watcher.cli.app import run
from watcher.model import (
    Block,
    Edit,
    Exchange,
    Finding,
    Flag,
    Hop,
    Monotonic,
    Op,
    Outcome,
    Payload,
    Severity,
    Snapshot,
    Source,
    Told,
    Version,
    change_id,
)
from watcher.store import Look, Store, Telling, open_store

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
TOOLS = ("bash", "sha256sum", "sort", "comm", "cut", "cat", "date", "printf", "grep", "sed", "openssl", "zstd")
CONFIGURATION = {
    "sources.yaml": """version: 1
sources:
  - {id: dhs, name: "DHS: questions", url: "https://www.dhs.test/dhs"}
  - {id: secret-project, url: "https://quiet.test/plans"}
""",
    "watcher.yaml": """version: 1
fetch: {contact: "https://example.org/bot"}
channels:
  hook: {type: webhook, url: "${env:HOOK}", secret: "${env:HOOK_SECRET}"}
subscriptions:
  - {name: all, channel: hook, min_severity: low, cadence: daily@07:00}
""",
}


@dataclass
class Hand:
    """A clock whose hands the test moves."""

    boot = ""

    at: datetime = START

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return (self.at - START).total_seconds()

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    code: int
    out: bytes
    err: str


@dataclass
class Desk:
    """An analyst's folder: what was kept, and the command line."""

    home: Path
    clock: Hand = field(default_factory=Hand)

    @property
    def vault(self) -> Path:
        return self.home / "snapshots"

    def open(self) -> Store:
        return open_store(self.vault, f"sqlite:///{self.home / 'watcher.db'}", self.clock)

    def says(self, *arguments: str) -> Said:
        """Run a command; the process is ours, since another one takes a second to start."""
        out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(["--config", str(self.home), *arguments])
            out.flush()
        return Said(code, out.buffer.getvalue(), err.getvalue())  # type: ignore[attr-defined]

    def writes(self, *arguments: str) -> Path:
        """Run a command that writes to the place behind `-o`, in this folder."""
        target = self.home / arguments[-1]
        said = self.says(*arguments[:-1], str(target))
        assert (said.code, arguments[-2]) == (0, "-o"), said.err
        return target


def page(answer: str, token: int) -> bytes:
    """A page in a template that is noisy in one place."""
    rows = "".join(f"<p>Paragraph {at} of the guidance stands as it stood before.</p>" for at in range(60))
    return f"<html><body><input value='{token:032x}'><h1>Questions</h1>{rows}<p>{answer}</p></body></html>".encode()


NEW_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
MAY, WILL = "You may apply.", "You will apply <b>=now</b>."
HEADERS = (("content-type", "text/html; charset=utf-8"), ("content-encoding", "gzip"), ("etag", '"a"'))
CAME = {"wire_sha256": "ef" * 32, "clock": Monotonic("7c9e66797425a0de", 86_400_125)}
EXCHANGE = Exchange("watcher 0.1.0", "watcher/0.1 (+https://bot.test)", "1.1", "TLSv1.3", ("ab" * 32, "cd" * 32))
HTML = (("content-type", "text/html"),)


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def look(body: bytes | None, minute: int, source_id: str = "dhs", outcome=Outcome.OK, **said) -> Look:
    payload = Payload(body) if body is not None else None
    url = f"https://www.dhs.test/{source_id}"
    snapshot = Snapshot(
        source_id=source_id,
        url=url,
        started_at=at(minute),
        finished_at=at(minute) + timedelta(seconds=1),
        outcome=outcome,
        final_url=said.pop("final_url", url),
        status=said.pop("status", 200),
        headers=said.pop("headers", HEADERS),
        body_sha256=said.pop("body_sha256", payload.sha256 if payload else None),
        body_bytes=len(body or b""),
        wire_bytes=120,
        complete="proven" if payload else "",
        ip=said.pop("ip", "192.0.2.7"),
        **said,
    )
    return Look(snapshot, payload)


def told(before: Look, after: Look, clock: Hand) -> Telling:
    """The answer altered, and a link of it gone."""
    edit = Edit(
        Op.ALTERED,
        Block("answer", "Who may apply?", MAY, ("About", "<script>alert(1)</script>")),
        Block("answer", "Who may apply?", WILL, ("About", "<script>alert(1)</script>")),
        (("equal", "You "), ("delete", "may"), ("insert", "will"), ("equal", " apply\u202e <b>=now</b>.")),
        3,
        3,
    )
    moved = Edit(Op.MOVED, Block("paragraph", "", "Moved words."), Block("paragraph", "", "Moved words."), (), 5, 4)
    findings = (
        Finding(
            "faq.answer-altered",
            '=HYPERLINK("x") answer altered',
            (edit,),
            ("About", "<script>alert(1)</script>"),
            "Who may apply?",
            "may",
            "will",
            Severity.HIGH,
            (Flag.SILENT,),
            "faq-answer",
        ),
        Finding("order.changed", "another order", (moved,), severity=Severity.NOISE, rule="order"),
    )
    old, new = before.snapshot, after.snapshot
    version = Version(
        old.source_id,
        2,
        new.id,
        new.started_at,
        new.started_at,
        "print-2",
        "rules-1",
        "qa",
        "Questions & <answers>",
        12,
    )
    account = Told(
        change_id(old.source_id, (1, old), (2, new)),
        old.source_id,
        old,
        new,
        1,
        2,
        clock.now(),
        "rules-1",
        (edit, moved),
        findings,
    )
    return Telling(account, version, "skim-2", "rules-1", "qa", {"all": [0]})


def first(one: Look, clock: Hand) -> Telling:
    """The first version, told to nobody."""
    seen = one.snapshot
    version = Version(
        seen.source_id, 1, seen.id, seen.started_at, seen.started_at, "print-1", "rules-1", "qa", "Questions", 12
    )
    account = Told(
        change_id(seen.source_id, (None, seen), (1, seen)), seen.source_id, seen, seen, None, 1, clock.now(), "rules-1"
    )
    return Telling(account, version, "skim-1", "rules-1", "qa")


@pytest.fixture
def desk(tmp_path: Path, authority: Path) -> Desk:
    """Three seals over two pages: redirects, a page that was the same, a block page, a name that was not found."""
    desk = Desk(tmp_path / "desk")
    desk.home.mkdir()
    for name, text in CONFIGURATION.items():
        (desk.home / name).write_text(text, encoding="utf-8")
    with desk.open() as store:
        _tell(desk, store)
        for number in (1, 2):
            stamp(desk.vault / "seals" / f"{number:08}.sha256", authority)
    shutil.copytree(authority / "tsa", desk.vault / "tsa")
    return desk


def _tell(desk: Desk, store: Store) -> None:
    sources = [Source("dhs", "https://www.dhs.test/dhs"), Source("secret-project", "https://quiet.test/plans")]
    store.agenda.sync(sources, desk.clock.now())
    hop = Hop(301, "http://www.dhs.test/dhs", "https://www.dhs.test/dhs", "192.0.2.7")
    before = look(page(MAY, 1), 1, hops=(hop,), final_url="https://www.dhs.test/dhs", exchange=EXCHANGE, **CAME)
    quiet = look(b"<p>the plans of the quiet project</p>", 2, "secret-project", headers=HTML)
    store.keep([before, quiet])
    desk.clock.at = at(3)
    store.tell([first(before, desk.clock), first(quiet, desk.clock)])
    store.seal()
    same = before.snapshot.body_sha256
    blocked = look(b"<h1>Access denied</h1>", 12, outcome=Outcome.BLOCKED, status=403, headers=HTML)
    store.keep(
        [
            look(None, 11, outcome=Outcome.NOT_MODIFIED, status=304, headers=(("etag", '"a"'),), body_sha256=same),
            blocked,
            look(None, 13, outcome=Outcome.DNS_ERROR, status=None, headers=(), ip=None, reasons=("no such name",)),
        ]
    )
    store.seal()
    after = look(page(WILL, 2), 21, exchange=EXCHANGE)
    store.keep([after])
    desk.clock.at = at(22)
    store.tell([told(before, after, desk.clock)])
    store.history.review(store.history.changes(limit=1)[0].change_id, "confirmed", "seen by two people", "desk")
    store.seal()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A time stamp authority of our own: a root, a key that may stamp, its chain."""
    home = tmp_path_factory.mktemp("authority")
    (home / "tsa").mkdir()
    (home / "tsa.cnf").write_text(
        "[tsa]\ndefault_tsa=one\n[one]\nserial=serial\nsigner_digest=sha256\ndefault_policy=1.2.3.4\ndigests=sha256\n"
        "accuracy=secs:1\nordering=no\ness_cert_id_alg=sha256\n"
        "[ext]\nextendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\nbasicConstraints=CA:FALSE\n"
    )
    (home / "serial").write_text("01\n")
    for command in (
        f"req -x509 {NEW_KEY} -keyout ca.key -out ca.pem -subj /CN=Root",
        f"req {NEW_KEY} -keyout tsa.key -out one.csr -subj /CN=Stamps",
        "x509 -req -in one.csr -CA ca.pem -CAkey ca.key -set_serial 2 -extfile tsa.cnf -extensions ext -out tsa.pem",
    ):
        openssl(command, home)
    (home / "tsa" / "local-chain.pem").write_bytes((home / "ca.pem").read_bytes())
    return home


def openssl(command: str, home: Path) -> None:
    """Run openssl there; it has to succeed."""
    done = subprocess.run(["openssl", *command.split()], cwd=home, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr.decode()


def stamp(manifest: Path, authority: Path) -> None:
    """Have the manifest stamped, as the watcher that seals would."""
    openssl(f"ts -query -data {manifest} -sha256 -cert -out query.tsq", authority)
    reply = "ts -reply -config tsa.cnf -section one -queryfile query.tsq -inkey tsa.key -signer tsa.pem"
    openssl(f"{reply} -out {manifest}.local.tsr", authority)


@pytest.fixture(scope="session")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programs that a third party has, and nothing else: no Python, no watcher."""
    folder = tmp_path_factory.mktemp("tools")
    for name in TOOLS:
        found = shutil.which(name)
        if found is None:
            pytest.skip(f"{name} is not here")
        (folder / name).symlink_to(found)
    return folder


@pytest.fixture
def third_party(tools: Path):
    """Follows VERIFY.txt to the letter; returns what was printed."""

    def follow(folder: Path) -> str:
        done = subprocess.run(
            ["/bin/bash", "-c", "sed -n 's/^    //p' VERIFY.txt | bash"],
            cwd=folder,
            env={"PATH": str(tools), "LC_ALL": "C"},
            capture_output=True,
            timeout=60,
            check=False,
        )
        return (done.stdout + done.stderr).decode("utf-8", "replace")

    return follow


@pytest.fixture
def unpacked(tmp_path: Path):
    """Unpacks a zip into an empty folder; returns the one folder in it."""

    def unpack(path: Path) -> Path:
        home = tmp_path / f"from-{path.stem}-{len(list(tmp_path.iterdir()))}"
        shutil.unpack_archive(path, home)
        (folder,) = home.iterdir()
        return folder

    return unpack
