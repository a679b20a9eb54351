"""How a store is opened: by its one writer, or by any reader."""

from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

from watcher.errors import NotKnown, StoreError
from watcher.model import Clock
from watcher.model.forms import moment
from watcher.store.database import Database, database_file
from watcher.store.disk import Disk, Fault, no_fault
from watcher.store.genesis import begin, is_there
from watcher.store.journal import Journal, ReadOnlyJournal
from watcher.store.keeping import Reader, Store
from watcher.store.ledger import Ledger
from watcher.store.lock import Lock
from watcher.store.seals import Sealer
from watcher.store.signing import Signer
from watcher.store.vault import Vault


def open_store(
    vault: Path,
    database_url: str,
    clock: Clock,
    *,
    rng: Callable[[int], str] = token_hex,
    fault: Fault = no_fault,
    disk: Callable[[Fault], Disk] = Disk,
) -> Store:
    """The store, made when it is new, with everything that its ledger holds taken up.

    Raises StoreLocked when somebody else holds it, StoreNewer when a later release wrote it, StoreError
    when it cannot be used. `rng` gives that many random bytes in hex; `fault` is where tests stop a write,
    `disk` the disk that they lose it on.
    """
    held = disk(fault)
    beside = database_file(database_url) or vault
    held.make_folder(beside.absolute().parent)
    lock = Lock(beside.with_name(f"{beside.name}.lock"))
    try:
        return _open(vault, database_url, clock, rng, held, lock)
    except BaseException:
        lock.release()
        raise


def open_reader(vault: Path, database_url: str) -> Reader:
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
    return Reader(vault, database, ReadOnlyJournal(database, Vault(vault, Disk())))


def _open(vault: Path, database_url: str, clock: Clock, rng: Callable[[int], str], disk: Disk, lock: Lock) -> Store:
    genesis = begin(vault, disk, rng(16), moment(clock.now()))
    database = Database(database_url)
    try:
        database.bring_up_to_date(disk)
        disk.make_folder(vault / "ledger")
        ledger = Ledger(vault, disk, rng)
        sealer = Sealer(vault, disk, Signer(key_file(vault, database_url)))
        journal = Journal(database, Vault(vault, disk), ledger, sealer, disk, clock, genesis)
        journal.catch_up()
    except BaseException:
        database.close()
        raise
    return Store(vault, database, journal, lock)


def key_file(vault: Path, database_url: str) -> Path:
    """The key that signs lies beside the database, never in the vault: who gets a copy of that gets no key."""
    beside = database_file(database_url) or vault
    return beside.with_name(f"{beside.stem}.key")
