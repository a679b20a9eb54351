"""What the page is called, without what the site adds."""

import re

from watcher.extend import lift
from watcher.normalize.tree import Tree, words_of
from watcher.text import fold

_MARK = re.compile(r"^archived?(?: content)?\s*[:|–-]\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"\s+[|»·]\s+[^|»·]{1,80}$")


@lift("title")
def title(tree: Tree) -> str | None:
    """The main heading where the title says it too, else the title without the site's name and without `Archived:`."""
    whole = unmarked(tree.title)
    headings = [words_of(tag) for tag in tree.named("h1")]
    if not whole:
        return next((heading for heading in headings if heading), None) or tree.meta("og:title")
    said = [heading for heading in headings if len(heading) > 2 and fold(heading).casefold() in fold(whole).casefold()]
    if said:
        return max(said, key=len)
    return _without_site(whole, tree.meta("og:site_name"))


def unmarked(whole: str) -> str:
    """A title without the mark that archiving puts in front of it.

    >>> unmarked("Archived: Stash house operator sentenced | ICE")
    'Stash house operator sentenced | ICE'
    """
    return _MARK.sub("", whole)


def _without_site(whole: str, site: str | None) -> str:
    if site and whole.endswith(site) and len(whole) > len(site):
        return whole[: -len(site)].rstrip(" |-–—:»>") or whole
    return _SUFFIX.sub("", whole)
