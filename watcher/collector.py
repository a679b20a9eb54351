"""When Python looks for unreachable cycles: hardly while a command starts, often enough once it works."""

import gc

_WHILE_STARTING = 400_000
"""Objects. A start makes 200,000, and nearly all of them stay: to look at them 700 at a time took a tenth of it, and
still a twentieth 20,000 at a time (measured)."""
_AT_WORK = 20_000


def start() -> None:
    """Before a command is loaded."""
    gc.set_threshold(_WHILE_STARTING)


def settle() -> None:
    """Once a command is loaded: what is there stays, and is not looked at again (a tenth of a round's CPU)."""
    gc.freeze()
    gc.set_threshold(_AT_WORK)
