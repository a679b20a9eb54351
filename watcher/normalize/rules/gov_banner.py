"""The strip that says a site is the government's: "An official website of the United States government"."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree

# Four wordings in HTML, older ones in text captures; extractors turn the padlock into "()" or "( )".
_LINE = re.compile(
    r"^(?:"
    r"(?:u\.?s\.?|united states) flag(?: signifying that this is a united states federal government website\.?)?"
    r"|(?:an )?official (?:u\.s\. government )?website of the (?:united states government"
    r"|(?:u\.s\. )?department of homeland security)\.?"
    r"|government website|official government website"
    r"|here's how you know(?: here's how you know)?"
    r"|(?:official )?(?:websites|sites) use \.gov\.?(?: a \.gov website belongs to .{0,120})?"
    r"|a \.gov website belongs to an official government organization in the united states\.?"
    r"|safely connect using https"
    r"|secure \.gov websites use https\.?(?: a lock .{0,260})?"
    r"|a lock ?\(.{0,60}\) or https:// means you've safely connected to the \.gov website\. share .{0,90}"
    r"|share sensitive information only on official, secure websites\.?"
    r"|report crimes: email or call 1-866-dhs-2-ice"
    r")$"
)


@strip("gov-banner")
def banner(tree: Tree) -> Iterator[Tag]:
    """The banner, whatever its wording."""
    yield from tree.classed("usa-banner", "usa-banner-inner", "official-website", "gov-banner")
    # USCIS has no usa-banner; its strip stands in the second header.
    yield from tree.with_id("header-second", "block-officialsitelanguage", "block-howyouknowdescription", "gov-banner")
    for tag in tree.named("section"):
        if str(tag.get("aria-label") or "").lower().startswith(("official website of", "official government website")):
            yield tag
    yield from tree.lines(_LINE)
