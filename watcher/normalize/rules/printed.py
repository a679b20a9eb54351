"""What print puts round the text of its pages: running headers and footers, numbers in a table of contents."""

from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import lift, strip
from watcher.normalize.tree import Tree

_PRINT = ("pdf", "text")


@strip("running-header")
def running_header(tree: Tree) -> Iterator[Tag]:
    """What stands on top of page after page."""
    return iter(tree.classed("running-header") if tree.format in _PRINT else ())


@strip("running-footer")
def running_footer(tree: Tree) -> Iterator[Tag]:
    """What stands at the foot of page after page, the page's number among it."""
    return iter(tree.classed("running-footer") if tree.format in _PRINT else ())


@strip("contents-page")
def contents_page(tree: Tree) -> Iterator[Tag]:
    """On which page a table of contents says that something stands."""
    return iter(tree.classed("contents-page") if tree.format in _PRINT else ())


@lift("file-title")
def file_title(tree: Tree) -> str | None:
    """What the file is called by whoever made it, where no reader sees that."""
    return tree.meta("file-title") if tree.format == "pdf" else None


@lift("file-created")
def file_created(tree: Tree) -> str | None:
    """When the file was made, as it says."""
    return tree.meta("file-created") if tree.format == "pdf" else None


@lift("file-modified")
def file_modified(tree: Tree) -> str | None:
    """When the file was saved last, as it says."""
    return tree.meta("file-modified") if tree.format == "pdf" else None
