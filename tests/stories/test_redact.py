"""The law asks for an answer to be taken out: it goes, the record says so, and the watching goes on."""

import shutil

REASON = "order of the district court, case 26-123"


def shown(bot, site, frame, rooms):
    """A round at which the page says so many rooms; the id of the look."""
    site.shows(
        "/", frame(f"<p>The office has {rooms} rooms for visitors on all days of the week.</p>"), etag=f'"{rooms}"'
    )
    assert bot.checks().code == 0
    return bot.says("show", "page-1", "--json").json["snapshot"]["id"]


def test_a_withdrawn_answer_is_gone_with_its_reason_on_record_and_watching_goes_on(site, bot, frame):
    bot.watches(site.url("/"))
    first = shown(bot, site, frame, 14)
    second = shown(bot, site, frame, 20)
    refused = bot.says("redact", second, "--reason", REASON)
    assert (refused.code, "add --yes" in refused.err) == (2, True)

    done = bot.says("redact", second, "--reason", REASON, "--by", "ana", "--yes", "--json")
    assert done.code == 0, done.err
    assert (done.json["reason"], done.json["by"], done.json["shown_by"]) == (REASON, "ana", ["page-1"])
    sha256 = done.json["sha256"]
    assert not list((bot.home / "snapshots").rglob(f"{sha256}.zst"))

    verified = bot.says("verify")
    assert verified.code == 0, verified.out
    assert REASON in verified.out
    receipt = bot.says("show", second)
    assert receipt.code == 0, receipt.err
    assert f"by ana, because: {REASON}" in receipt.out
    assert "20 rooms" not in receipt.out
    assert bot.says("show", second, "--json").json["withdrawn"]["reason"] == REASON
    compared = bot.says("diff", f"{first}..{second}")
    assert (compared.code, REASON in compared.err) == (2, True)
    assert "14 rooms" in bot.says("show", first).out

    third = bot.checks()
    assert third.code == 0, third.said.err
    shown(bot, site, frame, 31)
    last = bot.says("show", "page-1").out
    assert "31 rooms" in last
    assert bot.says("verify").code == 0
    assert bot.says("reread", "--dry-run").code == 0


def test_a_page_that_changed_behind_a_withdrawn_answer_is_the_next_version_and_nothing_is_said_to_differ(
    site, bot, frame
):
    bot.watches(site.url("/"))
    shown(bot, site, frame, 14)
    second = shown(bot, site, frame, 20)
    assert bot.says("redact", second, "--reason", REASON, "--yes").code == 0
    site.shows("/", frame("<p>The office has 31 rooms for visitors on all days of the week.</p>"))
    round_ = bot.checks()
    assert round_.code == 0, round_.said.err
    assert round_.findings == []
    assert bot.says("show", "page-1", "--json").json["version"] == "v3"
    site.shows("/", frame("<p>The office has 45 rooms for visitors on all days of the week.</p>"))
    assert bot.checks().findings
    assert bot.says("verify").code == 0
    for lost in bot.home.glob("watcher.db*"):
        lost.unlink() if lost.is_file() else shutil.rmtree(lost)
    assert bot.says("reindex").code == 0
    assert bot.says("verify").code == 0
    assert bot.says("show", second).out.count(REASON) == 1


def test_nothing_is_withdrawn_without_a_reason_or_under_a_wrong_name(site, bot, frame):
    bot.watches(site.url("/"))
    first = shown(bot, site, frame, 14)
    assert bot.says("redact", first, "--reason", " ", "--yes").code == 2
    assert bot.says("redact", "nothing/20260101T000000.000Z", "--reason", REASON, "--yes").code == 2
    assert bot.says("redact", first).code == 2
    assert bot.says("verify").code == 0
