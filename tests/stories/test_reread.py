"""Rules change; what was told does not. Told from outside: commands and files alone."""

import signal
import sqlite3
import time

FEE = '<p class="fee">The fee is {} today.</p><p>The office is {} on weekdays.</p>'
LIST = """<ul><li><a href="/one">The first memo</a> on who may stay.</li>
<li><a href="/two">The second memo</a> on what it costs.</li>{}</ul>"""


def configure(bot, url: str, more: str = "") -> None:
    bot.writes(f"version: 1\nsources:\n  - {{id: page-1, url: '{url}'{more}}}\n")


def told_twice(site, bot, frame) -> tuple[str, list[str]]:
    """The fee changed, then the office closed; returns the address and the ids of the two changes."""
    url = site.shows("/a", frame(FEE.format("$30", "open")))
    configure(bot, url)
    bot.checks()
    changes = []
    for words in (("$45", "open"), ("$45", "closed")):
        site.shows("/a", frame(FEE.format(*words)))
        changes.append(bot.checks("--notify").findings[0]["change"])
    return url, changes


def ledger(bot) -> str:
    return (bot.home / "snapshots" / "ledger" / "00000001.jsonl").read_text()


def test_under_the_same_rules_nothing_would_be_said_differently(site, bot, frame):
    url = site.shows("/a", frame(FEE.format("$30", "open")))
    copy = site.shows("/copy", frame(FEE.format("$30", "open"), token="c"))
    lists = site.shows("/list", frame(LIST.format("")))
    bot.writes(
        f"version: 1\nsources:\n  - {{id: page, url: '{url}'}}\n"
        f"  - {{id: copy, url: '{copy}', mirror_of: page}}\n  - {{id: memos, url: '{lists}', kind: resource-list}}\n"
    )
    bot.checks()
    site.shows("/a", frame(FEE.format("$45", "open"), token="two"))
    bot.checks()
    site.shows("/copy", frame(FEE.format("$30", "closed")))
    site.shows("/list", frame(LIST.format('<li><a href="/three">The third memo</a> on appeals.</li>')))
    bot.checks()
    del site.pages["/a"]
    bot.checks()
    site.shows("/a", frame(FEE.format("$45", "closed")))
    bot.checks()
    site.shows("/a", frame(FEE.format("$30", "open"), updated="02/05/2026"))
    kinds = bot.checks().kinds
    assert kinds
    again = bot.says("reread", "--json")
    assert again.code == 0, again.err
    assert again.json["changes"] == again.json["faults"] == []
    assert again.json["counts"]["changes"] >= 6
    assert again.json["counts"]["recorded"] == 0
    assert "Nothing would be said differently" in bot.says("reread", "--dry-run").out


def test_an_edited_source_is_never_an_alarm_and_reread_says_what_differs(site, bot, frame):
    url, (fee, _) = told_twice(site, bot, frame)
    mails, log = len(bot.mails()), bot.says("log", "--json").out
    configure(bot, url, ", ignore: [{select: '.fee'}]")
    quiet = bot.checks("--notify")
    assert (quiet.counts["unchanged"], quiet.kinds) == (1, [])
    kept = ledger(bot)
    dry = bot.says("reread", "--dry-run", "--json").json
    assert (dry["counts"]["differing"], dry["counts"]["recorded"], ledger(bot)) == (1, 0, kept)
    again = bot.says("reread", "--json").json
    [change] = again["changes"]
    [difference] = change["differences"]
    assert (change["change"], change["was_told"], again["counts"]["recorded"]) == (fee, True, 1)
    assert (difference["then"]["kind"], difference["today"]["severity"]) == ("figure.changed", "noise")
    kept = ledger(bot)
    assert "1 would be said differently" in bot.says("reread").out
    assert ledger(bot) == kept
    bot.checks("--notify")
    assert len(bot.mails()) == mails
    assert bot.says("log", "--json").out == log


def test_what_was_told_stays_and_show_prints_it_beside_the_later_reading(site, bot, frame):
    url, (fee, _) = told_twice(site, bot, frame)
    configure(bot, url, ", ignore: [{select: '.fee'}]")
    bot.says("reread")
    shown = bot.says("show", fee).out
    assert shown.index("figure.changed") < shown.index("Reads today otherwise") < shown.index("boilerplate.changed")
    first = bot.says("show", fee, "--rules", "first").out
    assert ("figure.changed" in first, "today otherwise" in first) == (True, False)
    assert bot.says("reindex").code == bot.says("verify").code == 0
    latest = bot.says("show", fee, "--rules", "latest", "--json").json
    assert (latest["origin"], latest["change"]) == ("rules", fee)
    assert [finding["severity"] for finding in latest["findings"]] == ["noise"]
    both = bot.says("show", fee, "--json").json
    assert both["findings"][0]["kind"] == "figure.changed"
    assert both["reread"]["findings"] == latest["findings"]
    assert bot.says("show", fee, "--rules", "r9").code == 2


def test_a_damaged_copy_is_named_and_the_rest_is_read(site, bot, frame):
    url, (fee, _) = told_twice(site, bot, frame)
    # The last one: others may lean on an earlier body.
    body = bot.says("show", "page-1@v3", "--json").json["snapshot"]["body"]["sha256"]
    blob = bot.home / "snapshots" / "blobs" / body[:2] / f"{body}.zst"
    blob.chmod(0o640)
    blob.write_bytes(b"not what was kept")
    configure(bot, url, ", ignore: [{select: p}]")
    again = bot.says("reread")
    assert again.code == 6
    assert again.out.count(str(blob)) == 1
    assert fee in again.out
    assert "Traceback" not in again.err
    blob.unlink()
    gone = bot.says("reread", "--json")
    assert gone.code == 6
    assert {fault["code"] for fault in gone.json["faults"]} == {"E_STORE"}


def test_before_the_first_look_there_is_nothing_to_read(site, bot):
    configure(bot, site.url("/a"))
    assert bot.says("reread", "--dry-run").code == 2
    assert "Nothing would be said differently" in bot.says("reread").out


def test_a_dry_run_needs_no_lock(site, bot, frame):
    told_twice(site, bot, frame)
    site.slow = 30
    asked = len(site.asked)
    held = bot.start("check")
    try:
        while len(site.asked) == asked and held.poll() is None:
            time.sleep(0.05)
        assert bot.says("reread").code == 11
        assert bot.says("reread", "--dry-run").code == 0
    finally:
        held.kill()
        held.communicate(timeout=20)


def test_ctrl_c_leaves_a_whole_store_and_the_next_run_goes_on(site, bot, frame):
    url, _ = told_twice(site, bot, frame)
    for at in range(6):
        site.shows("/a", frame(FEE.format(f"${50 + at}", "closed")))
        bot.checks()
    configure(bot, url, ", ignore: [{select: '.fee'}]")
    halfway = bot.start("reread")
    deadline = time.monotonic() + 20
    while '"type":"reread"' not in ledger(bot) and time.monotonic() < deadline:
        time.sleep(0.01)
    halfway.send_signal(signal.SIGINT)
    out, err = halfway.communicate(timeout=30)
    assert "Traceback" not in err
    assert halfway.returncode in (130, 0), (out, err)  # a quick run may be done before it is interrupted
    assert bot.says("verify").code == 0
    assert bot.says("reread").code == 0
    with sqlite3.connect(bot.home / "watcher.db") as connection:
        ids = [row[0] for row in connection.execute("SELECT change_id FROM reread")]
    connection.close()
    assert len(ids) == len(set(ids)) == 7
