"""The labelled pairs: ours under tests/pages, and the real ones beside the project where they are present."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from watcher.model import Ignore, Source
from watcher.pipeline.saved import Comparison, Saved, compare_copy, compare_saved, read_saved
from watcher.text import fold

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "pages"
_LISTS = ("flags", "not_flags", "forbid", "mention", "not_mention")
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
    source: Mapping[str, Any] = field(default_factory=dict)
    """What `sources.yaml` would say of the page besides."""
    known: str = ""
    """Why the pair is told wrongly today; empty: it must be told right."""
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
        source = Source(id=self.name, url=self.before.url, kind=self.kind, **self.source)
        return (compare_copy if self.mirror else compare_saved)(self.before, self.after, source)


def own_pairs(folder: Path = OWN) -> list[Pair]:
    """The pairs of this repository: a folder each, `expect.yaml` beside the two answers."""
    return [_own_pair(path.parent) for path in sorted(folder.glob("*/expect.yaml"))]


def shared_pairs(folder: Path = SHARED / "pairs") -> list[Pair]:
    """The pairs of real captures; none when they are not here."""
    if not (folder / "index.json").exists():
        return []
    return [_shared_pair(folder, form) for form in json.loads((folder / "index.json").read_text())]


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
    url = form.get("url") or "https://example.gov/page"
    content_type = form.get("content_type", "")
    return Pair(
        name=name,
        before=Saved(before, url, form.get("status_a") or 200, "", content_type),
        after=Saved(after, url, form.get("status_b") or 200, form.get("final_url_b") or "", content_type),
        kind=form.get("kind"),
        noise_only=form.get("noise_only", False),
        expect=tuple(tuple(entry) for entry in form.get("expect", ())),
        mirror=form.get("mirror", False),
        source=_source(form.get("source") or {}),
        known=form.get("known", ""),
        note=form.get("note", ""),
        **{
            key: tuple(map(str, form.get(key, ())))
            for key in ("flags", "not_flags", "forbid", "mention", "not_mention")
        },
    )


def _source(form: Mapping[str, Any]) -> dict[str, Any]:
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in form.items()}
    if "figures" in fields:
        fields["figures"] = tuple(form["figures"].items())
    if "ignore" in fields:
        fields["ignore"] = Ignore(**{key: tuple(value) for key, value in form["ignore"].items()})
    return fields
