"""What may stand in sources.yaml."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from watcher.sources.forms import (
    Figure,
    Form,
    Host,
    Id,
    KindOfFinding,
    Level,
    Pattern,
    Period,
    Selector,
    Selectors,
    Term,
    TimeZone,
    Url,
    Words,
)

PageKind = Literal["article", "qa", "listing", "resource-list", "program", "feed", "plain"]


class ExpectForm(Form):
    """What the page should read like. A reading that differs is shown in Health; it is no finding."""

    archived: Words | None = Field(
        default=None, description="Words of the label that calls the page not current.", examples=["Archived Content"]
    )
    page_date: Words | None = Field(
        default=None, description="The page's own date, as it says it.", examples=["Last Updated: 02/05/2021"]
    )
    breadcrumb: list[Words] = Field(
        default=[], description="The breadcrumb from its first step on.", examples=[["Home", "About Us", "Archived"]]
    )
    pairs: int | None = Field(
        default=None, ge=0, description="How many questions with answers it holds.", examples=[22]
    )
    items: int | None = Field(default=None, ge=0, description="How many entries its lists hold.", examples=[34])


class IgnoreForm(Form):
    """One thing to leave out of the reading."""

    stamp: Pattern | None = Field(
        default=None,
        description="RE2 pattern that is cut out wherever it stands, even in the middle of a sentence.",
        examples=[r"AILA Doc\. No\. \d+\. \(Posted \d+/\d+/\d+\)"],
    )
    select: Selector | None = Field(
        default=None, description="CSS selector of elements that are left out.", examples=["div.related-stories"]
    )
    text: Pattern | None = Field(
        default=None,
        description="RE2 pattern; a passage that it is found in is left out whole.",
        examples=["^Views: [0-9]+$"],
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.stamp is self.select is self.text is None:
            raise PydanticCustomError("WC004", "needs one of 'stamp', 'select' or 'text'")
        return self


class LinksForm(Form):
    """Which linked documents are looked after too."""

    follow: list[Host] = Field(
        default=[],
        description="Hosts whose linked documents are followed; a host stands for its subdomains too.",
        examples=[["ice.gov", "dhs.gov"]],
    )
    save_copy: bool = Field(default=False, description="Keep a copy of each followed document.", examples=[True])


class PagesForm(Form):
    """How far a listing is read beyond its first page."""

    follow_next: bool = Field(default=False, description='Follow the listing\'s "next".', examples=[True])
    max: int = Field(default=10, ge=1, le=100, description="At most so many pages, the first included.", examples=[10])


WatchTerms = Annotated[
    list[Term],
    Field(description="Words whose coming and going is a finding.", examples=[["sanctuary", "detainer"]]),
]
Ignored = Annotated[
    list[IgnoreForm],
    Field(
        description="What to leave out of the reading, each entry a stamp, a selector or a passage.",
        examples=[[{"select": "div.related-stories"}]],
    ),
]
Alerts = Annotated[
    dict[KindOfFinding, Level],
    Field(
        description="How grave a kind of finding is here, instead of its default (docs/kinds.md).",
        examples=[{"copy.diverged": "high"}],
    ),
]


Preserve = Literal["no", "wayback"]


class DefaultsForm(Form):
    """What holds for every source that does not say otherwise."""

    every: Period = Field(default="6h", description="How often a page is looked at.", examples=["6h", "1d", "30m"])
    timezone: TimeZone = Field(
        default="UTC", description="Time zone of the dates on the pages.", examples=["America/New_York"]
    )
    tags: list[Words] = Field(
        default=[], description="Tags of every source, beside its own.", examples=[["enforcement"]]
    )
    ignore: Ignored = Field(default=[])
    watch_terms: WatchTerms = Field(default=[])
    alert: Alerts = Field(default={})
    preserve: Preserve = Field(
        default="no", description="Whether a public archive is asked to save a page that changed.", examples=["wayback"]
    )


class NamedForm(Form):
    """By what one source differs from others of its sort."""

    id: Id | None = Field(
        default=None,
        description="The source's name in commands, addresses and files; outlives its url. Left out: made of the url.",
        examples=["ice-secure-comm"],
    )
    url: Url = Field(description="The page's address.", examples=["https://www.ice.gov/secure-communities"])
    name: Words | None = Field(
        default=None, description="What people call the page.", examples=["ICE: Secure Communities"]
    )


class SourceForm(NamedForm):
    """A page to watch. Its url is enough."""

    # No validator here may look at two keys at once: what entries say beside their names is checked once for all.

    kind: PageKind | None = Field(
        default=None, description="What sort of page it is. Left out: found from the page.", examples=["program"]
    )
    every: Period | None = Field(
        default=None, description="How often it is looked at. Left out: as in defaults.", examples=["1d"]
    )
    timezone: TimeZone | None = Field(
        default=None, description="Time zone of its dates. Left out: as in defaults.", examples=["America/New_York"]
    )
    tags: list[Words] = Field(
        default=[], description="Words to choose it by, in commands and subscriptions.", examples=[["ice", "s-comm"]]
    )
    select: Selectors = Field(
        default=[],
        description="CSS selectors of what to read. Left out: the page's own content region.",
        examples=[["main article"]],
    )
    expect: ExpectForm = Field(
        default=ExpectForm(), description="What the page should read like.", examples=[{"pairs": 22}]
    )
    ignore: Ignored = Field(default=[])
    figures: dict[Words, Figure] = Field(
        default={},
        description="Numbers to follow by name; {n} stands for the number, the words around it anchor the match.",
        examples=[{"jurisdictions": "{n} jurisdictions"}],
    )
    contacts: bool = Field(
        default=False, description="Follow telephone numbers and addresses as values of their own.", examples=[True]
    )
    headings_as_questions: bool = Field(
        default=False, description="Read headings that ask as questions, what follows as answers.", examples=[True]
    )
    watch_terms: WatchTerms = Field(default=[])
    links: LinksForm = Field(
        default=LinksForm(), description="Linked documents to look after.", examples=[{"follow": ["ice.gov"]}]
    )
    pages: PagesForm = Field(
        default=PagesForm(), description="How far a listing is read.", examples=[{"follow_next": True, "max": 10}]
    )
    moving_parts: Literal["leave-out", "keep"] = Field(
        default="leave-out",
        description="What becomes of counters, promotions and the like that differ between two looks in a row.",
        examples=["keep"],
    )
    render: Literal["no", "browser"] = Field(
        default="no",
        description="Whether the page is read as its scripts build it, in the system's Chromium.",
        examples=["browser"],
    )
    render_from: list[Host] = Field(
        default=[],
        description="Hosts beside the page's own site that it may load from; a host stands for its subdomains too.",
        examples=[["api.census.gov"]],
    )
    mirror_of: Id | None = Field(
        default=None, description="The id of the source that this one is a copy of.", examples=["dhs-qa-eo-13768"]
    )
    alert: Alerts = Field(default={})
    preserve: Preserve | None = Field(
        default=None,
        description="Whether a public archive is asked to save the page after each change. Left out: as in defaults.",
        examples=["wayback"],
    )
    robots_override: Words | None = Field(
        default=None,
        description="Why robots.txt is not obeyed for this page; the reason is recorded. Left out: it is obeyed.",
        examples=["The agency's press office agreed on 2026-11-02."],
    )


class SourcesForm(Form):
    """The pages to watch. It holds no secrets, so it can be public."""

    version: Literal[1] = Field(default=1, description="The version of this format.", examples=[1])
    defaults: DefaultsForm = Field(
        default=DefaultsForm(), description="What holds for every source.", examples=[{"every": "6h"}]
    )
    sources: list[SourceForm] = Field(
        description="The pages, in the order in which they are shown.",
        examples=[[{"url": "https://www.ice.gov/secure-communities"}]],
    )
