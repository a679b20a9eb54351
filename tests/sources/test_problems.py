import time as stopwatch

import pytest

from watcher import sources
from watcher.errors import ConfigurationError
from watcher.sources import tally

PAGE = "sources:\n  - id: a\n    url: https://a.gov\n"


def under_the_caret(problem):
    """The words that the caret underlines."""
    _, line, carets = str(problem).splitlines()
    return line[carets.index("^") : carets.rindex("^") + 1]


def test_a_problem_is_laid_out_with_its_line_and_a_caret(check):
    (problem,) = check("sources:\n  - id: a\n    url: htps://x\n")
    assert str(problem).splitlines() == [
        "sources.yaml:3:10  error  sources[0].url: 'htps://x' must start with http:// or https://       WC011",
        "      3 |     url: htps://x",
        "        |          ^^^^^^^^",
    ]


def test_an_unknown_key_is_shown_at_the_key_with_the_nearest_one(check):
    (problem,) = check("sources:\n  - url: https://a.gov\n    mirorof: b\n")
    assert (problem.line, problem.column, problem.code) == (3, 5, "WC003")
    assert problem.where == "sources[0].mirorof"
    assert problem.message == "unknown key. Did you mean 'mirror_of'?"
    assert under_the_caret(problem) == "mirorof"


def test_an_unknown_key_like_no_other_is_told_the_known_ones(check):
    (problem,) = check("sources: []\nzzz: 1\n")
    assert problem.message == "unknown key. Known are: version, defaults, sources."


def test_a_missing_original_is_a_warning_that_names_the_nearest(check):
    (problem,) = check(
        "sources:\n  - {id: dhs-qa-eo-13768, url: https://a.gov}\n"
        "  - id: aila-qa-eo-13768\n    url: https://b.org\n    mirror_of: dhs-qa\n"
    )
    assert str(problem).splitlines()[0].split("  WC")[0].rstrip() == (
        "sources.yaml:5:5   warn   aila-qa-eo-13768: mirror_of 'dhs-qa' not found. Did you mean 'dhs-qa-eo-13768'?"
    )


def test_a_warning_does_not_stop_anything(files):
    assert sources.load(files(PAGE + "    mirror_of: nobody\n"), {}).sources


# Each: what a person wrote, the code, the place, what the caret underlines.
IN_SOURCES = [
    ("an id with capitals", "sources:\n- {id: Bad_Id, url: https://a.gov}", "WC010", "sources[0].id", "Bad_Id"),
    ("an id that is a number", "sources:\n- {id: 287, url: https://a.gov}", "WC005", "sources[0].id", "287"),
    ("no url", "sources:\n- id: a", "WC004", "sources[0]", "id"),
    ("a url of another scheme", "sources:\n- url: ftp://a.gov", "WC011", "sources[0].url", "ftp://a.gov"),
    ("a url without a host", "sources:\n- url: https:///x", "WC011", "sources[0].url", "https:///x"),
    ("a url with a space", "sources:\n- url: https://a.gov/a b", "WC011", "sources[0].url", "https://a.gov/a b"),
    (
        "a url with a bad port",
        "sources:\n- url: https://a.gov:99999/",
        "WC011",
        "sources[0].url",
        "https://a.gov:99999/",
    ),
    ("a url with half an address", "sources:\n- url: 'http://[::1'", "WC011", "sources[0].url", "'http://[::1'"),
    ("an id twice", f"{PAGE}  - id: a\n    url: https://b.gov", "WC012", "sources[1].id", "a"),
    (
        "an address twice",
        "sources:\n- url: https://a.gov/x\n- url: http://www.a.gov/x/",
        "WC012",
        "sources[1].url",
        "http://www.a.gov/x/",
    ),
    ("a copy of itself", f"{PAGE}    mirror_of: a", "WC013", "sources[0].mirror_of", "a"),
    ("an unknown kind", f"{PAGE}    kind: artcle", "WC008", "sources[0].kind", "artcle"),
    ("a length of time without a unit", f"{PAGE}    every: 6", "WC014", "sources[0].every", "6"),
    ("a length of time in words", f"{PAGE}    every: six hours", "WC014", "sources[0].every", "six hours"),
    ("no time at all", f"{PAGE}    every: 0s", "WC014", "sources[0].every", "0s"),
    ("eternity", f"{PAGE}    every: 9999999w", "WC014", "sources[0].every", "9999999w"),
    ("an unknown time zone", f"{PAGE}    timezone: America/NewYork", "WC015", "sources[0].timezone", "America/NewYork"),
    ("a time zone that is a path", f"{PAGE}    timezone: ../../x", "WC015", "sources[0].timezone", "../../x"),
    ("a broken pattern", f"{PAGE}    ignore: [stamp: '(']", "WC016", "sources[0].ignore[0].stamp", "'('"),
    ("a pattern RE2 has not", f"{PAGE}    ignore: [text: 'a(?=b)']", "WC016", "sources[0].ignore[0].text", "'a(?=b)'"),
    (
        "a pattern that matches everywhere",
        f"{PAGE}    ignore: [text: 'a*']",
        "WC016",
        "sources[0].ignore[0].text",
        "'a*'",
    ),
    ("a broken selector", f"{PAGE}    select: ['div[']", "WC017", "sources[0].select[0]", "'div['"),
    ("a lone broken selector", f"{PAGE}    select: 'a:nope(x)'", "WC017", "sources[0].select", "'a:nope(x)'"),
    ("an empty ignore", f"{PAGE}    ignore: [{{}}]", "WC004", "sources[0].ignore[0]", "{}"),
    ("a figure without a number", f"{PAGE}    figures: {{a: people}}", "WC018", "sources[0].figures.a", "people"),
    ("a figure that is nothing else", f"{PAGE}    figures: {{a: '{{n}}'}}", "WC018", "sources[0].figures.a", "'{n}'"),
    ("a term that nothing matches", f"{PAGE}    watch_terms: ['§']", "WC027", "sources[0].watch_terms[0]", "'§'"),
    (
        "an unknown kind of finding",
        f"{PAGE}    alert: {{faq.answer-alterd: high}}",
        "WC019",
        "sources[0].alert.faq.answer-alterd",
        "faq.answer-alterd",
    ),
    ("an unknown severity", f"{PAGE}    alert: {{page.moved: huge}}", "WC008", "sources[0].alert.page.moved", "huge"),
    (
        "a host with a scheme",
        f"{PAGE}    links: {{follow: ['http://a']}}",
        "WC022",
        "sources[0].links.follow[0]",
        "'http://a'",
    ),
    ("a number that is too small", f"{PAGE}    pages: {{max: 0}}", "WC026", "sources[0].pages.max", "0"),
    ("a text for a list", f"{PAGE}    tags: dhs", "WC005", "sources[0].tags", "dhs"),
    ("a word for a truth", f"{PAGE}    contacts: yes", "WC005", "sources[0].contacts", "yes"),
    ("a text for a number", f"{PAGE}    expect: {{pairs: many}}", "WC005", "sources[0].expect.pairs", "many"),
    ("an empty text", f"{PAGE}    name: ''", "WC009", "sources[0].name", "''"),
    ("a text of two lines", f'{PAGE}    name: "a\\nb"', "WC009", "sources[0].name", '"a\\nb"'),
    ("a key twice", f"{PAGE}    url: https://b.gov", "WC006", "sources[0].url", "url"),
    ("a key that is a list", f"{PAGE}    ? [a, b]\n    : c", "WC005", "sources[0]", "[a, b]"),
    ("a merge key", f"{PAGE}    <<: {{kind: qa}}", "WC003", "sources[0].<<", "<<"),
    ("a tag", f"{PAGE}    kind: !secret qa", "WC005", "sources[0].kind", "!secret qa"),
    ("an entry that is no mapping", "sources: [https://a.gov]", "WC005", "sources[0]", "https://a.gov"),
    ("no list", "sources: https://a.gov", "WC005", "sources", "https://a.gov"),
    ("another version", f"version: 2\n{PAGE}", "WC008", "version", "2"),
    ("a reference to a secret", f"{PAGE}    name: '${{env:X}}'", "WC041", "sources[0].name", "'${env:X}'"),
]


@pytest.mark.parametrize(
    ("text", "code", "where", "underlined"), [case[1:] for case in IN_SOURCES], ids=[case[0] for case in IN_SOURCES]
)
def test_a_mistake_in_sources_yaml_is_found_where_it_is(check, text, code, where, underlined):
    (problem,) = check(text)
    assert (problem.code, problem.where, problem.severity) == (code, where, "error")
    assert under_the_caret(problem) == underlined


BOX = "channels: {box: {type: mailbox}}\n"
SMTP = "smtp: {host: m.example.org}"

IN_WATCHER = [
    ("an unknown key", "fetch: {contakt: x}", "WC003", "fetch.contakt", "contakt"),
    ("a gap without unit", "fetch: {per_host: {gap: 2}}", "WC014", "fetch.per_host.gap", "2"),
    ("no deadline", "fetch: {total_deadline: 0s}", "WC014", "fetch.total_deadline", "0s"),
    ("a contact of two lines", 'fetch: {contact: "a\\r\\nX: y"}', "WC009", "fetch.contact", '"a\\r\\nX: y"'),
    ("nobody at once", "fetch: {concurrency: 0}", "WC026", "fetch.concurrency", "0"),
    ("a network too narrow", "fetch: {allow_private: [10.0.0.0/33]}", "WC022", "fetch.allow_private[0]", "10.0.0.0/33"),
    ("a network with a port", "fetch: {allow_private: ['a:80']}", "WC022", "fetch.allow_private[0]", "'a:80'"),
    ("an address of five parts", "fetch: {allow_private: [1.2.3.4.5]}", "WC022", "fetch.allow_private[0]", "1.2.3.4.5"),
    ("another database", "database: mysql://h/db", "WC025", "database", "mysql://h/db"),
    ("an unknown type of channel", "channels: {x: {type: emial}}", "WC008", "channels.x.type", "emial"),
    ("no type of channel", "channels: {x: {path: m}}", "WC004", "channels.x", "x"),
    ("a channel without its url", "channels: {x: {type: slack}}", "WC004", "channels.x", "x"),
    ("a room of Teams without its url", "channels: {x: {type: teams}}", "WC004", "channels.x", "x"),
    ("an unknown key of a channel", "channels: {x: {type: mailbox, pth: m}}", "WC003", "channels.x.pth", "pth"),
    ("a channel with a space", "channels: {'x y': {type: mailbox}}", "WC010", "channels.x y", "'x y'"),
    (
        "nobody to write to",
        f"channels: {{x: {{type: email, to: [], from: a@b.org, {SMTP}}}}}",
        "WC026",
        "channels.x.to",
        "[]",
    ),
    (
        "no address",
        f"channels: {{x: {{type: email, to: [desk], from: a@b.org, {SMTP}}}}}",
        "WC024",
        "channels.x.to[0]",
        "desk",
    ),
    (
        "a sender with a line break",
        f'channels: {{x: {{type: email, to: [a@b.org], from: "a@b\\nBcc: c@d", {SMTP}}}}}',
        "WC024",
        "channels.x.from",
        '"a@b\\nBcc: c@d"',
    ),
    (
        "an unknown key deep down",
        "channels: {x: {type: email, to: [a@b.org], from: a@b.org, smtp: {host: m, prt: 25}}}",
        "WC003",
        "channels.x.smtp.prt",
        "prt",
    ),
    (
        "an unknown channel",
        f"{BOX}subscriptions: [{{name: a, channel: bx}}]",
        "WC021",
        "subscriptions[0].channel",
        "bx",
    ),
    (
        "a name twice",
        f"{BOX}subscriptions:\n- {{name: a, channel: box}}\n- {{name: a, channel: box}}",
        "WC012",
        "subscriptions[1].name",
        "a",
    ),
    (
        "a bad cadence",
        f"{BOX}subscriptions: [{{name: a, channel: box, cadence: daily@7}}]",
        "WC020",
        "subscriptions[0].cadence",
        "daily@7",
    ),
    (
        "an hour that no day has",
        f"{BOX}subscriptions: [{{name: a, channel: box, cadence: 'daily@24:00'}}]",
        "WC020",
        "subscriptions[0].cadence",
        "'daily@24:00'",
    ),
    (
        "a day of the week that is none",
        f"{BOX}subscriptions: [{{name: a, channel: box, cadence: 'weekly@monday-07:00'}}]",
        "WC020",
        "subscriptions[0].cadence",
        "'weekly@monday-07:00'",
    ),
    (
        "a crontab line of four fields",
        f"{BOX}subscriptions: [{{name: a, channel: box, cron: '0 7 * *'}}]",
        "WC020",
        "subscriptions[0].cron",
        "'0 7 * *'",
    ),
    (
        "an hour that no crontab has",
        f"{BOX}subscriptions: [{{name: a, channel: box, cron: '0 24 * * *'}}]",
        "WC020",
        "subscriptions[0].cron",
        "'0 24 * * *'",
    ),
    (
        "a day that no month has",
        f"{BOX}subscriptions: [{{name: a, channel: box, cron: '0 7 30 2 *'}}]",
        "WC020",
        "subscriptions[0].cron",
        "'0 7 30 2 *'",
    ),
    (
        "quiet hours without an end",
        f"{BOX}subscriptions: [{{name: a, channel: box, quiet_hours: '22:00'}}]",
        "WC020",
        "subscriptions[0].quiet_hours",
        "'22:00'",
    ),
    (
        "noise, which is never sent",
        f"{BOX}subscriptions: [{{name: a, channel: box, min_severity: noise}}]",
        "WC008",
        "subscriptions[0].min_severity",
        "noise",
    ),
    (
        "an unknown kind",
        f"{BOX}subscriptions: [{{name: a, channel: box, kinds: [page.gone]}}]",
        "WC019",
        "subscriptions[0].kinds[0]",
        "page.gone",
    ),
]


@pytest.mark.parametrize(
    ("text", "code", "where", "underlined"), [case[1:] for case in IN_WATCHER], ids=[case[0] for case in IN_WATCHER]
)
def test_a_mistake_in_watcher_yaml_is_found_where_it_is(check, text, code, where, underlined):
    (problem,) = check(watcher_yaml=text)
    assert (problem.file, problem.code, problem.where) == ("watcher.yaml", code, where)
    assert under_the_caret(problem) == underlined


MATRIX = "type: matrix, homeserver: 'https://m.org', token: '${env:HOOK}'"


@pytest.mark.parametrize(
    ("channel", "hook", "where"),
    [
        (f"{MATRIX}, room: '#desk:m.org'", "x", "channels.x.room"),
        ("type: ntfy, url: 'https://n.org/'", "x", "channels.x.url"),
        ("type: ntfy, url: 'https://n.org/a/b'", "x", "channels.x.url"),
        ("type: teams, url: '${env:HOOK}'", "tgram://x/y", "channels.x.url"),
        ("type: apprise, url: '${env:HOOK}'", "file:///etc/passwd", "channels.x.url"),
        ("type: apprise, url: '${env:HOOK}'", "tgram://x/y, tgram://z/y", "channels.x.url"),
    ],
)
def test_a_channel_that_cannot_work_is_found_before_it_is_needed(check, channel, hook, where):
    (problem,) = check(watcher_yaml=f"channels: {{x: {{{channel}}}}}", HOOK=hook)
    assert (problem.code, problem.where) == ("WC011", where)
    assert hook == "x" or hook not in str(problem)


@pytest.mark.parametrize(
    "channel",
    [
        f"{MATRIX}, room: '!desk:m.org'",
        "type: ntfy, url: 'https://n.org/desk'",
        "type: teams, url: '${env:HOOK}'",
        "type: discord, url: '${env:HOOK}'",
        "type: mattermost, url: '${env:HOOK}'",
        "type: apprise, url: '${env:HOOK}'",
    ],
)
def test_a_channel_of_each_chat_service_is_taken(check, channel):
    assert check(watcher_yaml=f"channels: {{x: {{{channel}}}}}", HOOK="https://hook.example/x") == []


def test_a_subscription_to_a_page_or_tag_that_is_not_there_is_a_warning(check):
    text = f"{BOX}subscriptions: [{{name: a, channel: box, tags: [dsh], sources: [b]}}]"
    problems = check(watcher_yaml=text)
    assert [(each.code, each.severity, each.where) for each in problems] == [
        ("WC023", "warn", "subscriptions[0].tags[0]"),
        ("WC023", "warn", "subscriptions[0].sources[0]"),
    ]
    assert "Did you mean 'dhs'?" in problems[0].message


def test_all_mistakes_of_both_files_are_told_at_once(files):
    folder = files(
        "sources:\n- {id: A, url: x, kind: y}\n- {id: b}\n", "vault: []\nsubscriptions: [{name: s, channel: c}]\n"
    )
    with pytest.raises(ConfigurationError) as caught:
        sources.load(folder, {})
    assert [(each.file, each.where) for each in caught.value.problems] == [
        ("sources.yaml", "sources[0].id"),
        ("sources.yaml", "sources[0].url"),
        ("sources.yaml", "sources[0].kind"),
        ("sources.yaml", "sources[1]"),
        ("watcher.yaml", "vault"),
        ("watcher.yaml", "subscriptions[0].channel"),
    ]
    assert str(caught.value) == "\n".join(str(each) for each in caught.value.problems)


def test_problems_are_counted_in_words(check):
    assert tally([]) == "0 errors, 0 warnings"
    assert tally(check(PAGE + "    mirror_of: b\n    kind: x\n")) == "1 error, 1 warning"


def test_a_problem_has_a_form_for_editors(check):
    (problem,) = check("sources:\n- url: x\n")
    assert problem.form() == {
        "file": "sources.yaml",
        "line": 2,
        "column": 8,
        "width": 1,
        "severity": "error",
        "where": "sources[0].url",
        "message": "'x' must start with http:// or https://",
        "code": "WC011",
        "snippet": "- url: x",
    }


def test_the_caret_stands_right_in_a_line_of_any_length(check):
    (problem,) = check(f"sources: [{{url: https://a.gov, name: '{'x' * 5000}', kind: artcle}}]")
    assert under_the_caret(problem) == "artcle"
    assert max(map(len, str(problem).splitlines()[1:])) < 200


def test_control_characters_of_a_file_do_not_reach_the_terminal(check):
    problems = check('sources:\n- {url: https://a.gov, kind: "\\e[31m\u202eqa", "\\e[32m": 1}\n')
    assert [problem.code for problem in problems] == ["WC008", "WC003"]
    assert not set("".join(map(str, problems))) & {"\x1b", "\u202e"}


def test_a_hundred_wrong_time_zones_are_told_in_a_moment(check):
    text = "sources:\n" + "".join(f"- {{url: 'https://a.gov/{at}', timezone: Amerika}}\n" for at in range(100))
    started = stopwatch.process_time()
    assert len(check(text)) == 100
    assert stopwatch.process_time() - started < 2.0


def test_words_that_only_look_secretive_may_stand_in_sources_yaml(check):
    assert (
        check(PAGE + "    figures: {token: '{n} tokens', secret: '{n} secrets'}\n    name: 'Password: a history'\n")
        == []
    )


def test_hosts_and_networks_of_every_spelling_are_let_through(check):
    listed = "[db1, cafe1, intranet.test, xn--bcher-kva.example, 10.0.0.0/8, 10.1.2.3/8, 127.0.0.1, '::1', 'fd00::/8']"
    assert check(watcher_yaml=f"fetch: {{allow_private: {listed}}}\n") == []
