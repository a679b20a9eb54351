"""What is told of several pages together: the same edit on many of them, and a copy whose original changed."""

import asyncio
from dataclasses import replace

from watcher.model import Flag, Source, Subscription

TOPICS = ("Visas", "Detention", "Courts", "Appeals")
TEXTS = {
    "Visas": "A visitor applies at the consulate of the country of residence.",
    "Detention": "A person in custody may call a lawyer on every day of the week.",
    "Courts": "Hearings are open to the public unless the judge closes them.",
    "Appeals": "An appeal is filed within thirty days of the decision.",
}
DESK = Subscription("desk", "box", cadence="at-once")


def address(topic, host="www.agency.example.gov"):
    """Where the page about a topic stands."""
    return f"https://{host}/{topic.lower()}"


def about(topic, *, hours="8 to 16", last="Report an error on this page to the web team."):
    """One page of an agency that puts its office hours in every article and a line of its frame under it."""
    return (
        f"<html><head><title>{topic}</title></head><body><main><h1>{topic}</h1>"
        f"<p>{TEXTS[topic]}</p><p>Our office answers calls from {hours} and on no holiday.</p>"
        f"<p>This page explains {topic.lower()} in general terms only.</p><div><p>{last}</p></div></main></body></html>"
    )


def of(watch, kind):
    """The findings of that kind, over all sources."""
    return [finding for source in watch.sources for finding in _all(watch, source.id) if finding.kind == kind]


def _all(watch, source_id):
    changes = watch.store.history.changes(source_id=source_id)
    return [finding for told in changes for finding in told.findings]


def test_the_same_edit_on_several_pages_of_a_host_is_owed_once(watch):
    async def story():
        async with watch({topic.lower(): address(topic) for topic in TOPICS}, subscriptions=[DESK]) as site:
            site.script.says = {address(topic): about(topic) for topic in TOPICS}
            await site.check()
            site.script.says = {address(topic): about(topic, hours="9 to 12") for topic in TOPICS}
            await site.check()
            told = [finding for topic in TOPICS for finding in site.told(topic.lower())]
            assert len(told) >= len(TOPICS)
            assert all(Flag.SITE_WIDE in finding.flags for finding in told)
            owed = site.store.outbox.owed("desk")
            assert len(owed) == 1
            assert "on 4 pages of this host" in owed[0][0].findings[0].summary

    asyncio.run(story())


def test_who_watches_only_the_last_of_the_pages_hears_of_it_there(watch):
    last = Subscription("last", "box", sources=("appeals",), cadence="at-once")

    async def story():
        async with watch({topic.lower(): address(topic) for topic in TOPICS}, subscriptions=[DESK, last]) as site:
            site.script.says = {address(topic): about(topic) for topic in TOPICS}
            await site.check()
            site.script.says = {address(topic): about(topic, hours="9 to 12") for topic in TOPICS}
            await site.check()
            assert len(site.store.outbox.owed("desk")) == 1
            ((told, _),) = site.store.outbox.owed("last")
            assert told.source_id == "appeals"

    asyncio.run(story())


def test_two_pages_are_not_a_site(watch):
    async def story():
        async with watch({topic.lower(): address(topic) for topic in TOPICS[:2]}, subscriptions=[DESK]) as site:
            site.script.says = {address(topic): about(topic) for topic in TOPICS}
            await site.check()
            site.script.says = {address(topic): about(topic, hours="9 to 12") for topic in TOPICS}
            await site.check()
            assert len(site.store.outbox.owed("desk")) == 2

    asyncio.run(story())


def test_a_line_of_the_frame_that_changes_on_every_page_is_no_news(watch):
    async def story():
        async with watch({topic.lower(): address(topic) for topic in TOPICS}, subscriptions=[DESK]) as site:
            site.script.says = {address(topic): about(topic) for topic in TOPICS}
            await site.check()
            last = "Tell the web team about mistakes on this page."
            site.script.says = {address(topic): about(topic, last=last) for topic in TOPICS}
            await site.check()
            assert site.store.outbox.owed("desk") == []
            assert len(of(site, "template.changed")) == len(TOPICS)

    asyncio.run(story())


ORIGINAL = "https://www.agency.example.gov/qa"
COPY = "https://library.example.org/copy"


def answers(second):
    """Two questions with their answers."""
    return (
        "<html><head><title>Questions</title></head><body><main><h1>Questions</h1>"
        "<p>Q1: Who may apply?</p><p>A1: Everybody who lives here may apply.</p>"
        f"<p>Q2: How long does it take?</p><p>A2: {second}</p></main></body></html>"
    )


def test_a_copy_diverges_when_its_original_changes_and_converges_when_it_follows(watch):
    copy = Source("copy", COPY, mirror_of="original", learn_moving=False)

    async def story():
        async with watch({"original": ORIGINAL, "copy": copy}, subscriptions=[DESK]) as site:
            site.script.says = dict.fromkeys((ORIGINAL, COPY), answers("It takes thirty days."))
            await site.check()
            site.script.says[ORIGINAL] = answers("It takes ninety days.")
            await site.check()
            (diverged,) = [finding for finding in site.told("copy") if finding.kind == "copy.diverged"]
            assert "ninety" in f"{diverged.summary}{diverged.before}{diverged.after}"
            site.script.says[COPY] = answers("It takes ninety days.")
            await site.check()
            assert [finding.kind for finding in site.told("copy") if finding.kind.startswith("copy.")] == [
                "copy.diverged",
                "copy.converged",
            ]
            assert site.store.verify() == []

    asyncio.run(story())


def test_a_copy_converges_when_its_original_goes_back(watch):
    copy = Source("copy", COPY, mirror_of="original", learn_moving=False)

    async def story():
        async with watch({"original": ORIGINAL, "copy": copy}) as site:
            site.script.says = dict.fromkeys((ORIGINAL, COPY), answers("It takes thirty days."))
            await site.check()
            for second in ("It takes ninety days.", "It takes thirty days.", "It takes ninety days."):
                site.script.says[ORIGINAL] = answers(second)
                await site.check()
            assert [finding.kind for finding in site.told("copy")] == [
                "copy.diverged",
                "copy.converged",
                "copy.diverged",
            ]

    asyncio.run(story())


def test_what_moves_between_two_looks_in_a_row_is_left_out_by_name(watch, says):
    turn = iter(range(10_000))

    class Moving(dict):
        """Shows another promotion at every look."""

        def get(self, url, default=None):
            """The page with the next promotion."""
            promo = f'<aside class="promo-of-the-hour"><p>Offer number {next(turn)} of the hour</p></aside>'
            return super().get(url, default).replace("</main>", f"{promo}</main>")

    source = Source("page", ORIGINAL)

    async def story():
        async with watch({"page": source}, subscriptions=[DESK]) as site:
            site.script.says = Moving({ORIGINAL: says("The office is open.", "It has three doors and a garden.")})
            await site.check()
            standing = site.store.agenda.standing("page")
            assert standing.moving
            for _ in range(3):
                await site.check()
            assert site.told("page") == []
            assert site.store.history.versions("page")[-1].number == 1
            site.script.says = Moving({ORIGINAL: says("The office is closed.", "It has three doors and a garden.")})
            await site.check()
            assert [finding.kind for finding in site.told("page")] == ["text.altered"]
            assert site.store.verify() == []

    asyncio.run(story())


def test_who_wants_to_read_what_moves_reads_it(watch, says):
    source = replace(Source("page", ORIGINAL), learn_moving=False)

    async def story():
        async with watch({"page": source}) as site:
            site.script.says = {ORIGINAL: says("The office is open.")}
            await site.check()
            assert site.script.asked == [ORIGINAL]

    asyncio.run(story())
