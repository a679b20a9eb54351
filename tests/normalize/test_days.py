"""The day that a page gives machines is the day where the page is written."""

import pytest

from watcher.model import Source

URL = "https://www.uscis.example/i-9"
PAGE = '<head><meta name="dcterms.modified" content="{}"></head><main><h1>Form I-9</h1><p>Use it here.</p></main>'


@pytest.mark.parametrize(
    ("written", "zone", "day"),
    [
        ("2025-10-28T03:30:00Z", "America/New_York", "2025-10-27"),
        ("2025-10-28T04:00:00Z", "America/New_York", "2025-10-28"),
        ("2025-12-28T05:00:00+00:00", "America/New_York", "2025-12-28"),
        ("2025-10-28T04:00:00Z", "UTC", "2025-10-28"),
        ("2025-10-28T23:30:00-04:00", "UTC", "2025-10-28"),
        ("2025-10-28", "Asia/Tokyo", "2025-10-28"),
    ],
)
def test_an_instant_counts_by_its_day_in_the_sources_time_zone(read, written, zone, day):
    document = read(PAGE.format(written), source=Source("i-9", URL, timezone=zone))
    assert document.fact("updated") == day


def test_an_attribute_in_a_stamp_counts_in_the_same_zone(read):
    stamp = '<p class="last-updated">Last updated <time datetime="2025-10-28T03:30:00Z">yesterday</time></p>'
    document = read(
        f"<main><h1>Form I-9</h1><p>Use it.</p>{stamp}</main>", source=Source("i-9", URL, timezone="America/New_York")
    )
    assert document.fact("updated") == "2025-10-27"
