"""Where on a page its content stands."""

import re
from collections.abc import Iterable, Sequence

from bs4 import Tag

from watcher.model import Source, Stripped
from watcher.normalize.tree import Tree, tags_in, words_of

_IDS = re.compile(
    r"(?i)^(?:main|content|primary|wb-cont|(?:main|inner|page|body|center|site)[-_]?content(?:[-_]?area)?"
    r"|content[-_]?(?:area|main|body|inner)|main[-_]?(?:column|body|area))$"
)
_RARER_IDS = re.compile(
    r"(?i)^(?:content[-_]?(?:wrapper|col(?:umn)?)|(?:main|center)[-_]?col|center[-_]?column|page[-_]?body|body[-_]?text"
    # SharePoint, DNN, ASP.NET, Canada.ca, pages of Japanese towns
    r"|deltaplaceholdermain|contentbox|dnn_contentpane|(?:ctl\d+_)*(?:contentplaceholder|maincontent|placeholdermain)\w*"
    r"|wb-main|tmp_main|honbun)$"
)
"""Some of them hold a column beside the page too."""
_CLASSES = ("main-content", "maincontent", "content-area", "page-content", "entry-content", "node__content",
            "article-body")  # fmt: skip
"""Where no id says it."""
_LEAST_SHARE = 0.5


def region_of(tree: Tree, source: Source) -> tuple[Tag, tuple[Stripped, ...]]:
    """The content as one element, and what is left outside it."""
    chosen = _outermost(_selected(tree, source) or _own(tree) or _likely(tree))
    if not chosen:
        return tree.body, ()
    root = tree.soup.new_tag("div")
    for tag in chosen:
        root.append(tag.extract())
    left = words_of(tree.body)
    return root, (Stripped("outside-main", left),) if left else ()


def _selected(tree: Tree, source: Source) -> list[Tag]:
    return [tag for selector in source.select for tag in tree.body.select(selector)]


def _own(tree: Tree) -> list[Tag]:
    """What the page itself calls its main part."""
    return [tag for tag in filter(_is_main, tags_in(tree.body)) if words_of(tag)]


def _likely(tree: Tree) -> list[Tag]:
    """An element with a usual name that holds most of what is left; none when the page has no such part."""
    total = len(tree.body.get_text())
    for ask in (_named, _article, _named_rarely, _classed):
        live = ask(tree)
        if total and sum(len(tag.get_text()) for tag in _outermost(live)) / total >= _LEAST_SHARE:
            return live
    return []


def _named(tree: Tree, names: re.Pattern[str] = _IDS) -> list[Tag]:
    return [tag for tag in tree.identified(names) if tag.name != "a" and _is_in(tree.body, tag)]


def _named_rarely(tree: Tree) -> list[Tag]:
    return _with_the_headings(tree, _named(tree, _RARER_IDS))


def _classed(tree: Tree) -> list[Tag]:
    return _with_the_headings(tree, [tag for tag in tree.classed(*_CLASSES) if _is_in(tree.body, tag)])


def _with_the_headings(tree: Tree, tags: list[Tag]) -> list[Tag]:
    """The one element of these that holds every main heading; several are the parts of something else."""
    outer = _outermost(tags)
    headings = [tag for tag in tree.named("h1") if _is_in(tree.body, tag)]
    return outer if len(outer) == 1 and all(_is_in(outer[0], heading) for heading in headings) else []


def _article(tree: Tree) -> list[Tag]:
    """The only article, from the heading above it on; several are the entries of a list, which begins there too."""
    articles = _outermost(tree.body.find_all("article"))
    headings = [tag for tag in tree.named("h1") if _is_in(tree.body, tag)]
    if not articles:
        return []
    holder = next((one for one in articles[0].parents if all(_is_in(one, tag) for tag in (*articles, *headings))), None)
    if holder is None or holder is tree.body:
        return articles if len(articles) == 1 else []
    return [holder] if len(articles) > 1 else _from_heading(holder, headings, articles[0])


def _from_heading(holder: Tag, headings: Sequence[Tag], article: Tag) -> list[Tag]:
    """The children of the holder from the one with the heading to the one with the article: notices stand between."""
    parts = [child for child in holder.contents if isinstance(child, Tag)]
    ends = [at for at, part in enumerate(parts) for tag in (*headings[:1], article) if part is tag or _is_in(part, tag)]
    return parts[min(ends) : max(ends) + 1] if headings and len(ends) == 2 else [article]


def _outermost(tags: Iterable[Tag]) -> list[Tag]:
    unique = {id(tag): tag for tag in tags}
    return [tag for tag in unique.values() if not any(id(parent) in unique for parent in tag.parents)]


def _is_in(holder: Tag, tag: Tag) -> bool:
    return any(parent is holder for parent in tag.parents)


def _is_main(tag: Tag) -> bool:
    return tag.name == "main" or tag.get("role") == "main"
