import json

import pytest

from watcher import sources
from watcher.errors import ConfigurationError, SecretMissing

MAIL = """
channels:
  desk:
    type: email
    to: [desk@example.org]
    from: Watcher <watcher@example.org>
    smtp: {{host: m.example.org, user: bot, password: "{password}"}}
"""


def test_a_secret_is_read_from_a_file_beside_the_configuration(files):
    folder = files(watcher_yaml=MAIL.format(password="${file:smtp.txt}"))
    (folder / "smtp.txt").write_text("hunter2\n", encoding="utf-8")
    (desk,) = sources.load(folder, {}).channels
    assert desk.type == "email"
    assert desk.settings == {
        "to": ["desk@example.org"],
        "from": "Watcher <watcher@example.org>",
        "smtp": {
            "host": "m.example.org",
            "port": 587,
            "tls": "starttls",
            "user": "bot",
            "password": "hunter2",
            "allow_private": False,
        },
    }


def test_a_secret_is_read_from_a_file_anywhere(files, tmp_path_factory):
    path = tmp_path_factory.mktemp("run") / "secret"
    path.write_text("hunter2", encoding="utf-8")
    (desk,) = sources.load(files(watcher_yaml=MAIL.format(password=f"${{file:{path}}}")), {}).channels
    assert desk.settings["smtp"]["password"] == "hunter2"


def test_a_secret_is_read_from_the_environment_inside_other_words_too(files):
    folder = files(watcher_yaml='database: "postgresql+psycopg://bot:${env:DB_PASSWORD}@db/watcher"\n')
    assert sources.load(folder, {"DB_PASSWORD": "hunter2"}).database == "postgresql+psycopg://bot:hunter2@db/watcher"


@pytest.mark.parametrize(
    ("reference", "why"),
    [("${env:NOPE}", "NOPE is not set"), ("${file:nope.txt}", "cannot be read"), ("${file:empty.txt}", "is empty")],
)
def test_a_missing_secret_is_named_with_its_place(files, reference, why):
    folder = files(watcher_yaml=MAIL.format(password=reference))
    (folder / "empty.txt").touch()
    with pytest.raises(SecretMissing, match=rf"watcher\.yaml:7:\d+ .*password: .*{why}") as caught:
        sources.load(folder, {"NOPE": ""})
    assert caught.value.exit_code == 12


def test_a_missing_secret_beside_another_mistake_is_told_with_it(files):
    folder = files(watcher_yaml=MAIL.format(password="${env:NOPE}") + "vault: 3\n")
    with pytest.raises(ConfigurationError) as caught:
        sources.load(folder, {})
    assert [problem.code for problem in caught.value.problems] == ["WC042", "WC005"]


def test_a_missing_secret_is_not_also_called_a_bad_address(check):
    (problem,) = check(watcher_yaml="channels: {room: {type: slack, url: '${env:NOPE}'}}\n")
    assert problem.code == "WC042"


LITERAL = [
    ("a password", MAIL.format(password="hunter2")),
    ("a numeric password", MAIL.format(password="x").replace('"x"', "20171117")),
    ("a password behind half a reference", MAIL.format(password="hunter2${env:X}")),
    ("a signing secret", "channels: {h: {type: webhook, url: 'https://a.org', secret: hunter2}}"),
    ("a Slack webhook", "channels: {r: {type: slack, url: 'https://hooks.slack.com/services/T0/B0/hunter2'}}"),
    ("a Discord webhook", "channels: {r: {type: webhook, url: 'https://discord.com/api/webhooks/1/hunter2'}}"),
    ("a Teams webhook", "channels: {r: {type: webhook, url: 'https://x.webhook.office.com/webhookb2/hunter2'}}"),
    ("a Teams workflow", "channels: {r: {type: webhook, url: 'https://p.logic.azure.com:443/w?sig=hunter2'}}"),
    ("a Teams channel", "channels: {r: {type: teams, url: 'https://p.logic.azure.com:443/w?sig=hunter2'}}"),
    ("a hook of Mattermost", f"channels: {{r: {{type: mattermost, url: 'https://m.org/hooks/hunter2{'x' * 19}'}}}}"),
    (
        "a token of Matrix",
        "channels: {r: {type: matrix, homeserver: 'https://m.org', room: '!r:m.org', token: hunter2}}",
    ),
    ("a token of ntfy", "channels: {r: {type: ntfy, url: 'https://ntfy.sh/topic', token: hunter2}}"),
    ("a service of Apprise", "channels: {r: {type: apprise, url: 'tgram://hunter2/chat'}}"),
    ("a password in an address", "channels: {h: {type: webhook, url: 'https://bot:hunter2@a.org/'}}"),
    ("a password in the database", "database: postgresql+psycopg://bot:hunter2@db/watcher"),
]


@pytest.mark.parametrize("text", [case[1] for case in LITERAL], ids=[case[0] for case in LITERAL])
def test_a_secret_in_the_file_itself_is_an_error_that_does_not_repeat_it(check, text):
    problems = check(watcher_yaml=text, X="y")
    assert [problem.code for problem in problems] == ["WC040"]
    told = "".join(str(problem) + json.dumps(problem.form()) for problem in problems)
    assert "hunter2" not in told
    assert "20171117" not in told
    assert "${file:" in told


def test_a_password_in_a_watched_address_is_an_error_that_does_not_repeat_it(check):
    problems = check("sources:\n- url: https://me:hunter2@a.gov/\n")
    assert [problem.code for problem in problems] == ["WC040"]
    assert "hunter2" not in str(problems[0])


WITH_ANOTHER_MISTAKE = [
    "channels: {d: {type: email, to: [], from: a@b.org, smtp: {host: m, password: hunter2, tls: ssl}}}",
    "channels: {d: {type: email, to: [a@b.org], from: a@b.org, smtp: {host: m, pasword: hunter2}}}",
    "channels: {d: {type: email, to: [a@b.org], from: a@b.org, smtp: {host: m, password: [hunter2]}}}",
    "channels: {d: {typ: email, apikey: hunter2}}",
    "channels: {d: {type: telegram, token: hunter2}}",
    "channels:\n  d: {type: slack, url: hunter2}",
    "mine: &p hunter2\nchannels: {d: {type: email, to: [], smtp: {password: *p}}}",
    "chanels: {d: {type: email, smtp: {password: hunter2}}}",
    "password: hunter2",
    "channels:\n  d:\n    password: hunter2\n   x: y",
    "channels: {d: {type: email, smtp: {password: 'hunter2}}}",
    "channels: {d: {type: email, smtp: {password: *hunter2}}}",
    "channels: {d: {type: email, smtp: {password: !hunter2 x}}}",
    "channels: {d: {type: email, smtp: {password: |\n  hunter2\n}}}",
    "channels:\n  d:\n    smtp:\n      password: hunter2\n      password: hunter2\n",
]


@pytest.mark.parametrize("text", WITH_ANOTHER_MISTAKE)
def test_no_other_mistake_brings_a_secret_to_light(check, text):
    problems = check(watcher_yaml=text)
    assert problems
    assert not [problem for problem in problems if "hunter2" in str(problem) + json.dumps(problem.form())]


@pytest.mark.parametrize("reference", ["${SMTP_PASSWORD}", "${vault:smtp}", "${env:X", "$${{x}}"])
def test_what_only_looks_like_a_reference_is_an_error(check, reference):
    problems = check(watcher_yaml=f"channels: {{r: {{type: slack, url: '{reference}'}}}}\n", X="https://a.org")
    assert [problem.code for problem in problems] == ["WC041"]


def test_the_configuration_can_be_shown_without_its_secrets(files):
    folder = files(watcher_yaml=MAIL.format(password="${env:SMTP}") + "database: '${env:DB}'\n")
    shown = sources.shown(folder, {"SMTP": "hunter2", "DB": "postgresql://bot:hunter2@db/w"})
    assert "hunter2" not in json.dumps(shown)
    assert shown["database"] == "••••"
    assert shown["channels"]["desk"]["smtp"]["password"] == "••••"
    assert shown["sources"][0]["id"] == "a"
    assert shown["sources"][0]["every"] == "6h"
    assert shown["vault"] == str(folder / "snapshots")


def test_the_configuration_can_be_shown_while_a_secret_is_missing(files):
    shown = sources.shown(files(watcher_yaml=MAIL.format(password="${env:SMTP}")), {})
    assert shown["channels"]["desk"]["smtp"]["password"] == "•••• (cannot be read)"


def test_what_was_shown_is_not_taken_for_a_secret(check):
    (problem,) = check(watcher_yaml=MAIL.format(password="••••"))
    assert problem.code == "WC041"


def test_a_channel_does_not_print_its_secrets_in_an_error(files):
    folder = files(watcher_yaml="channels: {r: {type: slack, url: '${env:HOOK}'}}\n")
    with pytest.raises(ConfigurationError) as caught:
        sources.load(folder, {"HOOK": "hunter2"})
    assert "hunter2" not in str(caught.value)


def test_the_address_of_a_dead_mans_switch_in_the_open_is_a_warning(check):
    (problem,) = check(watcher_yaml="ping: https://hc.example.org/5d1c", X="y")
    assert (problem.code, problem.severity, problem.where) == ("WC043", "warn", "ping")
    assert check(watcher_yaml="ping: '${env:X}'", X="https://hc.example.org/5d1c") == []
