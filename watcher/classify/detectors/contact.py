"""How people are told to get in touch."""

from collections.abc import Iterator

from watcher.classify.marked import prose_altered, shifts
from watcher.classify.wording import sentence
from watcher.extend import detector
from watcher.model import Block, Change, Edit, Finding


@detector("contact", phase="content")
def contact(change: Change) -> Iterator[Finding]:
    """A telephone number, an e-mail or a postal address differs, in the text or behind it."""
    for edit in prose_altered(change):
        told = False
        for shift in shifts(edit, "contact"):
            told = True
            yield Finding(
                "contact.changed",
                sentence(f"contact changed: {shift.told}"),
                (edit,),
                edit.block.path,
                shift.pairs[0][1].text,
                shift.passage.before,
                shift.passage.after,
            )
        if not told:
            yield from _behind(edit)


def _behind(edit: Edit) -> Iterator[Finding]:
    """The address that a mail or telephone link opens, where the text shown stayed."""
    was, now = _addresses(edit.before), _addresses(edit.after)
    if was and now and was != now:
        yield Finding(
            "contact.changed",
            sentence(f"contact changed behind its label: {', '.join(was)} → {', '.join(now)}"),
            (edit,),
            edit.block.path,
            now[0],
            "\n".join(was),
            "\n".join(now),
        )


def _addresses(block: Block | None) -> list[str]:
    links = block.links if block else ()
    return [link.href for link in links if link.href.startswith(("mailto:", "tel:"))]
