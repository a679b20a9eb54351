"""What a round does, told from outside: commands and files alone."""

import json
import time

ANSWER = """<h2>Who may apply?</h2><p>A person who holds a permit {} apply within 30 days.</p>
<h2>What does it cost?</h2><p>Nothing is charged for it.</p>"""


def test_the_first_look_is_kept_and_told_to_nobody(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>The office is open on weekdays.</p>")))
    first = bot.checks("--notify")
    assert first.counts == {"checked": 1, "first": 1, "unchanged": 0, "changed": 0, "failing": 0}
    assert first.source("page-1")["version"] == "v1"
    assert first.kinds == []
    assert bot.mails() == []


def test_a_page_on_which_only_tokens_moved_has_not_changed(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>The office is open on weekdays.</p>", token="one")))
    bot.checks()
    site.shows("/a", frame("<p>The office is open on weekdays.</p>", token="two"))
    again = bot.checks("--notify")
    assert again.counts["unchanged"] == 1
    assert again.source("page-1")["new_version"] is False
    assert again.kinds == []
    assert bot.mails() == []


def test_an_altered_answer_is_told_in_words_and_mailed_once(site, bot, frame):
    bot.watches(site.shows("/a", frame(ANSWER.format("may"))), kind="qa")
    bot.checks()
    site.shows("/a", frame(ANSWER.format("must")))
    changed = bot.checks("--notify")
    [finding] = [one for one in changed.findings if one["severity"] != "noise"]
    assert finding["kind"] == "faq.answer-altered"
    assert finding["severity"] == "critical"
    assert "silent" in finding["flags"]
    assert "must" in finding["after"]
    [mail] = bot.mails()
    text = mail.get_payload(0).get_payload(decode=True).decode()
    assert "[-may-]{+must+}" in text
    assert finding["change"] in text
    bot.checks("--notify")
    assert len(bot.mails()) == 1


def test_a_change_found_without_notify_is_sent_by_the_next_round_that_may(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>Fee: the fee is $30 today.</p>")))
    bot.checks()
    site.shows("/a", frame("<p>Fee: the fee is $45 today.</p>"))
    assert bot.checks().loud == ["figure.changed"]
    assert bot.mails() == []
    bot.checks("--notify")
    assert len(bot.mails()) == 1


def test_a_way_there_and_back_is_two_changes_and_the_second_is_reverted(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>The hall is open to all visitors on weekdays.</p>")))
    bot.checks()
    site.shows("/a", frame("<p>The hall is closed to all visitors on weekdays.</p>"))
    assert bot.checks().source("page-1")["version"] == "v2"
    site.shows("/a", frame("<p>The hall is open to all visitors on weekdays.</p>"))
    back = bot.checks()
    assert back.source("page-1")["version"] == "v3"
    assert all("reverted" in finding["flags"] for finding in back.findings)


def test_a_page_that_is_gone_is_doubted_then_back(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>The office is open on weekdays.</p>")))
    bot.checks()
    del site.pages["/a"]
    gone = bot.checks()
    [finding] = gone.findings
    assert (finding["kind"], finding["flags"]) == ("page.removed", ["unconfirmed"])
    assert gone.code == 0
    assert bot.checks().kinds == []
    site.shows("/a", frame("<p>The office is open on weekdays.</p>"))
    back = bot.checks()
    assert back.kinds == ["page.restored"]
    assert back.source("page-1")["version"] == "v1"


def test_a_block_page_is_weather_and_never_a_version(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>The office is open on weekdays.</p>")))
    bot.checks()
    site.shows(
        "/a",
        "<html><head><title>Access Denied</title></head><body><h1>Access Denied</h1>Reference #18.x "
        "errors.edgesuite.net</body></html>",
        403,
        Server="AkamaiGHost",
    )
    blocked = bot.checks()
    assert blocked.source("page-1")["outcome"] == "blocked"
    assert blocked.source("page-1")["version"] == "v1"
    assert blocked.kinds == []
    assert blocked.code == 4
    site.shows("/a", frame("<p>The office is open on weekdays.</p>"))
    assert bot.checks().counts["unchanged"] == 1


def test_bad_answers_are_recorded_and_the_other_sources_go_on(site, bot, frame):
    urls = [
        site.shows("/good", frame("<p>All is well here.</p>")),
        site.shows("/empty", b""),
        site.shows("/latin", b"\xff\xfe\x00bad \x80\x81 bytes " * 100),
        site.shows("/deep", b"<div>" * 50_000 + b"at the bottom"),
        site.shows("/huge", b"<p>" + b"x" * 21_000_000),
        "http://127.0.0.1:9/refused",
        "http://no-such-host.invalid/",
    ]
    bot.watches(*urls)
    done = bot.checks()
    outcomes = {source["id"]: source["outcome"] for source in done.form["sources"]}
    assert outcomes["page-1"] == "ok"
    assert outcomes["page-2"] == "empty"
    assert outcomes["page-5"] == "too_large"
    assert outcomes["page-6"] == "connect_error"
    assert outcomes["page-7"] == "dns_error"
    assert done.code == 3
    assert done.counts["checked"] == 7


def test_private_addresses_are_refused_unless_the_operator_lets_them_through(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>Inside.</p>")), watcher="version: 1\n")
    refused = bot.checks()
    assert refused.source("page-1")["outcome"] == "refused"
    assert site.asked == []


def test_the_history_can_be_read_back(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>There are 14 offices in the region.</p>")))
    bot.checks()
    site.shows("/a", frame("<p>There are 17 offices in the region.</p>"))
    change = bot.checks().findings[0]["change"]
    assert "14" in bot.says("show", "page-1@v1").out
    assert "17" in bot.says("show", "page-1").out
    assert bot.says("show", change[:8], "--json").json["findings"][0]["kind"] == "figure.changed"
    assert change in bot.says("log").out
    assert bot.says("diff", "page-1@v1..v2", "--json").json["findings"][0]["kind"] == "figure.changed"
    assert bot.says("diff", "page-1", "--exit-code").code == 10
    assert bot.says("findings", "--kind", "figure.changed", "--json").json["findings"][0]["change"] == change
    assert bot.says("verify").code == 0
    assert bot.says("show", "nothing-here").code == 2


def test_the_database_can_be_made_anew_and_tells_nothing_twice(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>There are 14 offices in the region.</p>")))
    bot.checks()
    site.shows("/a", frame("<p>There are 17 offices in the region.</p>"))
    bot.checks("--notify")
    before = bot.says("log", "--json").json
    for path in bot.home.glob("watcher.db*"):
        path.unlink()
    assert bot.says("reindex").code == 0
    assert bot.says("log", "--json").json == before
    bot.checks("--notify")
    assert len(bot.mails()) == 1


def test_a_second_writer_is_refused_and_named(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>Open.</p>")))
    running = bot.start("run")
    try:
        while not site.asked:
            time.sleep(0.05)
        said = bot.says("check")
        assert said.code == 11
        assert str(running.pid) in said.err
    finally:
        running.terminate()
        _, err = running.communicate(timeout=20)
    assert running.returncode == 0, err
    assert "Traceback" not in err


def test_mistakes_in_the_configuration_are_told_all_at_once(bot):
    bot.writes(
        "version: 1\nsources:\n  - {id: a, url: 'htps://x', severty: high}\n  - {id: a, url: https://x.example}\n"
    )
    said = bot.says("check")
    assert said.code == 2
    assert "sources.yaml:3:" in said.err
    assert "severty" in said.err
    assert said.err.count("error") >= 3


def test_a_webhook_receives_the_signed_record(site, bot, frame):
    (bot.home / "secret").write_text("whsec_dGVzdHRlc3R0ZXN0dGVzdA==")
    hook = "channels: {hook: {type: webhook, url: '${env:HOOK}', secret: '${file:secret}'}}"
    bot.watches(
        site.shows("/a", frame("<p>There are 14 offices.</p>")),
        watcher="version: 1\nfetch: {per_host: {gap: 0s}, allow_private: [127.0.0.1/32]}\n"
        + hook
        + "\nsubscriptions: [{name: all, channel: hook, cadence: at-once}]\n",
    )
    address = site.url("/hook")
    bot.says("check", HOOK=address)
    site.shows("/a", frame("<p>There are 17 offices.</p>"))
    said = bot.says("check", "--notify", HOOK=address)
    assert said.code == 0, said.err
    [(path, headers, body)] = site.posts
    assert path == "/hook"
    assert {"webhook-id", "webhook-timestamp", "webhook-signature"} <= {name.lower() for name in headers}
    assert json.loads(body)["schema"].startswith("watcher.digest/")


def test_a_damaged_copy_is_named_by_verify_and_stops_no_round_in_which_nothing_changed(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>The office is open on weekdays.</p>", token="one")))
    bot.checks()
    [copy] = (bot.home / "snapshots" / "blobs").rglob("*.zst")
    copy.unlink()
    site.shows("/a", frame("<p>The office is open on weekdays.</p>", token="two"))
    assert bot.checks().counts["unchanged"] == 1
    verified = bot.says("verify")
    assert verified.code == 6
    assert copy.name in verified.out
