"""What is wrong with an installation is told with a code and a way out."""

import contextlib
import http.server
import socket
import threading

import pytest

WATCHED = """version: 1
sources:
  - {{id: hall, url: '{0}', tags: [hall]}}
  - {{id: court, url: '{1}', kind: listing, select: ".no-such-part"}}
"""
QUESTION = "<h2>What is kept in room {0}?</h2><p>Papers of the year {0}, which anybody may read.</p>"
LOCAL = """version: 1
fetch: {{contact: "https://example.org/bot", per_host: {{concurrency: 4, gap: 0s}}, allow_private: [127.0.0.1/32]}}
channels:
  box: {{type: mailbox, path: ./mail}}
{0}
subscriptions:
  - {{name: all, channel: box, tags: [hall]}}
"""


class Diagnosis:
    """What `doctor --json` said, by code."""

    def __init__(self, bot, *options):
        self.said = bot.says("doctor", "--json", *options)
        assert "Traceback" not in self.said.err, self.said.err
        self.code = self.said.code
        self.checks = self.said.json["checks"]

    def states(self, code):
        """How the lines of that code are."""
        return [one["state"] for one in self.checks if one["code"] == code]

    def words(self, code):
        """What they say."""
        return " ".join(f"{one['where']} {one['what']}" for one in self.checks if one["code"] == code)


@pytest.fixture
def watching(site, bot, frame):
    """Two pages are watched, and were looked at."""

    def start(channels=""):
        hall = site.shows("/hall", frame("<p>The hall is open on weekdays.</p>"))
        court = site.shows("/court", frame("".join(QUESTION.format(n) for n in range(8))))
        bot.writes(WATCHED.format(hall, court), LOCAL.format(""))
        bot.checks()
        bot.writes(WATCHED.format(hall, court), LOCAL.format(channels))
        return bot

    return start


def test_a_sound_installation_has_no_fail_and_every_warning_has_a_way_out(watching):
    found = Diagnosis(watching())
    assert found.code == 0
    assert {one["state"] for one in found.checks} == {"ok", "warn"}
    assert all(one["way_out"] for one in found.checks if one["state"] != "ok")
    assert found.states("WD011") == ["ok"]
    assert found.states("WD022") == ["ok"]


def test_a_source_that_nobody_hears_of_is_named(watching):
    found = Diagnosis(watching())
    assert found.states("WD020") == ["warn"]
    assert "court" in found.words("WD020")
    assert "hall" not in found.words("WD020")


def test_a_selector_that_finds_nothing_is_named(watching):
    found = Diagnosis(watching())
    assert found.states("WD024") == ["warn"]
    assert ".no-such-part" in found.words("WD024")


def test_a_page_that_does_not_look_like_its_kind_is_named(watching):
    assert "kind is listing, but the page looks like qa" in Diagnosis(watching()).words("WD025")


def test_a_key_that_others_may_read_is_a_fail(watching):
    bot = watching()
    (bot.home / "watcher.key").chmod(0o644)
    found = Diagnosis(bot)
    assert found.states("WD003") == ["FAIL"]
    assert found.code == 1


def test_the_secret_of_the_links_by_which_readers_leave_is_for_its_owner_alone(watching):
    bot = watching()
    leave = bot.home / "watcher.leave"
    leave.write_text("s3cret-canary\n")
    leave.chmod(0o644)
    found = Diagnosis(bot)
    assert "FAIL" in found.states("WD003")
    assert "watcher.leave" in found.words("WD003")
    assert "canary" not in found.said.out


def test_a_secret_that_others_may_read_is_named_but_not_shown(watching, site):
    bot = watching(f'  room: {{type: webhook, url: "{site.url("/hook")}", secret: "${{file:./hook.secret}}"}}')
    secret = bot.home / "hook.secret"
    secret.write_text("s3cret-canary")
    secret.chmod(0o640)
    found = Diagnosis(bot)
    assert found.states("WD002") == ["warn"]
    assert "hook.secret" in found.words("WD002")
    assert "canary" not in found.said.out
    secret.chmod(0o600)
    assert Diagnosis(bot).states("WD002") == ["ok"]


def test_a_ledger_that_was_altered_is_a_fail(watching):
    bot = watching()
    first = bot.home / "snapshots" / "ledger" / "00000001.jsonl"
    first.write_bytes(first.read_bytes().replace(b"hall", b"mall", 1))
    found = Diagnosis(bot)
    assert "FAIL" in found.states("WD011")
    assert found.code == 1


def test_a_mistake_in_the_files_is_told_alone(watching):
    bot = watching()
    (bot.home / "watcher.yaml").write_text("version: 1\nchanels: {}\n")
    found = Diagnosis(bot)
    assert found.code == 1
    assert {one["code"] for one in found.checks} == {"WD001"}
    assert "watcher.yaml:2" in found.words("WD001")


def test_before_the_first_check_nothing_is_kept_and_nothing_breaks(site, bot, frame):
    bot.watches(site.shows("/a", frame("<p>All is well.</p>")))
    found = Diagnosis(bot)
    assert found.code == 0
    assert "nothing is kept yet" in found.words("WD011")


def test_a_page_that_could_never_be_read_is_silent(watching, site):
    bot = watching()
    bot.watches("http://127.0.0.1:9/nobody-here")
    bot.checks()
    assert "never read yet" in Diagnosis(bot).words("WD022")


def test_people_get_a_line_a_check_with_its_code_and_a_count_at_the_end(watching):
    said = watching().says("doctor")
    assert said.code == 0
    assert "warn  WD020  sources.yaml court: 0 subscribers" in said.out
    assert said.out.splitlines()[-1].startswith("0 FAIL, ")


def test_it_answers_while_somebody_else_writes(watching, site):
    bot = watching()
    site.slow = 30.0
    running = bot.start("check")
    try:
        assert Diagnosis(bot).states("WD011") == ["ok"]
    finally:
        running.terminate()
        running.communicate()


def test_online_a_webhook_is_reached_without_a_byte_of_http(watching, site):
    bot = watching(f'  room: {{type: webhook, url: "{site.url("/hook-canary")}"}}')
    asked = len(site.asked)
    found = Diagnosis(bot, "--online")
    assert "127.0.0.1" in found.words("WD041")
    assert set(found.states("WD041")) == {"ok"}
    assert site.posts == []
    assert set(site.asked[asked:]) <= {"/robots.txt"}
    assert "canary" not in found.said.out


def test_online_a_webhook_where_nobody_listens_is_a_fail(watching):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    bot = watching(f'  room: {{type: webhook, url: "http://127.0.0.1:{port}/hook-canary"}}')
    found = Diagnosis(bot, "--online")
    assert "FAIL" in found.states("WD041")
    assert "canary" not in found.said.out


def test_online_a_refused_login_is_a_fail_and_no_letter_goes_out(watching, refusing_server):
    bot = watching(
        '  desk: {type: email, to: [reader@example.net], from: "w@example.org", smtp: {host: 127.0.0.1, port: '
        f'{refusing_server.port}, tls: none, user: bot, password: "${{env:SMTP_CANARY}}", allow_private: true}}}}'
    )
    said = bot.says("doctor", "--online", "--json", SMTP_CANARY="s3cret-canary")
    assert said.code == 1
    (line,) = [one for one in said.json["checks"] if one["code"] == "WD041" and one["state"] == "FAIL"]
    assert "login refused with 535 for user 'bot'" in line["what"]
    assert "canary" not in said.out + said.err
    assert not any(heard.startswith(("MAIL", "RCPT", "DATA")) for heard in refusing_server.heard)


def test_online_a_clock_that_goes_as_the_site_s_is_well_and_one_that_does_not_is_a_fail(watching, wrong_clock):
    assert Diagnosis(watching(), "--online").states("WD051") == ["ok"]
    bot = watching()
    bot.watches(f"http://127.0.0.1:{wrong_clock}/a")
    found = Diagnosis(bot, "--online")
    assert found.states("WD051") == ["FAIL"]
    assert "fast" in found.words("WD051")


class RefusingServer:
    """A mail server that lets nobody in."""

    def __init__(self):
        self.heard = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        """Take no more connections."""
        self._socket.close()

    def _serve(self):
        replies = {"EHLO": b"250-mail.test\r\n250 AUTH PLAIN\r\n", "AUTH": b"535 5.7.8 no\r\n", "QUIT": b"221 bye\r\n"}
        with contextlib.suppress(OSError):  # closed by us, or hung up by a client that has heard enough
            connection, _ = self._socket.accept()
            with connection, connection.makefile("rb") as lines:
                connection.sendall(b"220 mail.test\r\n")
                for line in lines:
                    self.heard.append(line.decode("latin-1").strip())
                    connection.sendall(replies.get(self.heard[-1][:4].upper(), b"250 ok\r\n"))


@pytest.fixture
def refusing_server():
    """A mail server that lets nobody in."""
    server = RefusingServer()
    yield server
    server.close()


@pytest.fixture
def wrong_clock():
    """The port of a site whose clock is years behind."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            """Say that nothing is there, in another year."""
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def date_time_string(self, timestamp=None):
            """A day long ago."""
            return "Mon, 02 Jan 2023 10:00:00 GMT"

        def log_message(self, *_):
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
