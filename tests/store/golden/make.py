"""How the golden vault of a release was made; it is made once for each format and never again.

`python -m tests.store.golden.make FOLDER` writes a vault of every type of record, seals of two keys and a time stamp.
"""

import shutil
import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.store.conftest import Bench
from tests.tsa import Authority
from watcher.model import Provenance
from watcher.store import Look, Store

_PAGE = "<html><head><title>FAQ</title></head><body><main><h1>FAQ</h1>{}</main></body></html>"


def page(number: int) -> bytes:
    """A page that resembles the one before."""
    questions = "".join(f"<h2>Question {n}</h2><p>{sha256(bytes([n])).hexdigest()}</p>" for n in range(60))
    return _PAGE.format(f"{questions}<p>Edition {number}.</p>").encode()


def main(folder: Path) -> None:
    """Write the vault there."""
    with TemporaryDirectory() as temporary:
        home = Path(temporary)
        authority = Authority(home / "authority")
        bench = Bench(home)
        store = bench.open()
        fill(bench, store)
        stamp(store, authority)
        seal_again(bench, store)
        store.close()
        authority.close()
        shutil.copytree(bench.vault, folder)


def fill(bench: Bench, store: Store) -> None:
    """One record of every type, as far as a store by itself writes them."""
    telling = bench.told(store)
    captured = bench.snapshot(
        page(0), -5000, provenance=Provenance("web.archive.org", "https://web.archive.org/web/2/")
    )
    store.keep([Look(captured, bench.look(page(0)).payload, late=True)])
    for number in range(1, 6):
        store.keep([bench.look(page(number), 20 + number, recognised=True)])
    digest = bench.digest(telling.told)
    store.outbox.post(digest, bench.message(digest), [bench.delivery(digest)])
    (claimed, _), *_ = store.outbox.claim(bench.clock.now(), lease=timedelta(minutes=5))
    store.outbox.settle(claimed, "sent", reply="250 ok")
    store.history.review(telling.told.change_id, "confirmed", "read twice", "desk")
    store.reread([bench.reread(telling.told)])
    store.agenda.learn("dhs", ["div.counter"], bench.clock.now())
    store.note_import("dhs", "web.archive.org", 1)
    store.note_preserved("dhs", telling.told.change_id, "https://web.archive.org/web/20261121100000/https://a.test/")
    store.note_clock_jump(bench.at(0), bench.at(480))
    store.note_stamp_failure("down", 1, "503", bench.clock.now())
    store.note_ping_failure("503", bench.clock.now())
    store.leaving.ask(claimed.id, bench.clock.now())
    store.leaving.take_up()
    store.leaving.resubscribe(digest.subscription, claimed.recipient, bench.clock.now())


def stamp(store: Store, authority: Authority) -> None:
    """Seal, and have it stamped."""
    seal = store.seal()
    assert seal is not None
    request = store.stamp_request(seal.number)
    fault = store.keep_stamp("local", request, authority.reply(request.content), authority.chain.read_bytes())
    assert not fault, fault


def seal_again(bench: Bench, store: Store) -> None:
    """A seal that names the stamp, and one of another key."""
    store.keep([bench.look(page(7), 60, recognised=True)])
    store.rotate_key()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
