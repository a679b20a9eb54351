"""What would go out can be seen while somebody else holds the store, and what went out can be read again."""

import time


def until(holds):
    """Wait until that holds."""
    deadline = time.monotonic() + 60
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)


def changed(site, bot, frame):
    """One page that was watched has changed, and nobody was told yet."""
    bot.watches(site.shows("/a", frame("<p>There are 14 offices in the region.</p>")))
    bot.checks()
    site.shows("/a", frame("<p>There are 17 offices in the region.</p>"))
    bot.checks()


def test_a_preview_needs_no_lock_and_no_secret_and_writes_nothing(site, bot, frame):
    changed(site, bot, frame)
    kept = {path: path.read_bytes() for path in (bot.home / "snapshots").rglob("*") if path.is_file()}
    channel = 'room: {type: webhook, url: "${env:NO_SUCH_SECRET}"}'
    local = (bot.home / "watcher.yaml").read_text().replace("channels:\n", f"channels:\n  {channel}\n")
    site.slow = 30.0
    asked = len(site.asked)
    held = bot.start("check")
    try:
        until(lambda: site.asked[asked:])
        (bot.home / "watcher.yaml").write_text(local)
        said = bot.says("digest", "preview")
    finally:
        held.terminate()
        held.communicate()
    assert said.code == 0, said.err
    assert "[-14-]{+17+}" in said.out
    assert {path: path.read_bytes() for path in kept} == kept


def test_before_anything_is_kept_a_preview_says_what_to_do(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>All is well.</p>")))
    said = bot.says("digest", "preview")
    assert said.code == 2
    assert "watcher check" in said.err
    assert not (bot.home / "snapshots").exists()


def test_what_went_out_is_what_the_preview_showed_and_can_be_shown_again(site, bot, frame):
    changed(site, bot, frame)
    preview = bot.says("digest", "preview", "--json").json
    (sent,) = bot.says("digest", "send", "--json").json["digests"]
    assert [entry["id"] for entry in preview["entries"]] == [entry["id"] for entry in sent["entries"]]
    assert preview["subject"] == sent["subject"]
    assert bot.says("digest", "show", sent["id"], "--json").json == sent
    shown = bot.says("digest", "show", sent["id"][:12]).out
    assert sent["subject"] in shown
    assert all(entry["change"] in shown for entry in sent["entries"])
    assert bot.says("digest", "show", "01KAKNOSUCHDIGEST").code == 2
