"""The strip that says a site is the government's: "An official website of the United States government"."""

import re
from collections.abc import Iterator

from bs4 import Tag

from watcher.extend import strip
from watcher.normalize.tree import Tree
from watcher.text import fold

# Four wordings in HTML, older ones in text captures; extractors turn the padlock into "()" or "( )", and put
# several of the sentences, or all, into one line.
_PHRASE = re.compile(
    r"(?:"
    r"(?:u\.?s\.?|united states) flag(?: signifying that this is a united states federal government website)?"
    r"|(?:an )?official (?:u\.s\. government )?website of the (?:united states government"
    r"|(?:u\.s\. )?department of homeland security)"
    r"|(?:official )?government website"
    r"|here's how you know"
    r"|(?:official )?(?:websites|sites) use \.(?:mil or \.)?gov"
    r"|a \.gov website belongs to an official government organi[sz]ation in the united states"
    r"|safely connect using https|secure \.gov websites use https"
    r"|a lock ?\(.{0,60}?\) or https:// means you've safely connected to the \.gov website"
    r"|share sensitive information only on official, secure websites"
    r"|the \.gov means it's official|the site is secure"
    r"|federal government websites often end in \.gov or \.mil"
    r"|before sharing sensitive information, make sure you're on a federal government site"
    r"|the https:// ensures that you are connecting to the official website and that any information you provide is "
    r"encrypted and transmitted securely"
    r")(?=\W|$)[\s.|!:]*"
)
_KNOWN = (
    "gov",
    "flag",
    "official website",
    "how you know",
    "https",
    "site is secure",
    "secure websites",
    "department of homeland security",
)
_LONGEST = 900


@strip("gov-banner")
def banner(tree: Tree) -> Iterator[Tag]:
    """The banner, whatever its wording."""
    yield from tree.classed("usa-banner", "usa-banner-inner", "official-website", "gov-banner")
    # USCIS has no usa-banner; its strip stands in the second header.
    yield from tree.with_id("header-second", "block-officialsitelanguage", "block-howyouknowdescription", "gov-banner")
    for tag in tree.named("section"):
        if str(tag.get("aria-label") or "").lower().startswith(("official website of", "official government website")):
            yield tag
    yield from (passage.tag for passage in tree.passages if _is_banner(passage.text))
    yield from (image for image in tree.named("img") if _is_banner(str(image.get("alt") or "")))


def _is_banner(text: str) -> bool:
    """Whether it says the banner's sentences and nothing else."""
    lowered = text.lower() if len(text) <= _LONGEST else ""
    if not any(word in lowered for word in _KNOWN):
        return False
    return not _PHRASE.sub("", fold(text).casefold()).strip(" !|")
