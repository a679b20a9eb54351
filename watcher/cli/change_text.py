"""A change as it was told, beside how it was read since."""

from watcher.cli.findings_text import instant, print_findings, print_told
from watcher.cli.output import put, put_json
from watcher.model import Told
from watcher.model.forms import told_form
from watcher.pipeline.rereading.otherwise import otherwise

_SHOWN_OF_RULES = 8


def put_change(told: Told, again: Told | None, rules: str | None, *, as_json: bool) -> None:
    """The change under its first rules, its latest, or, where nobody asked for one of them, both."""
    shown = again if rules == "latest" and again is not None else told
    later = again if rules is None and again != told else None
    if as_json:
        origin = "rules" if shown == again else "publisher"
        reread = {"reread": told_form(later) if later else None} if rules is None else {}
        put_json({"schema": "watcher.change/1", "origin": origin} | told_form(shown) | reread)
        return
    print_told(shown)
    if shown == again:
        put(f"\n{_read(shown)}; told to nobody")
    if later is not None:
        _print_later(told, later)


def _print_later(told: Told, later: Told) -> None:
    put()
    if otherwise(told.findings, later.findings):
        put(f"Reads today otherwise ({_read(later)}; told to nobody):")
        print_findings(later.findings)
    else:
        put(f"Reads today as it was told ({_read(later)}).")


def _read(told: Told) -> str:
    return f"read again on {instant(told.made_at)} under rules {told.rules[:_SHOWN_OF_RULES]}"
