"""An exhibit as one page of HTML that needs nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from watcher.evidence.annex import annexes
from watcher.evidence.citation import citations
from watcher.evidence.matter import Matter
from watcher.evidence.receipt import Row, receipt, sealed
from watcher.evidence.redline import Passage, Statement, passages, safe, statements
from watcher.evidence.texts import filled, text
from watcher.evidence.wording import instant
from watcher.model.forms import moment

_SHORT = 700
"""A passage of so many characters is not broken between two sheets."""
ALONE = "The evidence (answers, records, seals, keys) is written by `watcher exhibit CHANGE -o F.zip`."
ATTACHED = "The evidence (answers, records, seals, keys) is attached to this document, file by file and as one zip."
BESIDE = "The evidence (answers, records, seals, keys) lies beside this page."


@dataclass(frozen=True, slots=True)
class _Told:
    """A statement with the passages that are quoted for the first time under it."""

    said: Statement
    own: tuple[Passage, ...]
    also: tuple[int, ...]
    """The statements before it that quote others of its passages."""


def page(matter: Matter, carried: str) -> bytes:
    """The exhibit in UTF-8, the same whenever it is made again; `carried` says where its evidence is."""
    told, quoted = matter.told, passages(matter.told)
    shown = list(_shown(statements(told), quoted))
    seen = {passage.number for one in shown for passage in one.own}
    made = filled(
        "exhibit.html",
        styles=text("exhibit.css"),
        id=told.change_id,
        title=safe(matter.title),
        source=safe(matter.source_name),
        url=safe(told.after.url),
        made=moment(told.made_at),
        made_at=instant(told.made_at),
        before_at=instant(told.before.started_at),
        after_at=instant(told.after.started_at),
        differing=len(quoted),
        statements=shown,
        rest=[passage for passage in quoted if passage.number not in seen],
        short=_SHORT,
        before=receipt(told.before, told.before_version, matter.before),
        after=receipt(told.after, told.after_version, matter.after),
        change=_change(matter),
        rules=told.rules[:12],
        theirs=[
            (when, look.provenance.by)
            for when, look in (("before", told.before), ("after", told.after))
            if look.provenance
        ],
        stamped=any(seal.stamps for seal in matter.seals),
        carried=carried,
        cited=_cited(matter),
        annexes=annexes(*matter.texts),
    )
    return made.encode("utf-8", "backslashreplace")


def _shown(found: Sequence[Statement], quoted: Sequence[Passage]) -> Iterator[_Told]:
    """Each passage is quoted once: where it is first told of."""
    at: dict[int, int] = {}
    for place, said in enumerate(found, 1):
        also = sorted({at[number] for number in said.passages if number in at})
        own = [quoted[number - 1] for number in said.passages if number not in at]
        at |= {passage.number: place for passage in own}
        yield _Told(said, tuple(own), tuple(also))


def _change(matter: Matter) -> list[Row]:
    told = matter.told
    return [
        ("Change", told.change_id),
        ("Recorded at", f"{instant(told.made_at)} ({moment(told.made_at)})"),
        ("Read under the rules", told.rules),
        *([("Address of the change", matter.permalink)] if matter.permalink else []),
        *sealed(matter.change),
    ]


def _cited(matter: Matter) -> list[tuple[str, list[tuple[str, str]]]]:
    told = matter.told
    return [
        ("The answer before", citations(matter.title, told.before, told.before_version, matter.permalink)),
        ("The answer after", citations(matter.title, told.after, told.after_version, matter.permalink)),
    ]
