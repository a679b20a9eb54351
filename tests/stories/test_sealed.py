"""What was seen is sealed at the end of every command, and the digest says by which seal."""

import os
import re
import signal
import time


def test_a_digest_carries_the_seal_before_it_and_status_the_last_one(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>One thing is so.</p>")))
    bot.checks()
    assert bot.says("status", "--json").json["seals"]["last"]["seal"] == 1
    site.shows("/a", frame("<p>One thing is not so.</p>"))
    bot.checks("--notify")
    (mail,) = bot.mails()
    text = mail.get_body(("plain",)).get_content() if hasattr(mail, "get_body") else mail.as_string()
    number, sha256 = re.search(r"seal (\d+) sha256\s+([0-9a-f]{64})", text).groups()
    manifest = bot.home / "snapshots" / "seals" / f"{int(number):08}.sha256"
    assert sha256 in os.popen(f"sha256sum {manifest}").read()
    said = bot.says("status")
    assert re.search(r"^seal 3 sha256 [0-9a-f]{64}, 0 min ago$", said.out, re.MULTILINE)
    assert "No authority stamps it" in said.out
    assert bot.says("verify").code == 0


def test_seal_says_which_line_to_keep(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>One thing is so.</p>")))
    bot.checks()
    first = bot.says("seal", "--json").json
    again = bot.says("seal", "--json").json
    assert first["last"]["seal"] == again["last"]["seal"] == 1
    rotated = bot.says("seal", "--rotate-key")
    assert rotated.code == 0, rotated.err
    assert "seal 2 sha256" in rotated.out
    assert "note" not in bot.says("verify").out
    (bot.home / "watcher.key").unlink()
    bot.checks()
    said = bot.says("verify")
    assert said.code == 0
    assert "note: " in said.out


def test_what_the_service_saw_is_sealed_when_it_stops(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>One thing is so.</p>")))
    service = bot.start("run")
    deadline = time.monotonic() + 60
    while "/a" not in site.asked and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)
    service.send_signal(signal.SIGTERM)
    assert service.wait(20) == 0
    ledger = sorted(path.stem for path in (bot.home / "snapshots" / "ledger").iterdir())
    seals = sorted(path.stem for path in (bot.home / "snapshots" / "seals").glob("*.sha256"))
    assert ledger == seals
    assert bot.says("verify").code == 0
