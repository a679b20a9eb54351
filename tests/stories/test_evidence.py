"""From a page that changed to evidence in somebody else's hands."""

import gzip
import os
import shutil
import subprocess

SECRETS = """
version: 1
fetch:
  contact: "https://example.org/bot"
  per_host: {{concurrency: 4, gap: 0s}}
  allow_private: [127.0.0.1/32]
  total_deadline: 5s
channels:
  hook: {{type: webhook, url: "${{env:HOOK}}", secret: "${{env:HOOK_SECRET}}"}}
subscriptions:
  - {{name: all, channel: hook, min_severity: low, cadence: at-once}}
"""
CANARIES = {"HOOK_SECRET": "whsec_Y2FuYXJ5LXNlY3JldC1vZi10aGUtaG9vaw=="}


def follow(folder):
    """What VERIFY.txt prints when it is followed."""
    done = subprocess.run(
        ["bash", "-c", "sed -n 's/^    //p' VERIFY.txt | bash"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
    )
    return (done.stdout + done.stderr).splitlines()


def test_a_change_leaves_as_an_exhibit_and_as_a_bag_that_hold(site, bot, frame, tmp_path):
    site.shows("/guide", frame("<h2>Who may apply?</h2><p>You may apply until 1 May 2026, by post alone.</p>" * 3))
    site.shows("/other", frame("<p>Nothing that anybody else should know of.</p>" * 5))
    bot.watches(site.url("/guide"), site.url("/other"), watcher=SECRETS.format())
    secrets = CANARIES | {"HOOK": site.url("/hook/canary-in-an-address")}
    assert bot.says("check", "--notify", **secrets).code == 0
    site.shows("/guide", frame("<h2>Who may apply?</h2><p>You will apply until 9 June 2026, by post alone.</p>" * 3))
    assert bot.says("check", "--notify", **secrets).code == 0
    (change,) = {
        finding["change"] for finding in bot.says("findings", "--json", "--min-severity", "low").json["findings"]
    }

    made = {
        name: tmp_path / name
        for name in ("one.html", "one.pdf", "one.zip", "all.warc.gz", "all.csv", "bag", "part.zip")
    }
    for name in ("one.html", "one.pdf", "one.zip"):
        assert bot.says("exhibit", change, "-o", str(made[name])).code == 0
    assert bot.says("export", "--warc", "-o", str(made["all.warc.gz"])).code == 0
    assert bot.says("export", "--csv", "-o", str(made["all.csv"])).code == 0
    assert bot.says("export", "--bag", "-o", str(made["bag"])).code == 0
    assert bot.says("export", "--bag", "page-1", "-o", str(made["part.zip"])).code == 0

    for name in ("one.zip", "part.zip"):
        shutil.unpack_archive(made[name], tmp_path / "unpacked")
    folders = [made["bag"], *(tmp_path / "unpacked").iterdir()]
    assert len(folders) == 3
    for folder in folders:
        printed = follow(folder)
        assert printed[-1].startswith("Checked up to seal")
        assert not [line for line in printed if line.startswith("BROKEN")]

    given = [path for path in (*made.values(), *made["bag"].rglob("*")) if path.is_file()]
    contents = [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in given]
    assert any(b'"type":"delivery"' in content for content in contents)
    assert not [content for content in contents if b"canary" in content or CANARIES["HOOK_SECRET"].encode() in content]
    private = [path.read_bytes() for path in (tmp_path / "unpacked").rglob("*") if path.is_file()]
    assert not [content for content in private if b"/other" in content]
