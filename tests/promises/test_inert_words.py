"""What a page says is kept to the byte and harmless wherever it is shown: terminal, mail, chat, webhook, exhibit."""

import hashlib
import json
import re
from email import policy
from email.message import Message
from email.parser import BytesParser

import pytest

CHANNELS = """
version: 1
fetch: {per_host: {concurrency: 4, gap: 0s}, allow_private: [127.0.0.1/32]}
channels:
  box: {type: mailbox, path: ./mail}
  hook: {type: webhook, url: '${env:HOOK}'}
  room: {type: slack, url: '${env:ROOM}'}
subscriptions:
  - {name: box, channel: box, cadence: at-once, min_severity: low}
  - {name: hook, channel: hook, cadence: at-once, min_severity: low}
  - {name: room, channel: room, cadence: at-once, min_severity: low}
"""

WORDS = [
    "\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x9b2J \x1bc",
    "\x00 nul \x08\x08 back \x7f delete \x85 next",
    "\u202egnirts\u202c \u2066isolated\u2069 \u200b\u200d\ufeff zero \u061c mark",
    "carriage\r\nBcc: everyone@evil.test\r\n\r\nbody",
    "line\u2028separator\u2029paragraph\x0bvertical\x0cform",
    "@everyone @here <!channel> <!everyone> <!here> <@U012AB3CD> <#C024BE7LR>",
    "[click](http://evil.test) *bold* _it_ ~no~ `code` ```block``` <http://evil.test|ICE>",
    "<script>alert(1)</script><img src=http://evil.test/x.gif onerror=alert(1)><svg/onload=alert(1)>",
    "{{7*7}} {% include '/etc/passwd' %} ${env:HOME} %(x)s {0.__class__} [bold red]rich[/bold red] [link=x]y[/link]",
    "=cmd|'/C calc'!A0 +1+1 -2+3 @SUM(A1)",
    "--version\n.\nQUIT\n",
    "\ufffe\uffff\U000e0001\U000e0041 tags and non-characters",
    "x" * 20_000,
]
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
SURROGATE = b"<p>a \xed\xa0\x80 lone half and \xff\xfe no letters.</p>"


def escaped(words: str) -> str:
    """As a page shows them as words."""
    return words.replace("&", "&amp;").replace("<", "&lt;")


def told(words, at):
    """A page whose every part says the words."""
    shown = escaped(words)
    return (
        f"<!doctype html><html lang='en'><head><title>{shown} {at}</title>"
        f"<meta name='description' content=\"{shown.replace(chr(34), '')}\"></head><body><main><h1>{shown} {at}</h1>"
        f"<p>There are {at} offices, says {shown}.</p><h2>{shown}?</h2><p>Answer {at}: {shown}</p>"
        f"<ul><li><a href='javascript:alert(1)'>{shown}</a></li><li><a href='http://evil.test/{at}'>File {shown}</a>"
        "</li></ul><p>Another paragraph that says more than a line of the office.</p></main></body></html>"
    ).encode("utf-8", "surrogatepass")


@pytest.fixture
def after_hostile_edits(site, bot):
    """A bot that has seen pages of hostile words altered, and told every channel of it."""
    urls = [site.shows(f"/{at}", told(words, 14)) for at, words in enumerate(WORDS)]
    urls.append(site.shows("/surrogate", b"<!doctype html><title>S</title><main><p>14 offices.</p>" + SURROGATE))
    bot.watches(*urls, watcher=CHANNELS, moving_parts="keep")
    channels = {"HOOK": site.url("/hook"), "ROOM": site.url("/room")}
    first = bot.says("check", **channels)
    assert (first.code, "Traceback" in first.err) == (0, False), first.err
    for at, words in enumerate(WORDS):
        site.shows(f"/{at}", told(words, 17))
    site.shows("/surrogate", b"<!doctype html><title>S</title><main><p>17 offices.</p>" + SURROGATE)
    second = bot.says("check", "--notify", **channels)
    assert (second.code, "Traceback" in second.err) == (0, False), second.err
    return bot, [first, second]


def is_harmless(text: str) -> bool:
    """No character that a terminal acts on."""
    return HARMFUL.search(text) is None


@pytest.mark.timeout(300)
def test_words_of_a_page_do_no_harm_wherever_they_are_shown(after_hostile_edits, site):
    bot, rounds = after_hostile_edits
    for number, words in enumerate(WORDS):
        sha256 = hashlib.sha256(told(words, 17)).hexdigest()
        assert list((bot.home / "snapshots" / "blobs").rglob(f"{sha256}*")), number
    _terminal_is_unharmed(bot, rounds)
    _mails_are_letters(bot)
    _chat_is_unharmed(site)


def _terminal_is_unharmed(bot, rounds):
    changes = bot.says("log", "--json", "-n", "100").json["changes"]
    assert len(changes) >= len(WORDS)
    (bot.home / "page.html").write_bytes(told(WORDS[0] + WORDS[2], 3))
    (bot.home / "other.html").write_bytes(told(WORDS[3] + WORDS[6], 4))
    commands = [
        ("log",),
        ("findings",),
        ("findings", "--json"),
        ("status",),
        ("digest", "list"),
        *(("show", change["change"]) for change in changes[::4]),
        ("show", "page-3"),
        *(("diff", f"page-{at}@v1", f"page-{at}@v2") for at in (1, 4)),
    ]
    said = [*rounds, *(bot.says(*command) for command in commands)]
    files = [str(bot.home / "page.html"), str(bot.home / "other.html")]
    said += [bot.asks("read", files[0]), bot.asks("compare", *files)]
    for one in said:
        assert "Traceback" not in one.err, one.err
        assert is_harmless(one.out), one.out
        assert is_harmless(one.err), one.err


def _mails_are_letters(bot):
    paths = sorted((bot.home / "mail" / "new").iterdir())
    assert paths
    allowed = None
    for path in paths:
        raw = path.read_bytes()
        letter = BytesParser(policy=policy.default).parsebytes(raw)
        assert letter.defects == []
        names = {name.lower() for name in letter}
        allowed = allowed or names
        assert names == allowed
        assert "bcc" not in names
        assert all(is_harmless(str(value)) for value in letter.values())
        assert b"\0" not in raw
        assert b"\x1b" not in raw
        text = letter.get_body(("plain",)).get_content()
        html = letter.get_body(("html",)).get_content()
        assert is_harmless(text)
        assert is_harmless(html)
        assert not re.search(r"<(script|img|svg|iframe|link|object)\b", html, re.IGNORECASE)
        assert not re.search(r"<[^>]*\son\w+\s*=", html)
        assert 'href="javascript:' not in html.lower()
        _is_read_by_the_old_parser(path)


def _is_read_by_the_old_parser(path):
    letter: Message = BytesParser().parsebytes(path.read_bytes())
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def _chat_is_unharmed(site):
    posts = {path: [body for at, _, body in site.posts if at == path] for path in ("/hook", "/room")}
    assert posts["/hook"]
    assert posts["/room"]
    for body in posts["/hook"]:
        assert json.loads(body)["schema"].startswith("watcher.digest/")
        assert is_harmless(body.decode("ascii").replace("\n", ""))
    for body in posts["/room"]:
        form = json.loads(body)
        assert (form["unfurl_links"], form["unfurl_media"]) == (False, False)
        whole = json.dumps(form, ensure_ascii=False)
        assert not re.search(r"<[!@#]", whole)
        assert "<http://evil.test" not in whole
        assert is_harmless(whole)
