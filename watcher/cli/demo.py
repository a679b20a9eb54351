"""`watcher demo`: all of watcher on bundled pages."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.options import AsJson
from watcher.cli.output import put, put_json, say
from watcher.cli.round_text import finding_line
from watcher.demo.play import Played, play
from watcher.errors import NotKnown
from watcher.model import Severity

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_MARK = "sources.yaml"


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where it plays; made anew each time.")] = Path("demo"),
    as_json: AsJson = False,
) -> None:
    """Run the whole of watcher on bundled pages: five simulated weeks, on this machine alone.

    Ends with the latest digest and says where to look next. Examples: watcher demo · watcher demo /tmp/demo --json
    """
    _clear(folder)
    say(f"Five weeks in the life of six pages, served from this machine, watched from {folder}/.")
    played = play(folder, _tell)
    sent = [message for one in played for message in one.messages]
    if as_json:
        put_json({"schema": "watcher.digests/1", "digests": [dict(message.record) for message in sent]})
        return
    daily = [message for message in sent if message.record["subscription"] == "desk"]
    put()
    put(f"The latest of {len(sent)} digests, as it lies in {folder}/mail (a Maildir that any mail program opens):")
    put("-" * 72)
    put(f"Subject: {daily[-1].subject}")
    put()
    put(daily[-1].text)
    put("-" * 72)
    put("Audit what was seen:")
    put(f"  .venv/bin/watcher --config {folder} serve               the audit pages, at http://127.0.0.1:8000/")
    put(f"  .venv/bin/watcher --config {folder} log --oneline       every change, newest first")
    put(f"  .venv/bin/watcher --config {folder} diff aila-qa-eo-13768@v1..v2")
    put(f"  .venv/bin/watcher --config {folder} show ice-secure-comm@first")
    put(f"  .venv/bin/watcher --config {folder} verify              recompute every hash")


def _clear(folder: Path) -> None:
    """Take away what an earlier demo left there; anything else is not ours to touch."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise NotKnown(f"{folder} is no folder; name another: watcher demo DIR")
    mark = folder / _MARK
    if any(folder.iterdir()) and not (mark.is_file() and mark.read_text("utf-8").startswith("# The demo's")):
        raise NotKnown(f"{folder} holds something that is not a demo; name another folder: watcher demo DIR")
    shutil.rmtree(folder)


def _tell(played: Played) -> None:
    say(f"day {played.round.after.days:>2}  {played.round.title}: {played.round.story}")
    for source_id, findings in sorted(played.findings.items()):
        for finding in findings:
            if finding.level > Severity.NOISE:
                flags = f" ({', '.join(finding.flags)})" if finding.flags else ""
                say(f"          {source_id}: {finding_line(finding)}{flags}")
    for message in played.messages:
        say(f"          mailed: {message.subject}")
