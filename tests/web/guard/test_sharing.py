"""A link opens one address to whoever has it, for a while, and nothing else."""

from datetime import timedelta

import pytest

from watcher.web.sharing import Shares, is_shareable


@pytest.fixture
def until(archive):
    """A day from now."""
    return archive.clock.now() + timedelta(days=1)


def test_a_link_opens_its_address_to_anybody_until_it_ends(archive, private, change, until):
    for path in (f"/c/{change}", f"/c/{change}/exhibit", "/sources/original/v1", "/feed.atom", "/metrics"):
        link = private.shares.link(path, until)
        assert private.asks(link).status == 200, path
    archive.clock.at += timedelta(days=1, minutes=1)
    assert private.asks(link).status == 401


def test_a_link_opens_no_other_address(private, change, until):
    _, _, query = private.shares.link(f"/c/{change}", until).partition("?")
    for path in ("/", "/sources", f"/c/{change}/exhibit", f"/c/{change}.json", f"/c/{change}/", f"/c//{change}"):
        assert private.asks(f"{path}?{query}").status in {303, 401}, path
    assert private.posts(f"/c/{change}/review?{query}", "verdict=important", Origin=private.origin).status == 401


def test_a_link_that_was_altered_opens_nothing(private, change, until):
    path, _, query = private.shares.link(f"/c/{change}", until).partition("?")
    later = Shares("another secret", lambda: until).ticket(path, until + timedelta(days=9))
    own = query.removeprefix("share=")
    for ticket in (
        later,
        own[:-1],
        own + "0",
        "9" + own[1:],
        own.upper(),
        "",
        "x",
        "%FF.%FF",
        "20990101T0000Z." + own[15:],
    ):
        assert private.asks(f"{path}?share={ticket}").status == 303, ticket


def test_a_feed_reader_goes_on_to_older_changes_by_the_same_link(private, until):
    link = private.shares.link("/feed.atom", until)
    assert f'rel="self" href="{private.origin}{link}"' in private.asks(link).body.decode()


def test_a_program_sends_the_same_and_reads_the_api_and_nothing_else(private, until):
    said = {"Authorization": f"Bearer {private.shares.ticket('/api/v1/', until)}"}
    assert private.asks("/api/v1/changes?limit=1", **said).status == 200
    assert private.asks("/api/v1/openapi.json", **said).status == 200
    for path in ("/sources.json", "/metrics", "/feed.atom"):
        assert private.asks(path, **said).status == 401


def test_the_operator_makes_a_link_by_a_form(private, change):
    assert f'href="/share?path=/c/{change}"' in private.asks(f"/c/{change}", **private.logged_in()).body.decode()
    assert (
        f'name="path" value="/c/{change}"'
        in private.asks(f"/share?path=/c/{change}", **private.logged_in()).body.decode()
    )
    form = f"path=/c/{change}&days=3&mark={private.mark()}"
    made = private.posts("/share", form, **private.logged_in())
    assert made.status == 200
    link = made.body.decode().partition(f'<p class="hash"><a href="{private.origin}')[2].partition('"')[0]
    assert private.asks(link).status == 200
    assert private.posts("/share", f"path=/sources&mark={private.mark()}", **private.logged_in()).status == 400


@pytest.mark.parametrize(
    "path", ["/", "/sources", "/api/v1/changes", "/c/../login", "/compare", "/sources/x/v1/verify"]
)
def test_what_leads_on_cannot_be_shared(path):
    assert not is_shareable(path)
