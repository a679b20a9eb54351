"""The demo's site answers as the sites that it stands for do."""

import gzip
from typing import Any
from urllib.parse import urlsplit

from watcher.demo import ADDRESSES, ROUNDS, ManyPages, Site, demo_sources_yaml, demo_watcher_yaml
from watcher.demo.render import PAGES


def test_every_page_answers_in_every_round_as_the_script_says(site: Site, visitor: Any) -> None:
    expected = {"page": 200, "blocked": 403, "not-found": 404}
    for number in range(len(ROUNDS)):
        site.set_round(number)
        for source_id in PAGES:
            status, _, body = visitor.page(source_id)
            assert status == expected[site.showing(source_id).get("answer", "page")], (number, source_id, body[:200])


def test_two_answers_of_one_round_differ_in_tokens_alone(site: Site, visitor: Any) -> None:
    first, second = (visitor.page("dhs-qa-eo-13768")[2] for _ in range(2))
    assert first != second
    assert len(first) == len(second)


def test_nilc_answers_304_to_its_own_etag_until_the_list_changes(site: Site, visitor: Any) -> None:
    _, headers, body = visitor.page("nilc-pep-scomm")
    status, _, nothing = visitor.page("nilc-pep-scomm", If_None_Match=headers["etag"])
    assert (status, nothing) == (304, b"")
    memo_gone = next(number for number, played in enumerate(ROUNDS) if "nilc-pep-scomm" in played.shows)
    site.set_round(memo_gone)
    status, _, later = visitor.page("nilc-pep-scomm", If_None_Match=headers["etag"])
    assert status == 200
    assert len(later) < len(body)


def test_an_unknown_address_is_a_404_in_the_style_of_its_host(visitor: Any) -> None:
    for host in ADDRESSES:
        status, _, body = visitor.get(f"http://{host}:{visitor.port}/no/such/page")
        assert status == 404
        assert b"not found" in body.lower()
    assert b"K-9 Scout" in visitor.get(f"http://www.dhs.test:{visitor.port}/x")[2]


def test_robots_txt_allows_the_watched_pages_on_every_host(visitor: Any) -> None:
    for host in ADDRESSES:
        status, headers, body = visitor.get(f"http://{host}:{visitor.port}/robots.txt")
        assert (status, headers["content-type"]) == (200, "text/plain")
        assert b"Disallow: /admin/" in body


def test_the_old_address_of_the_program_page_leads_to_the_new_one(visitor: Any) -> None:
    status, headers, _ = visitor.get(f"http://www.ice.test:{visitor.port}/secure_communities/")
    assert (status, headers["location"]) == (301, "/secure-communities")


def test_the_archived_article_differs_in_label_breadcrumb_and_date_not_in_its_words(site: Site, visitor: Any) -> None:
    archived = next(number for number, played in enumerate(ROUNDS) if played.title == "Archived")
    bodies = []
    for number in (archived - 1, archived):
        site.set_round(number)
        bodies.append(visitor.page("dhs-pep-archived")[2].decode())
    live, labelled = bodies
    assert "Archived Content" not in live
    assert "Archived Content" in labelled
    assert "News Archive" in labelled
    article = [body[body.index("field--name-body") : body.index("sheriffs.</em>")] for body in bodies]
    assert article[0] == article[1]


def test_both_configuration_files_name_six_sources_on_hosts_that_have_an_address() -> None:
    sources = demo_sources_yaml(8123)
    urls = [line.split("url: ")[1] for line in sources.splitlines() if "url: " in line]
    assert len(urls) == 6
    assert {urlsplit(url).hostname for url in urls} == set(ADDRESSES)
    assert "127.0.0.1/32" in demo_watcher_yaml(8123)


def test_many_pages_are_as_large_as_government_pages_and_never_twice_the_same(visit: Any) -> None:
    pages = ManyPages(3, ["a.test", "b.test"])
    visitor = visit(pages.start())
    try:
        url = pages.urls(visitor.port)[2]
        first, second = (visitor.get(url)[2] for _ in range(2))
        assert 70_000 < len(first) < 80_000
        assert first != second
        assert visitor.get(f"http://a.test:{visitor.port}/page/3")[0] == 404
        assert pages.change(1 / 3) == 1
        changed = [b"500 requests" in visitor.get(address)[2] for address in pages.urls(visitor.port)]
        assert changed == [True, False, False]
        assert pages.asked == 6
    finally:
        pages.stop()


def test_many_pages_in_gzip_unpack_to_the_page_itself(visit: Any) -> None:
    pages = ManyPages(1, ["a.test"], compressed=True)
    visitor = visit(pages.start())
    try:
        _, headers, body = visitor.get(pages.urls(visitor.port)[0])
        assert headers["content-encoding"] == "gzip"
        assert gzip.decompress(body).rstrip().endswith(b"</html>")
    finally:
        pages.stop()
