"""How a store is opened: by its one writer, or by any reader."""

from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

from watcher.errors import NotKnown, StoreError
from watcher.extend import named
from watcher.model import Bucket, Clock
from watcher.model.forms import moment
from watcher.store.database.database import Database, database_file
from watcher.store.database.engines import is_server
from watcher.store.journal import Journal, ReadOnlyJournal
from watcher.store.keeping import Reader, Store
from watcher.store.ledger.genesis import begin, is_there
from watcher.store.ledger.ledger import Ledger
from watcher.store.ledger.writers import PartLedger, writer_name
from watcher.store.lock import Lock
from watcher.store.presence import Presence
from watcher.store.seals.seals import Sealer
from watcher.store.seals.signing import Signer
from watcher.store.shared import SharedJournal, SharedVault
from watcher.store.vault.disk import Disk, Fault, no_fault
from watcher.store.vault.vault import Vault

_IN_A_BUCKET = "watcher.store.vault.bucket:BucketVault"
"""Loaded where bodies lie in a bucket: most installations lack its library."""


def open_store(
    vault: Path,
    database_url: str,
    clock: Clock,
    *,
    rng: Callable[[int], str] = token_hex,
    fault: Fault = no_fault,
    disk: Callable[[Fault], Disk] = Disk,
    bodies: Bucket | None = None,
    alone: bool = False,
) -> Store:
    """The store, made when it is new, with everything that its ledger holds taken up.

    One whose database a server keeps is opened beside others, unless `alone`; `bodies` is where theirs lie.
    Raises StoreLocked when somebody else holds it, StoreNewer when a later release wrote it, StoreError
    when it cannot be used. `rng` gives that many random bytes in hex; `fault` is where tests stop a write,
    `disk` the disk that they lose it on.
    """
    held = disk(fault)
    if is_server(database_url):
        return _open_beside(vault, Database(database_url), clock, rng, held, bodies, alone)
    beside = database_file(database_url) or vault
    held.make_folder(beside.absolute().parent)
    lock = Lock(beside.with_name(f"{beside.name}.lock"))
    try:
        return _open(vault, database_url, clock, rng, held, lock, bodies)
    except BaseException:
        lock.release()
        raise


def open_reader(vault: Path, database_url: str, bodies: Bucket | None = None) -> Reader:
    """The store as it is, for reading while another may write.

    Raises NotKnown when there is none yet, StoreError when its vault is gone.
    """
    file = database_file(database_url)
    is_indexed = file is None or is_there(file)
    if not is_there(vault / "genesis.json"):
        if file is not None and is_indexed:
            raise StoreError(f"{vault}: expected the vault that {file} speaks of, found none; bring it from a backup")
        raise NotKnown(f"{vault}: nothing is kept there yet; `watcher check` looks for the first time")
    if not is_indexed:
        raise NotKnown(f"{file}: there is no database yet; `watcher check` makes it, from the vault where there is one")
    database = Database(database_url)
    try:
        database.require_tables()
    except BaseException:
        database.close()
        raise
    kept = named(_IN_A_BUCKET)(vault, Disk(), bodies) if bodies else Vault(vault, Disk())
    return Reader(vault, database, ReadOnlyJournal(database, kept))


def _open(
    vault: Path,
    database_url: str,
    clock: Clock,
    rng: Callable[[int], str],
    disk: Disk,
    lock: Lock,
    bodies: Bucket | None,
) -> Store:
    genesis = begin(vault, disk, rng(16), moment(clock.now()))
    database = Database(database_url)
    try:
        database.bring_up_to_date(disk)
        disk.make_folder(vault / "ledger")
        ledger = Ledger(vault, disk, rng)
        sealer = Sealer(vault, disk, Signer(key_file(vault, database_url)))
        kept = named(_IN_A_BUCKET)(vault, disk, bodies) if bodies else Vault(vault, disk)
        journal = Journal(database, kept, ledger, sealer, disk, clock, genesis)
        journal.catch_up()
    except BaseException:
        database.close()
        raise
    return Store(vault, database, journal, lock)


def _open_beside(
    vault: Path,
    database: Database,
    clock: Clock,
    rng: Callable[[int], str],
    disk: Disk,
    bodies: Bucket | None,
    alone: bool,
) -> Store:
    try:
        presence = Presence(database, alone=alone)
        disk.make_folder(vault.absolute().parent)
        with database.building():
            genesis = begin(vault, disk, rng(16), moment(clock.now()))
            database.bring_up_to_date(disk)
            disk.make_folder(vault / "ledger")
        ledger = PartLedger(vault, disk, rng, writer_name())
        sealer = Sealer(vault, disk, Signer(key_file(vault, database.url)))
        kept = named(_IN_A_BUCKET)(vault, disk, bodies) if bodies else SharedVault(vault, disk)
        journal = SharedJournal(database, kept, ledger, sealer, disk, clock, genesis)
        journal.catch_up()
    except BaseException:
        database.close()
        raise
    return Store(vault, database, journal, presence, is_alone=alone)


def key_file(vault: Path, database_url: str) -> Path:
    """The key that signs lies beside the database, never in the vault: who gets a copy of that gets no key."""
    beside = database_file(database_url) or vault
    return beside.with_name(f"{beside.stem}.key")
