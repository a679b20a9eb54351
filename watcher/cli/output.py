"""Words for people on stderr, what was asked for on stdout."""

import asyncio
import json
import sys
from collections.abc import Coroutine, Mapping
from typing import Any, TypeVar

import typer

from watcher.extend import named
from watcher.text import visible

Answer = TypeVar("Answer")

_INTERRUPTED = 130
_LOOP = "watcher.cli.loop:new_event_loop"
"""Loaded where there is something to wait for."""


def put(line: str = "") -> None:
    """Write a line that was asked for."""
    sys.stdout.write(f"{safe(line)}\n")


def say(line: str) -> None:
    """Write a line about what is going on."""
    sys.stderr.write(f"{safe(line)}\n")


def put_json(form: Mapping[str, Any]) -> None:
    """Write one object; characters that a terminal would act on are escaped as JSON allows."""
    sys.stdout.write(json.dumps(form, ensure_ascii=True, indent=2) + "\n")


def counted(number: int, noun: str) -> str:
    """The number with its noun.

    >>> counted(1, "look"), counted(0, "look")
    ('1 look', '0 looks')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def safe(text: str) -> str:
    """The text with whatever a terminal would act on written out; line breaks and tabs stay."""
    return "\n".join("\t".join(visible(cell) for cell in line.split("\t")) for line in text.split("\n"))


def wait_for(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run to the end; Ctrl-C lets the current write finish and exits with 130."""
    try:
        with asyncio.Runner(loop_factory=named(_LOOP)) as runner:
            return runner.run(work)
    except KeyboardInterrupt:
        say("Interrupted. What was being written is whole; run the command again to go on.")
        raise typer.Exit(_INTERRUPTED) from None
