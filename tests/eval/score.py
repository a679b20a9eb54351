"""How well labelled pairs of pages are read: per pair what is wrong, per kind of finding precision against recall.

`python tests/eval/score.py` prints the tables for our own pairs and, where they are present, for `../shared/pages`.
"""

import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from watcher.model import Finding, Severity, Source
from watcher.pipeline.saved import Comparison, Saved, compare_copy, compare_saved, read_saved
from watcher.text import fold

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "pages"
SHARED = ROOT.parent / "shared" / "pages"


@dataclass(frozen=True)
class Pair:
    """Two saved answers and what ought to be said of them."""

    name: str
    before: Saved
    after: Saved
    kind: str | None = None
    noise_only: bool = False
    expect: tuple[tuple[str, ...], ...] = ()
    """Each entry: kinds of which one must be said."""
    flags: tuple[str, ...] = ()
    """Flags that some finding must bear."""
    not_flags: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    mention: tuple[str, ...] = ()
    """Words that must stand in some finding's before, after or summary."""
    not_mention: tuple[str, ...] = ()
    mirror: bool = False
    """The first page is an original and the second its declared copy."""
    note: str = ""

    def unnamed(self) -> "Pair":
        """The same pair when nobody says what kind of page it is: an entry may then read as a section."""
        other = {"item.removed": "section.removed", "item.added": "section.added"}
        expect = tuple((*entry, *(other[kind] for kind in entry if kind in other)) for entry in self.expect)
        return replace(self, kind=None, expect=expect)

    def reversed(self) -> "Pair":
        """The same two answers, the newer one first."""
        return replace(self, before=self.after, after=self.before)

    def compare(self) -> Comparison:
        """What the pipeline says of the two answers."""
        source = Source(id=self.name, url=self.before.url, kind=self.kind)
        return (compare_copy if self.mirror else compare_saved)(self.before, self.after, source)


@dataclass
class Score:
    """What was right and what was wrong about one pair."""

    pair: Pair
    said: tuple[Finding, ...]
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def loud(self) -> list[Finding]:
        """The findings above noise."""
        return [finding for finding in self.said if finding.level > Severity.NOISE]


def own_pairs(folder: Path = OWN) -> list[Pair]:
    """The pairs of this repository: a folder each, `expect.yaml` beside the two answers."""
    return [_own_pair(path.parent) for path in sorted(folder.glob("*/expect.yaml"))]


def shared_pairs(folder: Path = SHARED / "pairs") -> list[Pair]:
    """The pairs of real captures; none when they are not here."""
    if not (folder / "index.json").exists():
        return []
    return [_shared_pair(folder, form) for form in json.loads((folder / "index.json").read_text())]


def score(pair: Pair) -> Score:
    """Compare the pair and list every way in which the findings miss the label."""
    began = time.perf_counter()
    comparison = pair.compare()
    judged = Score(pair, comparison.findings, seconds=time.perf_counter() - began)
    judged.faults += _faults(pair, judged)
    return judged


def table(scores: Sequence[Score]) -> list[str]:
    """Lines of kind, said, right, wrong, missed; right is what a label asks for, wrong what it rules out."""
    counts: dict[str, list[int]] = {}
    for judged in scores:
        kinds = {finding.kind for finding in judged.said}
        asked = {kind for entry in judged.pair.expect for kind in entry}
        for kind in kinds & asked:
            counts.setdefault(kind, [0, 0, 0])[0] += 1
        for kind in {finding.kind for finding in judged.loud} | (kinds & set(judged.pair.forbid)):
            if kind not in asked and (judged.pair.noise_only or kind in judged.pair.forbid):
                counts.setdefault(kind, [0, 0, 0])[1] += 1
        for entry in judged.pair.expect:
            if kinds.isdisjoint(entry):
                counts.setdefault(entry[0], [0, 0, 0])[2] += 1
    return [f"{'kind':<22} right wrong missed precision recall", *_rows(counts)]


def summary(title: str, scores: Sequence[Score]) -> str:
    """One line: how many pairs are right, and how many of the noise-only pairs are silent."""
    right = sum(not judged.faults for judged in scores)
    noise = [judged for judged in scores if judged.pair.noise_only]
    silent = sum(not judged.loud for judged in noise)
    return f"{title}: {right} of {len(scores)} pairs right, {silent} of {len(noise)} noise-only pairs silent"


def labelled_pages(folder: Path = SHARED) -> Iterator[tuple[str, Saved, Mapping[str, Any]]]:
    """(name, saved page, label) of every real single page; none when they are not here."""
    for index in (folder / "ice" / "labels.json", folder / "pairs" / "singles.json"):
        for form in json.loads(index.read_text()) if index.exists() else []:
            body = (
                index.parent / Path(form["file"]).relative_to("ice" if index.parent.name == "ice" else "")
            ).read_bytes()
            archived = form.get("archived", "page-archived" in form.get("label", ()))
            yield form["file"], Saved(body, form["url"] or "https://example.gov/"), {**form, "archived": archived}


def page_faults(saved: Saved, label: Mapping[str, Any]) -> list[str]:
    """How the reading of one real page misses its label."""
    document = read_saved(saved, Source(id="single", url=saved.url)).document
    if document is None:
        return ["not read as a page"]
    words = fold(" ".join(block.text for block in (*document.facts, *document.blocks) if block.key != "archived"))
    faults = [f"lacks {text!r}" for text in label.get("must_contain", ()) if fold(text) not in words]
    faults += [f"holds {text!r}" for text in label.get("must_not_contain", ()) if fold(text) in words]
    if (document.fact("archived") is not None) != label["archived"]:
        faults.append(f"archived should be {label['archived']}")
    return faults


def _own_pair(folder: Path) -> Pair:
    form = YAML(typ="safe", pure=True).load(folder / "expect.yaml")
    before, after = (next(folder.glob(f"{side}.*")).read_bytes() for side in ("before", "after"))
    return _pair(folder.name, before, after, form)


def _shared_pair(folder: Path, form: Mapping[str, Any]) -> Pair:
    before, after = (next((folder / side).glob(f"{form['id']}.*")).read_bytes() for side in ("a", "b"))
    return _pair(form["id"], before, after, form)


def _pair(name: str, before: bytes, after: bytes, form: Mapping[str, Any]) -> Pair:
    url = form["url"] or "https://example.gov/page"
    content_type = form.get("content_type", "")
    return Pair(
        name=name,
        before=Saved(before, url, form["status_a"] or 200, "", content_type),
        after=Saved(after, url, form["status_b"] or 200, form["final_url_b"] or "", content_type),
        kind=form.get("kind"),
        noise_only=form["noise_only"],
        expect=tuple(tuple(entry) for entry in form["expect"]),
        mirror=form.get("mirror", False),
        note=form.get("note", ""),
        **{key: tuple(form.get(key, ())) for key in ("flags", "not_flags", "forbid", "mention", "not_mention")},
    )


def _faults(pair: Pair, judged: Score) -> Iterator[str]:
    kinds = {finding.kind for finding in judged.said}
    flags = {flag.value for finding in judged.said for flag in finding.flags}
    words = fold("\n".join(f"{f.before or ''}\n{f.after or ''}\n{f.summary}" for f in judged.loud))
    if pair.noise_only and judged.loud:
        yield "should be silent, says " + ", ".join(f"{finding.kind}: {finding.summary}" for finding in judged.loud)
    yield from (f"does not say {' or '.join(entry)}" for entry in pair.expect if kinds.isdisjoint(entry))
    yield from (f"says {kind}, which is wrong" for kind in sorted(kinds & set(pair.forbid)))
    yield from (f"lacks the flag {flag}" for flag in pair.flags if flag not in flags)
    yield from (f"bears the flag {flag}" for flag in pair.not_flags if flag in flags)
    yield from (f"does not quote {text!r}" for text in pair.mention if fold(text) not in words)
    yield from (f"quotes {text!r}" for text in pair.not_mention if fold(text) in words)


def _rows(counts: Mapping[str, Sequence[int]]) -> Iterator[str]:
    total = [sum(column) for column in zip(*counts.values(), strict=True)]
    for kind, (right, wrong, missed) in [*sorted(counts.items()), ("all", total)]:
        precision, recall = _share(right, right + wrong), _share(right, right + missed)
        yield f"{kind:<22} {right:>5} {wrong:>5} {missed:>6} {precision:>9} {recall:>6}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def _report(title: str, scores: Sequence[Score]) -> bool:
    print(summary(title, scores))
    for judged in scores:
        for fault in judged.faults:
            print(f"  {judged.pair.name}: {fault}")
    print("\n".join(table(scores)), end="\n\n")
    return all(not judged.faults for judged in scores)


def main() -> int:
    """Print the tables; 1 when anything is wrong."""
    right = _report("own pairs", [score(pair) for pair in own_pairs()])
    if shared := shared_pairs():
        right &= _report("real pairs", [score(pair) for pair in shared])
    pages = list(labelled_pages())
    wrong = [(name, faults) for name, saved, label in pages if (faults := page_faults(saved, label))]
    print(f"real pages: {len(pages) - len(wrong)} of {len(pages)} read as labelled")
    for name, faults in wrong:
        print(f"  {name}: {'; '.join(faults)}")
    return 0 if right and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
