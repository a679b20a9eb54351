"""Whether an answer is the page, or something that came in its place."""

import json
from collections.abc import Iterator, Sequence

from watcher.fetch.between import challenger, refuser
from watcher.fetch.phrases import EVIDENCE, UNMISTAKABLE, Says, says
from watcher.fetch.sight import asks_for_password, has_plenty, heading, main_words, sends_on, title, words
from watcher.fetch.verdict import OK, Verdict
from watcher.fetch.whereabouts import led_astray
from watcher.formats import format_of
from watcher.model import Outcome, Payload
from watcher.text import shorten

_SMALL = 16 * 1024
"""Bytes up to which a body is always looked at closely."""
_TELLING = 4000
"""Characters of text from which on a page has something to say of its own."""
_TERSE = 1000
_CURT = 600
"""Characters that an error page makes do with: Akamai's has about 250, F5's 150."""
_HALF = 0.5
_COMPLAINING = frozenset({"message", "error", "title", "detail", "description"})
_GONE = frozenset({404, 410, 451})
_OUTCOMES = {
    Says.CHALLENGE: Outcome.BLOCKED,
    Says.DENIED: Outcome.BLOCKED,
    Says.SIGN_IN: Outcome.BLOCKED,
    Says.OTHER_BROWSER: Outcome.BLOCKED,
    Says.ENDED: Outcome.ERROR_PAGE,
    Says.MISSING: Outcome.SOFT_GONE,
    Says.BROKEN: Outcome.ERROR_PAGE,
}


def judge(status: int, headers: Sequence[tuple[str, str]], payload: Payload | None, requested_url: str) -> Verdict:
    """The outcome of a whole answer, with the reasons for any but `ok`.

    `payload.url` is where it came from. A page *about* "access denied" or "page not found" stays `ok`.
    """
    named = dict(reversed(headers))
    body = payload.body if payload else b""
    if who := challenger(named):
        return Verdict(Outcome.BLOCKED, (f"{status}: {who} asks for proof that we are human",))
    if not 200 <= status < 300:
        return _by_status(status, named, body)
    if status in (204, 205) or not body or body.isspace():
        return Verdict(Outcome.EMPTY, (f"{status} with an empty body",))
    if status == 206:
        return Verdict(Outcome.ERROR_PAGE, ("206: only a part of the page was sent, though all of it was asked for",))
    assert payload is not None
    return led_astray(requested_url, payload.url) or (_by_words(body) if _is_html(payload) else _curtly(body))


def _by_status(status: int, headers: dict[str, str], body: bytes) -> Verdict:
    if status < 400:
        return Verdict(Outcome.ERROR_PAGE, (f"{status}: a redirect that cannot be followed",))
    if status == 429:
        return Verdict(Outcome.RATE_LIMITED, ("429: the site asks us to come less often",))
    if barrier := _barrier(status, body):
        return Verdict(Outcome.BLOCKED, (f"{status}: {barrier}",))
    if status in _GONE:
        return Verdict(Outcome.GONE, (f"{status}: the site says that the page is not there",))
    if status >= 500:
        kind = Outcome.SERVER_ERROR if status < 600 else Outcome.ERROR_PAGE
        return Verdict(kind, (f"{status}: the site has a fault",))
    if who := refuser(status, headers, len(body)):
        return Verdict(Outcome.BLOCKED, (f"{status}: refused by {who}",))
    if status in (401, 403, 407):
        return Verdict(Outcome.BLOCKED, (f"{status}: the site refuses to show us the page",))
    return Verdict(Outcome.ERROR_PAGE, (f"{status}: the site did not take our request",))


def _barrier(status: int, body: bytes) -> str | None:
    """Who stands in the way, when an error status carries a challenge or a firewall's refusal.

    With a status from 500 on only a challenge counts: the same firms put their name under a site's faults.
    """
    if len(body) > 4 * _SMALL:
        return None
    if says(title(body)) is Says.CHALLENGE:
        return f"a check for robots: {shorten(title(body), 80)}"
    text = words(body)
    barriers = (Says.CHALLENGE,) if status >= 500 else (Says.CHALLENGE, Says.DENIED)
    if len(text) < _TELLING:
        for pattern, meaning, who in UNMISTAKABLE:
            if meaning in barriers and pattern.search(text):
                return f"refused by {who}: {shorten(text, 80)}"
    return None


def _is_html(payload: Payload) -> bool:
    kind = payload.content_type.lower()
    if kind and "html" not in kind:
        return False
    return not format_of(payload.body)


def _by_words(body: bytes) -> Verdict:
    """The cheap look first: most pages have an innocent title and heading, and plenty of text."""
    head, top = title(body), heading(body)
    meaning = says(head) or says(top)
    if meaning is None and len(body) > _SMALL and has_plenty(body):
        return OK
    return _closely(body, head, top, meaning)


def _curtly(body: bytes) -> Verdict:
    """An error told in a line of text or of JSON, by a program that was to make the page."""
    if len(body) > _CURT or format_of(body) not in ("", "json"):
        return OK
    text = body.decode("utf-8", "replace").strip()
    for phrase in (text, *_complaints(text)):
        if meaning := says(phrase):
            return Verdict(_OUTCOMES[meaning], (f"nothing but a line that says {meaning.value}: {shorten(text, 80)}",))
    return _given_away(text) or OK


def _complaints(text: str) -> Iterator[str]:
    """What a JSON object says under the names by which programs tell of errors."""
    try:
        form = json.loads(text)
    except ValueError:
        return
    inner = form.get("error") if isinstance(form, dict) else None
    for one in (form, inner):
        if isinstance(one, dict):
            yield from (value for name, value in one.items() if name in _COMPLAINING and isinstance(value, str))


def _closely(body: bytes, head: str, top: str, meaning: Says | None) -> Verdict:
    text = words(body)
    if not any(letter.isalnum() for letter in text):
        return _wordless(body, head, meaning)
    if meaning is Says.SIGN_IN and not asks_for_password(body):
        meaning = None
    if meaning is Says.BROKEN and EVIDENCE[Says.MISSING].search(text) and not EVIDENCE[Says.BROKEN].search(text):
        meaning = Says.MISSING  # SharePoint calls it "Error"
    if meaning and _is_told(meaning, top, text, main_words(body)):
        return Verdict(_OUTCOMES[meaning], (f"the page says {meaning.value}: {shorten(head or top, 80)}",))
    return _given_away(text) or OK


def _wordless(body: bytes, head: str, meaning: Says | None) -> Verdict:
    if meaning:
        return Verdict(_OUTCOMES[meaning], (f"nothing but a title that says {meaning.value}: {shorten(head, 80)}",))
    if b"_Incapsula_Resource" in body:
        return Verdict(Outcome.BLOCKED, ("no text, only a check for robots by Imperva",))
    if b"captcha-delivery.com" in body or b"gokuProps" in body or b"_cf_chl_opt" in body:
        return Verdict(Outcome.BLOCKED, ("no text, only a check for robots",))
    if sends_on(body):
        return OK
    return Verdict(Outcome.EMPTY, ("no text that a reader without scripts would see",))


def _is_told(meaning: Says, top: str, text: str, main: str) -> bool:
    """Whether a page whose title or heading is an error phrase goes on like an error page."""
    own = main if meaning in (Says.MISSING, Says.DENIED, Says.SIGN_IN) else text
    if len(text) < _TERSE or (meaning is Says.SIGN_IN and len(own) < _TERSE):
        return True
    evident = EVIDENCE[meaning].search(own.replace(top, "", 1)[:_TERSE])
    if len(own) < _TELLING:
        return evident is not None or (meaning is Says.MISSING and says(top) is Says.MISSING and len(own) < _TERSE)
    # A long page in its site's full frame, or one that lists what to read instead.
    return meaning is Says.MISSING and evident is not None and says(top) is Says.MISSING


def _given_away(text: str) -> Verdict | None:
    """An error page under an innocent title: a known sentence at its beginning, or as most of its text."""
    if len(text) >= _TELLING:
        return None
    for pattern, meaning, who in UNMISTAKABLE:
        found = pattern.search(text)
        if found and (len(text) < _CURT or len(found[0]) > _HALF * len(text)):
            by = f" ({who})" if who else ""
            return Verdict(_OUTCOMES[meaning], (f"the page says {meaning.value}{by}: {shorten(text, 80)}",))
    return None
