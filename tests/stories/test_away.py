"""What `status` says of pages that do not show, and the way out."""

from email.header import decode_header, make_header

PARAGRAPH = "<p>Paragraph {} says that an applicant may ask office number {} for a hearing within a week.</p>"


def long(frame, count=30):
    """A page with plenty of text."""
    return frame("".join(PARAGRAPH.format(at, at) for at in range(count)))


def test_status_names_a_doubted_removal_with_the_way_out(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>The office is open on weekdays.</p>")))
    bot.checks()
    del site.pages["/a"]
    bot.checks()
    [source] = bot.says("status", "--json").json["sources"]
    assert source["state"] == "doubted"
    assert "confirmed by 3 answers over 6 hours or withdrawn" in source["way_out"]
    assert "watcher check page-1" in bot.says("status").out


def test_status_names_a_mass_change_and_nothing_of_it_is_mailed_before_the_second_look(site, bot, frame):
    bot.watches(*(site.shows(f"/{at}", frame(f"<p>Office {at} is open on weekdays.</p>")) for at in range(6)))
    bot.checks()
    for at in range(6):
        site.shows(f"/{at}", frame(f"<p>Office {at} is shut on weekdays.</p>"))
    assert bot.checks("--notify").counts["changed"] == 6
    [notice] = bot.mails()
    assert "Mass change: 6 of 6 pages" in str(make_header(decode_header(notice["Subject"])))
    status = bot.says("status")
    assert "Mass change: 6 of 6 pages" in status.out
    assert "`watcher check` looks at them again now" in status.out
    assert bot.says("status", "--json").json["mass_changes"][0]["held"] is True
    bot.checks("--notify")
    assert len(bot.mails()) == 2
    assert "persists" in bot.says("status").out


def test_a_page_cut_down_to_a_stub_is_asked_for_twice_and_told_by_the_same_check(site, bot, frame):
    bot.watches(site.shows("/a", long(frame)))
    bot.checks()
    site.asked.clear()
    site.shows("/a", frame("<p>This programme has ended.</p>"))
    checked = bot.checks()
    assert checked.source("page-1")["version"] == "v2"
    assert checked.loud
    assert site.asked.count("/a") == 2
