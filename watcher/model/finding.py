"""What a detector concludes from a change."""

from dataclasses import dataclass

from watcher.model.change import Edit
from watcher.model.kinds import KINDS, Flag, Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """A kind, a sentence, the place, the words before and after, and the edits that it explains."""

    kind: str
    """A name of `KINDS`."""
    summary: str
    """One sentence in plain words, present tense, nothing that was not observed."""
    explains: tuple[Edit, ...] = ()
    path: tuple[str, ...] = ()
    key: str | None = None
    """The question, entry, figure or link that it is about."""
    before: str | None = None
    after: str | None = None
    severity: Severity | None = None
    """None: the kind's default; `classify` fills it in."""
    flags: tuple[Flag, ...] = ()
    rule: str = ""
    """The detector that decided; `classify` fills it in."""

    @property
    def level(self) -> Severity:
        """The severity in force."""
        return KINDS[self.kind].severity if self.severity is None else self.severity
