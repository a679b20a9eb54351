"""What each code of a diagnosis asks, what can be done where the answer is no; docs/doctor.md says the same."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a code stands for."""

    asks: str
    way_out: str


CODES: Mapping[str, Meaning] = {
    "WD001": Meaning(
        "Are `sources.yaml` and `watcher.yaml` free of mistakes?",
        "`watcher config check` shows each with its place; sources.md explains the codes",
    ),
    "WD002": Meaning("May nobody else read the files that `${file:…}` names?", "`chmod 600 FILE`"),
    "WD003": Meaning(
        "May nobody else read the key that signs seals, and the secret of the links by which readers leave? Whoever "
        "has them can sign in your name, or take readers off.",
        "`chmod 600 watcher.key`, then `watcher seal --rotate-key`; remove `watcher.leave`, a new one is made",
    ),
    "WD004": Meaning(
        "Is SQLite's write-ahead log folded back into the database? More than 256 MB means that somebody "
        "reads without end.",
        "end the reader, restart `watcher run`",
    ),
    "WD010": Meaning(
        "Has the vault's disk room? A warning below 2 GB, a FAIL below 200 MB.", "free the disk or move the vault"
    ),
    "WD011": Meaning(
        "Are ledger, seals and rows as they were written? The copies themselves are not read.",
        "`watcher verify`; a wrong database: `watcher reindex`; a damaged vault: your backup",
    ),
    "WD012": Meaning("Is what was seen sealed in time?", "`watcher seal`; see that `watcher run` runs"),
    "WD013": Meaning("Do authorities stamp the seals with the time?", "name two under `seals.authorities`"),
    "WD020": Meaning("Has every source a subscriber?", "add it, or one of its tags, to a subscription"),
    "WD021": Meaning("Does a page change more than 10 times in a day?", "`ignore` what moves, or `select` what counts"),
    "WD022": Meaning(
        "Was every page read of late: within a day, and within three times its `every`?",
        "`watcher check SOURCE` says why not",
    ),
    "WD023": Meaning("Is everything so that `expect` and `figures` expect?", "correct them, or `select` another part"),
    "WD024": Meaning(
        "Does every selector find something on the page as last seen? Where `select` finds nothing, the "
        "whole content is read.",
        "`watcher read SOURCE`",
    ),
    "WD025": Meaning("Does every page look like the `kind` it is said to be?", "`watcher read SOURCE --kind KIND`"),
    "WD030": Meaning("Was a delivery given up?", "`watcher outbox list --state dead`, `watcher outbox retry --all`"),
    "WD031": Meaning(
        "Is somebody told if watcher itself stops?",
        "`ping:` in `watcher.yaml`, the address of a service that speaks up when it hears nothing",
    ),
    "WD040": Meaning("`--online`: are the names of the sites known?", "see to DNS, or to the address"),
    "WD041": Meaning(
        "`--online`: does each mail server let us in, does each webhook take a connection? Mail programs "
        "trust `List-Unsubscribe` only where DKIM covers the `List-*` headers: that is your mail server's to "
        "do.",
        "correct the channel, then `watcher notify test CHANNEL`",
    ),
    "WD050": Meaning(
        "Is there what exhibits are printed with (WeasyPrint, Pango) and what others check them with (zstd, openssl)?",
        "install them",
    ),
    "WD051": Meaning(
        "`--online`: does our clock go as a site's does? A warning from 30 s on, a FAIL from 5 min on.", "NTP"
    ),
}
