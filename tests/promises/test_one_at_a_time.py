"""A full disk, a second instance, a stop at any moment: watcher says so, loses nothing and goes on."""

import resource
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.promises.hostile import GOOD, answer, drips, says
from tests.stories.conftest import LOCAL

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n"


def with_room_for(command, size: int):
    """Run the command in a process that may write no file longer than this: a disk that is full, for it alone."""

    def narrow():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return subprocess.run(command, preexec_fn=narrow, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("room", [0, 5_000, 150_000])
def test_a_full_disk_is_said_and_with_room_everything_goes_on(bot, site, frame, room):
    bot.watches(site.shows("/a", frame("<p>The office has 14 rooms.</p>")))
    assert bot.checks().counts["first"] == 1
    site.shows("/a", frame("".join(f"<p>The office has {rooms} rooms now.</p>" for rooms in range(17, 40))))
    check = [sys.executable, "-m", "watcher", "check", "--notify", "--config", str(bot.home)]
    said = with_room_for(check, room)
    assert "Traceback" not in said.stderr, said.stderr
    assert said.returncode == 7, said.stderr
    assert "Free its disk" in said.stderr
    after = bot.says("check", "--notify")
    assert after.code == 0, after.err
    changes = bot.says("log", "--json").json["changes"]
    assert [change["source"] for change in changes] == ["page-1"]
    told = [finding for digest in bot.says("digest", "list", "--json").json["digests"] for finding in digest["entries"]]
    found = [one["id"] for change in changes for one in change["findings"] if one["severity"] != "noise"]
    assert sorted(finding["id"] for finding in told) == sorted(found)
    verified = bot.says("verify")
    assert verified.code == 0, verified.out


@pytest.mark.timeout(300)  # many Pythons start at once
def test_of_many_started_at_once_one_works_and_the_others_say_who_it_is(bot, misbehaving, proof):
    many = 20 if proof else 8
    slow = misbehaving({"page": drips(HEAD, b"x")})
    bot.watches(slow.url("page"), watcher=LOCAL.replace("total_deadline: 5s", "total_deadline: 60s"))
    began = time.monotonic()
    all_of_them = [bot.start("run") for _ in range(many)]
    try:
        while sum(one.poll() is None for one in all_of_them) > 1:
            assert time.monotonic() - began < 120
            time.sleep(0.05)
        (worker,) = [one for one in all_of_them if one.poll() is None]
        for other in all_of_them:
            if other is not worker:
                _, err = other.communicate(timeout=10)
                assert other.returncode == 11, err
                assert f"process {worker.pid} on" in err
        refused = time.monotonic()
        late = bot.says("check")
        assert late.code == 11
        assert time.monotonic() - refused < 10  # of which the start of Python is nearly all
        worker.send_signal(signal.SIGSTOP)
        assert bot.says("check").code == 11
        worker.send_signal(signal.SIGCONT)
    finally:
        for one in all_of_them:
            if one.poll() is None:
                one.send_signal(signal.SIGTERM)
        codes = [one.wait(timeout=20) for one in all_of_them]
    assert sorted(codes) == [0, *[11] * (many - 1)]


@pytest.mark.timeout(900)
def test_a_stop_under_load_ends_within_ten_seconds_and_leaves_no_reader_behind(bot, misbehaving, proof):
    heavy = b"<!doctype html><title>H</title>" + b"<p>a" * 300_000
    pages = {str(at): says(answer(GOOD + b"<p>%d" % at)) for at in range(30)}
    pages |= {"drip": drips(HEAD, b"x"), "heavy": says(answer(heavy)), "heavy-too": says(answer(heavy + b"b"))}
    server = misbehaving(pages)
    bot.watches(*(server.url(path) for path in pages))
    for turn in range(100 if proof else 4):
        running = bot.start("run")
        asked = len(server.heads)
        while len(server.heads) <= asked + 1 and running.poll() is None:
            time.sleep(0.02)
        time.sleep(turn % 6 * 0.35)
        family = psutil.Process(running.pid).children(recursive=True)
        began = time.monotonic()
        running.send_signal(signal.SIGTERM)
        _, err = running.communicate(timeout=30)
        assert time.monotonic() - began < 10
        assert running.returncode == 0, err
        assert "Traceback" not in err, err
        gone, alive = psutil.wait_procs(family, timeout=2)
        assert alive == [], gone
    assert bot.says("verify").code == 0
