"""How well labelled pairs are told: per pair what is wrong, per kind of finding precision and recall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tests.eval.pairs import Pair, labelled_pages, own_pairs, page_faults, shared_pairs
from watcher.model import Finding, Severity
from watcher.text import fold


@dataclass
class Score:
    """What was right and what was wrong about one pair."""

    pair: Pair
    said: tuple[Finding, ...]

    @property
    def loud(self) -> list[Finding]:
        """The findings above noise."""
        return [finding for finding in self.said if finding.level > Severity.NOISE]

    @property
    def kinds(self) -> set[str]:
        """What was said, noise too."""
        return {finding.kind for finding in self.said}

    @property
    def unsaid(self) -> list[tuple[str, ...]]:
        """What the label asks for in vain."""
        return [entry for entry in self.pair.expect if self.kinds.isdisjoint(entry)]

    @property
    def forbidden(self) -> set[str]:
        """What the label rules out and was said all the same."""
        return self.kinds & set(self.pair.forbid)

    @property
    def unquoted(self) -> list[str]:
        """Words that changed and are shown nowhere."""
        return [text for text in self.pair.mention if fold(text) not in self._words]

    @property
    def faults(self) -> list[str]:
        """Every way in which the findings miss the label."""
        return list(self._faults())

    @property
    def _words(self) -> str:
        return fold("\n".join(f"{one.before or ''}\n{one.after or ''}\n{one.summary}" for one in self.loud))

    def _faults(self) -> Iterator[str]:
        flags = {flag.value for finding in self.said for flag in finding.flags}
        if self.pair.noise_only and self.loud:
            yield "should be silent, says " + ", ".join(f"{one.kind}: {one.summary}" for one in self.loud)
        yield from (f"does not say {' or '.join(entry)}" for entry in self.unsaid)
        yield from (f"says {kind}, which is wrong" for kind in sorted(self.forbidden))
        yield from (f"lacks the flag {flag}" for flag in self.pair.flags if flag not in flags)
        yield from (f"bears the flag {flag}" for flag in self.pair.not_flags if flag in flags)
        yield from (f"does not quote {text!r}" for text in self.unquoted)
        yield from (f"quotes {text!r}" for text in self.pair.not_mention if fold(text) in self._words)


@dataclass
class Tally:
    """How often a kind was said rightly, said wrongly, asked for in vain."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """The share of what was said that a label asks for; what no label speaks of is not counted."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """The share of what labels ask for that was said."""
        return _share(self.right, self.right + self.missed)


@dataclass
class Marks:
    """What one set of pairs comes to."""

    scores: Sequence[Score]
    kinds: dict[str, Tally] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for judged in self.scores:
            self._count(judged)
        self.kinds = dict(sorted(self.kinds.items()))

    @property
    def shares(self) -> dict[str, float]:
        """The figures of the whole: each a share, the more the better."""
        noise = [judged for judged in self.scores if judged.pair.noise_only]
        asked = sum(len(judged.pair.expect) for judged in self.scores)
        quotes = sum(len(judged.pair.mention) for judged in self.scores)
        return {
            "noise alone, silent": _share(sum(not one.loud for one in noise), len(noise)),
            "expected, said": _share(asked - sum(len(one.unsaid) for one in self.scores), asked),
            "nothing forbidden said": _share(sum(not one.forbidden for one in self.scores), len(self.scores)),
            "changed words, quoted": _share(quotes - sum(len(one.unquoted) for one in self.scores), quotes),
            "pairs without a fault": _share(sum(not one.faults for one in self.scores), len(self.scores)),
        }

    def _count(self, judged: Score) -> None:
        asked = {kind for entry in judged.pair.expect for kind in entry}
        for kind in judged.kinds & asked:
            self._tally(kind).right += 1
        for kind in judged.forbidden | ({one.kind for one in judged.loud} if judged.pair.noise_only else set()):
            self._tally(kind).wrong += 1
        for entry in judged.unsaid:
            self._tally(entry[0]).missed += 1

    def _tally(self, kind: str) -> Tally:
        return self.kinds.setdefault(kind, Tally())


def score(pair: Pair) -> Score:
    """Compare the pair and judge what is said by its label."""
    return Score(pair, pair.compare().findings)


def own_marks() -> Marks:
    """What the pairs of this repository come to."""
    return Marks([score(pair) for pair in own_pairs()])


def real_marks() -> Marks:
    """What the pairs of real captures come to; empty when they are not here."""
    return Marks([score(pair) for pair in shared_pairs()])


def pages_misread() -> dict[str, list[str]]:
    """Name of every labelled real page → how its reading misses the label."""
    return {name: page_faults(saved, label) for name, saved, label in labelled_pages()}


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0
