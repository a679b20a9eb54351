"""Which tables hold figures rather than lay a page out, with their rows."""

from collections.abc import Iterator

from bs4 import Tag

from watcher.text import tidy

_LAYOUT = ["h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "form", "article"]


def is_data(table: Tag) -> bool:
    """Whether it is read row by row: nothing in its cells that stands on its own, and more than one column of words."""
    if table.find("th") is not None and table.find("table") is None:
        return True
    return table.find(_LAYOUT) is None and any(_has_columns(row) for row in table.find_all("tr"))


def _has_columns(row: Tag) -> bool:
    """A picture beside the words, for a bullet, is no column."""
    return sum(bool(cell.get_text(strip=True)) for cell in row.find_all("td")) > 1


def rows_of(table: Tag) -> Iterator[tuple[list[str], Tag]]:
    """(Words of the cells, row) for every row that says anything, the caption first."""
    caption = table.find("caption")
    if isinstance(caption, Tag) and (words := tidy(caption.get_text(" "))):
        yield [words], caption
    for row in table.find_all("tr"):
        cells = [tidy(cell.get_text(" ")) for cell in row.find_all(["td", "th"])]
        if any(cells):
            yield cells, row
