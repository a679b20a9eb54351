"""A page that describes a program: prose with figures, contacts, files."""

import re
from collections.abc import Iterator

from watcher.extend import page_kind
from watcher.model import Block
from watcher.segment.flow import Flow
from watcher.segment.prose import prose

_CONTACT = re.compile(r"\b(?:1-)?\(?\d{3}\)?[ -]\d{3}-\d{4}\b|\b[\w.+-]+@[\w-]+\.\w+")


def fits(flow: Flow) -> float:
    """Files, contacts and headings together say a little more than running text alone."""
    files = any(passage.kind == "document" or "(PDF" in passage.text for passage in flow.passages)
    contacts = any(_CONTACT.search(passage.text) for passage in flow.passages)
    return 0.55 if files and contacts and any(passage.level > 1 for passage in flow.passages) else 0.2


@page_kind("program", fits=fits)
def program(flow: Flow) -> Iterator[Block]:
    """Passage by passage; headings that ask are questions where the operator says so."""
    return prose(flow)
