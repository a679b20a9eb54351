"""What a source may ask for beside its words: its links, its figures, its terms, what it should read like."""

MEMO = "Memorandum\n\nOfficers may ask for help in every case that is known to them.\n"


def test_a_linked_file_that_is_another_one_is_told_with_the_words_that_differ(site, bot, frame):
    memo = site.shows("/memo.txt", MEMO, content_type="text/plain")
    url = site.shows("/list", frame(f'<p>Read the <a href="{memo}">office memo</a> on this.</p>', title="Resources"))
    bot.watches(url, links="{follow: [127.0.0.1]}")
    assert bot.checks().kinds == []
    site.shows("/memo.txt", MEMO.replace("may", "must"), content_type="text/plain")
    round_ = bot.checks()
    assert round_.kinds == ["document.replaced", "text.altered"]
    assert 'the file "office memo"' in round_.findings[0]["summary"]
    assert '"may" became "must"' in round_.findings[0]["summary"]
    assert bot.checks().kinds == []
    assert bot.says("verify").code == 0


def test_what_is_expected_and_not_so_stands_in_the_status(site, bot, frame):
    url = site.shows("/page", frame("<p>More than 283,000 people were removed.</p>", title="Program"))
    bot.watches(url, expect="{pairs: 22}", figures='{removed: "{n} people", freed: "{n} freed"}')
    bot.checks()
    said = bot.says("status").out
    assert "expected 22 pairs, found 0" in said
    assert 'expected the figure freed as "{n} freed", found none' in said
    assert "{n} people" not in said


def test_a_followed_figure_and_a_dropped_term_are_told_by_name(site, bot, frame):
    text = "<p>More than 283,000 people were removed in that year.</p><p>A detainer was signed for each.</p>"
    url = site.shows("/page", frame(text, title="Program"))
    bot.watches(url, watch_terms="[detainer]", figures='{removed: "{n} people"}')
    bot.checks()
    site.shows("/page", frame(text.replace("283,000", "297,000").replace("detainer", "form"), title="Program"))
    said = [finding["summary"] for finding in bot.checks().findings]
    assert any(summary.startswith("removed: 283,000 → 297,000 (+14,000)") for summary in said)
    assert 'the term "detainer" no longer occurs (before: 1 time)' in said
