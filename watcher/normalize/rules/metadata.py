"""What the page's head says of it to machines."""

from watcher.extend import lift
from watcher.normalize.tree import Tree
from watcher.urls import absolute, unwayback


@lift("description")
def description(tree: Tree) -> str | None:
    """The summary meant for search engines."""
    return tree.meta("description", "og:description", "dcterms.description")


@lift("keywords")
def keywords(tree: Tree) -> str | None:
    """The keywords meant for search engines."""
    return tree.meta("keywords", "dcterms.subject")


@lift("language")
def language(tree: Tree) -> str | None:
    """The language the page says that it is in, without its region."""
    root = tree.soup.find("html")
    spoken = str(root.get("lang") or "") if root is not None else ""
    return spoken.strip().lower().partition("-")[0] or None


@lift("canonical")
def canonical(tree: Tree) -> str | None:
    """The address that the page calls its own."""
    for link in tree.links:
        rel = link.get("rel") or ()
        if "canonical" in ([rel] if isinstance(rel, str) else rel) and link.get("href"):
            return unwayback(absolute(tree.url, str(link["href"])))
    return None
