"""One capture in the forms in which it is cited."""

import re

from watcher.evidence.wording import day, instant
from watcher.model import Snapshot
from watcher.text import visible
from watcher.urls import host


def citations(title: str, snapshot: Snapshot, version: int | None, permalink: str) -> list[tuple[str, str]]:
    """(form, citation) of the answer that a look brought; what it does not know it leaves out."""
    title, url = visible(title), visible(snapshot.final_url or snapshot.url)
    sha256 = snapshot.body_sha256
    what = f"watcher v{version}" if version else f"watcher {snapshot.id}"
    known = [what, *([f"sha256 {sha256}"] if sha256 else []), *([permalink] if permalink else [])]
    by = f" by {visible(snapshot.provenance.by)}" if snapshot.provenance else ""
    captured = f"captured {instant(snapshot.started_at)}{by}"
    return [
        ("Footnote, after the Bluebook's manner", f"{title}, {host(url)}, {url} ({captured}), {', '.join(known)}."),
        ("Plain", f"{title}. {url}. {captured[:1].upper()}{captured[1:]}. {'; '.join(known)}."),
        ("Markdown", f"[{_marked(title)}](<{url}>) ({captured}; {'; '.join(known)})"),
        ("BibTeX", _bibtex(title, url, snapshot, known)),
    ]


def _marked(title: str) -> str:
    return re.sub(r"([\[\]\\*_`<>])", r"\\\1", title)


def _bibtex(title: str, url: str, snapshot: Snapshot, known: list[str]) -> str:
    plain = re.sub(r"([{}$&#%_])", r"\\\1", re.sub(r"[\\^~]", " ", title))
    return (
        f"@misc{{watcher-{snapshot.source_id}-{snapshot.started_at:%Y%m%dt%H%M%S},\n"
        f"  title = {{{{{plain}}}}},\n"
        f"  howpublished = {{\\url{{{url}}}}},\n"
        f"  year = {{{snapshot.started_at:%Y}}},\n"
        f"  note = {{Captured {instant(snapshot.started_at)}; {'; '.join(known)}}},\n"
        f"  urldate = {{{day(snapshot.started_at)}}}\n}}"
    )
