"""What an answer is judged to be."""

from dataclasses import dataclass

from watcher.model import Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """An outcome with its reasons, in words."""

    outcome: Outcome
    reasons: tuple[str, ...] = ()


OK = Verdict(Outcome.OK)
