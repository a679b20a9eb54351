import json
import time
from pathlib import Path

import pytest

from watcher.fetch.quality import judge
from watcher.model import Payload

SHARED = Path(__file__).parents[3] / "shared" / "pages"
URL = "https://www.agency.test/topics/memo"
MOVED = "We looked everywhere, but the page you are looking for has been moved or no longer exists."
DENIED_BY_EDGE = (
    "<h1>Access Denied</h1>You don't have permission to access this address on this server.<p>"
    "Reference #18.5c4d1702.1763721000.1a2b3c4d<p>https://errors.edgesuite.net/18.5c4d1702.1763721000.1a2b3c4d"
)


def outcome(status, body, headers=(), requested=URL, final=URL, kind="text/html; charset=utf-8"):
    pairs = tuple((name.lower(), value) for name, value in dict(headers).items())
    verdict = judge(status, pairs, Payload(body, kind, final), requested)
    assert bool(verdict.reasons) == (verdict.outcome != "ok")
    assert all(reason.isprintable() for reason in verdict.reasons)
    return verdict.outcome


def bad_answers(framed, bare):
    """By name: (outcome, status, body, headers)."""
    uncacheable = {"Server": "AkamaiGHost", "Cache-Control": "max-age=0", "Expires": "now"}
    return {
        "Akamai 403": ("blocked", 403, bare("Access Denied", DENIED_BY_EDGE), uncacheable),
        "Akamai on 200": ("blocked", 200, bare("Access Denied", DENIED_BY_EDGE), {}),
        "Akamai under a blank title": ("blocked", 200, bare("", DENIED_BY_EDGE), {}),
        "Akamai 404 that is a refusal": ("blocked", 404, bare("Access Denied", DENIED_BY_EDGE), uncacheable),
        "Akamai 400 short": ("blocked", 400, bare("Invalid URL", "<h1>Invalid URL</h1>"), uncacheable),
        "Akamai edge alone": ("blocked", 406, b"no", {"Server-Timing": "ak_p; desc=1, edge; dur=1, origin; dur=0"}),
        "Cloudflare header": ("blocked", 403, bare("Just a moment", "Checking"), {"cf-mitigated": "challenge"}),
        "Cloudflare 503": ("blocked", 503, bare("Just a moment...", "<noscript>Enable JavaScript</noscript>"), {}),
        "Cloudflare on 200": (
            "blocked",
            200,
            bare("Just a moment...", "<p>Enable JavaScript and cookies to continue</p>"),
            {},
        ),
        "Cloudflare attention": (
            "blocked",
            403,
            bare("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>"),
            {},
        ),
        "AWS WAF captcha": ("blocked", 405, bare("Human Verification", "x"), {"x-amzn-waf-action": "captcha"}),
        "AWS WAF challenge": ("blocked", 202, b"", {"x-amzn-waf-action": "challenge"}),
        "AWS WAF script": ("blocked", 200, b"<html><script>window.gokuProps = {}</script></html>", {}),
        "AWS load balancer": (
            "blocked",
            403,
            bare("403 Forbidden", "<h1>403 Forbidden</h1>"),
            {"Server": "awselb/2.0"},
        ),
        "CloudFront 403": (
            "blocked",
            403,
            bare("ERROR: The request could not be satisfied", "Request blocked."),
            {"X-Cache": "Error from cloudfront"},
        ),
        "CloudFront 400": ("blocked", 400, b"bad", {"X-Cache": "Error from cloudfront"}),
        "Incapsula": (
            "blocked",
            200,
            (
                b"<html><head></head><body><iframe src='/_Incapsula_Resource?x=1'>Request unsuccessful. "
                b"Incapsula incident ID: 123-456</iframe></body></html>"
            ),
            {},
        ),
        "Incapsula script": ("blocked", 200, b"<html><script src='/_Incapsula_Resource?S=1'></script></html>", {}),
        "F5": (
            "blocked",
            200,
            bare(
                "Request Rejected",
                "The requested URL was rejected. Please consult with your administrator. Your support ID is: 1234",
            ),
            {},
        ),
        "PerimeterX": (
            "blocked",
            403,
            bare("Access to this page has been denied", "Please verify you are a human"),
            {},
        ),
        "Imperva interruption": (
            "blocked",
            200,
            bare("Pardon Our Interruption", "Something about your browser made us think you are a bot"),
            {},
        ),
        "Sucuri": (
            "blocked",
            200,
            bare(
                "Access Denied - Sucuri Website Firewall",
                "<h1>Access Denied - Sucuri Website Firewall</h1><p>Block reason: too fast</p>",
            ),
            {},
        ),
        "captive portal": ("blocked", 200, bare("Wi-Fi Login", "Accept the terms of use to connect"), {}),
        "plain 403": ("blocked", 403, bare("403 Forbidden", "nginx"), {}),
        "plain 401": ("blocked", 401, b"", {}),
        "Drupal denied on 200": (
            "blocked",
            200,
            framed("Access denied | Agency", "<p>You are not authorized to access this page.</p>"),
            {},
        ),
        "429": ("rate_limited", 429, bare("Too Many Requests", "slow down"), {"Retry-After": "60"}),
        "404": ("gone", 404, framed("Page Not Found | Agency", f"<p>{MOVED}</p>"), {}),
        "404 of a bucket": (
            "gone",
            404,
            b"<Error><Code>NoSuchKey</Code></Error>",
            {"X-Cache": "Error from cloudfront"},
        ),
        "410": ("gone", 410, b"", {}),
        "451": ("gone", 451, b"Unavailable For Legal Reasons", {}),
        "soft 404 in the frame": (
            "soft_gone",
            200,
            framed("Page Not Found | Homeland Security", f"<p>{MOVED}</p>"),
            {},
        ),
        "soft 404 with a long menu": (
            "soft_gone",
            200,
            framed("Page not found | USCIS", f"<p>{MOVED}</p>" + "<p>Popular: a visa page.</p>" * 300),
            {},
        ),
        "soft 404 without a heading": (
            "soft_gone",
            200,
            framed("Page not found - The Center", f"<p>{MOVED}</p>", heading=False),
            {},
        ),
        "soft 404 with the name first": (
            "soft_gone",
            200,
            framed("The Association - Page Not Found", "<h2>Page Not Found</h2><p>Sorry!</p>"),
            {},
        ),
        "soft 404 by heading alone": (
            "soft_gone",
            200,
            framed("Agency", f"<h1>404: Page not found</h1><p>{MOVED}</p>", heading=False),
            {},
        ),
        "soft 404 in figures": ("soft_gone", 200, bare("404", "<h1>404</h1>"), {}),
        "soft 404 of a server": ("soft_gone", 200, bare("404 Not Found", "<h1>Not Found</h1><hr>nginx"), {}),
        "soft 404 of IIS": (
            "soft_gone",
            200,
            bare("404 - File or directory not found.", "<h2>404 - File or directory not found.</h2>"),
            {},
        ),
        "soft 404 in Canada": (
            "soft_gone",
            200,
            framed("We couldn't find that Web page (Error 404) - Canada.ca", "<p>We're sorry you ended up here.</p>"),
            {},
        ),
        "soft 404 in Spanish": (
            "soft_gone",
            200,
            framed("Página no encontrada | Agencia", "<p>La página solicitada no existe.</p>"),
            {},
        ),
        "title-only not found": ("soft_gone", 200, b"<html><head><title>Page Not Found</title></head></html>", {}),
        "500": ("server_error", 500, b"oops", {}),
        "502": ("server_error", 502, bare("502 Bad Gateway", "<h1>502 Bad Gateway</h1>"), {}),
        "503 maintenance": ("server_error", 503, bare("Scheduled maintenance", "Back soon"), {"Retry-After": "600"}),
        "521 of Cloudflare": (
            "server_error",
            521,
            bare("agency.test | 521: Web server is down", "Cloudflare Ray ID: 8f"),
            {},
        ),
        "503 of Akamai": (
            "server_error",
            503,
            bare("Error", "Service Unavailable - DNS failure. Reference #11.5c4d1702.1763721000.1a2b"),
            uncacheable,
        ),
        "maintenance on 200": (
            "error_page",
            200,
            bare("Site under maintenance", "<p>We will be back shortly. Thank you for waiting.</p>"),
            {},
        ),
        "maintenance in the text": (
            "error_page",
            200,
            bare("Agency", "<p>The site is currently undergoing scheduled maintenance.</p>"),
            {},
        ),
        "database on 200": (
            "error_page",
            200,
            bare("Database Error", "<h1>Error establishing a database connection</h1>"),
            {},
        ),
        "database under the site's title": (
            "error_page",
            200,
            bare("The Center", "Error establishing a database connection"),
            {},
        ),
        "Drupal's last words": (
            "error_page",
            200,
            b"The website encountered an unexpected error. Please try again later.<br>",
            {},
        ),
        "ASP.NET": (
            "error_page",
            200,
            bare("Runtime Error", "<h1>Server Error in '/' Application.</h1><h2>Runtime Error</h2>"),
            {},
        ),
        "a form to sign in": (
            "blocked",
            200,
            framed("Sign in | The Library", '<h1>Sign in</h1><form><input name="n"><input type="password"></form>'),
            {},
        ),
        "members alone": (
            "blocked",
            200,
            bare("Member Login", "<p>For members.</p><form>Password <input name=p type='password'></form>"),
            {},
        ),
        "for other browsers": (
            "blocked",
            200,
            bare("Unsupported browser", "<h1>Your browser is not supported</h1><p>Please upgrade your browser.</p>"),
            {},
        ),
        "a session that ended": (
            "error_page",
            200,
            bare("Session expired", "<p>Your session has expired. Please reload the page.</p>"),
            {},
        ),
        "withdrawn in writing": (
            "soft_gone",
            200,
            bare("Memo | Agency", "<h1>Oh no</h1><p>We are sorry, but there is no longer a page at this address.</p>"),
            {},
        ),
        "gateway on 200": ("error_page", 200, bare("504 Gateway Time-out", "<h1>504 Gateway Time-out</h1>"), {}),
        "400": ("error_page", 400, b"bad request", {}),
        "418": ("error_page", 418, b"teapot", {}),
        "206": ("error_page", 206, framed("Agency", "<p>half</p>"), {}),
        "302 left over": ("error_page", 302, b"", {}),
        "999": ("error_page", 999, b"denied", {}),
        "no body": ("empty", 200, b"", {}),
        "white body": ("empty", 200, b" \r\n\t ", {}),
        "204": ("empty", 204, b"", {}),
        "title only": ("empty", 200, b"<html><head><title>Detention management</title></head><body></body></html>", {}),
        "an app without text": (
            "empty",
            200,
            b"<html><head><title>Agency</title></head><body><div id='app'></div><noscript>Use JavaScript</noscript>"
            b"<script>" + b"var a = 'words words';" * 3000 + b"</script></body></html>",
            {},
        ),
    }


def good_pages(framed, bare, article):
    """By name, bodies: pages that only speak of such things, and pages of odd shape."""
    about = "Reporters were told that access was denied and that the page could not be found."
    quote = "The notice read: Access Denied, Reference #18.5c4d1702.1763721000.1a2b3c4d, and nothing else."
    return {
        "news about access denied": article("Access denied: how lawyers are kept out | The Center", about),
        "short news about access denied": article("Access Denied: lawyers turned away | The Center", about, times=3),
        "news that quotes the refusal": article("What visitors saw last week | The Center", quote),
        "short news that quotes the refusal": article("What visitors saw last week | The Center", quote, times=6),
        "news about page not found": article("Page not found: memos vanish from the site | News", about),
        "long news called page not found": article(
            "Page Not Found | The Weekly", "The memo told offices what to do.", 90
        ),
        "news about 404s": article("404 pages removed from agency site | News", about),
        "a rule with that number": article("Rule 404 | Evidence handbook", "Character evidence is limited by it."),
        "a form with that number": article("Form I-404 | Agency", "Use it to ask for a copy of your file."),
        "part 403": article("8 CFR 403 | Regulations", "This part says who may ask for an interview."),
        "a count of 500": article("500 arrested in operation | Agency", "Officers went to several cities."),
        "bare count": article("404 days in detention | The Center", "He waited more than a year."),
        "maintenance of status": article("Maintenance of status | Study", "Students keep their status by enrolling."),
        "maintenance contract": article("Site maintenance contract awarded | Agency", "A firm will mend the roof."),
        "planned outages page": article(
            "Scheduled maintenance | Agency", "The list shows planned work on our systems.", 40
        ),
        "security check": article("Security check at the door | Agency", "Bring an identity card with you."),
        "captcha policy": article("CAPTCHA policy | Agency", "Forms use a picture that people can read."),
        "blocked accounts": article("Blocked property and accounts | Agency", "The rule freezes what they own."),
        "denied applications": article("Denied applications, by year | Agency", "The table counts decisions."),
        "forbidden goods": article("Forbidden and restricted goods | Agency", "Do not bring fruit over the border."),
        "gone to court": article("Gone to court: a history | The Center", "The case began ten years ago."),
        "error rates": article("Error rates of the program | Agency", "The audit found mistakes in one of ten files."),
        "unavailable services": article("Services unavailable to detainees | The Center", "Telephones do not work."),
        "just a moment, in a story": article(
            "Just a moment of your time: a survey | Agency", "Tell us what you think."
        ),
        "how to sign in": article("Sign in | Help of the portal", "Your password has at least twelve letters."),
        "which browsers are served": article("Unsupported browser | Help", "Versions before 2019 cannot open forms."),
        "a session of Congress": article("Session ended | Congress", "The session ended in December without a vote."),
        "a box to sign in beside": article("Detention library | The Center", "<input type=password> Members read on."),
        "archived page": article("Archived: Secure Communities | Agency", "This page is kept for reference."),
        "removed text": article("This page has been removed from the archive list | News", "The list is shorter now."),
        "a short page": framed("Contact | Agency", "<p>Call 555-0100.</p>"),
        "a very short page": bare("Notice", "<p>The office is closed on Monday.</p>"),
        "no title": bare("", "<p>Visits were 3,181 in 2018.</p>"),
        "no markup": b"Plain words that call themselves HTML.",
        "empty main": framed("Listing | Agency", ""),
        "upper case tags": article("Old page | Agency", "Written long ago.").upper(),
        "a stub that sends on": b"<html><head><meta http-equiv='refresh' content='0; url=/new'></head></html>",
        "a stub with words": bare("Redirecting", "<h1>Redirecting</h1><a href='/new'>Click here</a>"),
        "object moved": bare("Object moved", "<h2>Object moved to <a href='/new'>here</a>.</h2>"),
        "Japanese in Shift_JIS": bare("", "<p>拘禁施設の管理</p>").decode().encode("shift_jis"),
        "UTF-16": "<html><head><title>Wide</title></head><body>Words of two bytes</body></html>".encode("utf-16"),
        "broken markup": b"<html><title>Odd<body><p>Unclosed <b>words<p>and more" + b"<div>" * 3000,
        "Cloudflare's script on a real page": bare(
            "Notice", "<p>Our hours.</p><script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"
        ),
        "Incapsula's script on a real page": bare(
            "Notice", "<p>Our opening hours.</p><script src='/_Incapsula_Resource?S=1'></script>"
        ),
    }


def test_what_comes_in_a_pages_place_is_never_taken_for_it(frame, plain):
    corpus = bad_answers(frame, plain)
    assert len(corpus) >= 60
    judged = {name: outcome(status, body, headers) for name, (_, status, body, headers) in corpus.items()}
    assert judged == {name: expected for name, (expected, *_) in corpus.items()}


def test_a_page_about_errors_is_a_page(frame, plain, text):
    corpus = good_pages(frame, plain, text)
    assert len(corpus) >= 40
    assert {name: outcome(200, body) for name, body in corpus.items()} == dict.fromkeys(corpus, "ok")


def test_a_file_a_feed_or_a_text_of_more_than_a_line_is_judged_by_its_status_alone():
    for kind, body in (
        ("application/pdf", b"%PDF-1.7 404 Not Found"),
        ("application/json", b'{"pages": [{"name": "Page not found"}]}'),
        ("text/plain", b"Access Denied\n\nWhy an officer may refuse to hand out a file, and what to do then."),
        ("application/rss+xml", b"<rss><title>404</title></rss>"),
    ):
        assert outcome(200, body, kind=kind) == "ok"
        assert outcome(404, body, kind=kind) == "gone"
    assert outcome(200, b"%PDF-1.7", kind="") == "ok"
    assert outcome(200, b"%PDF-1.7", kind="text/html") == "ok"


@pytest.mark.parametrize(
    ("requested", "final", "expected"),
    [
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov/", "soft_gone"),
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov", "soft_gone"),
        ("https://www.dhs.gov/topic/memo", "https://www.other.gov/index.html", "soft_gone"),
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov/en/", "soft_gone"),
        ("https://www.dhs.gov/?page=12", "https://www.dhs.gov/", "soft_gone"),
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov/404", "soft_gone"),
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov/page-not-found?from=/topic/memo", "soft_gone"),
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov/Errors/NotFound.aspx", "soft_gone"),
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov/error.aspx?aspxerrorpath=/topic", "error_page"),
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov/maintenance.html", "error_page"),
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov/topic/memo", "ok"),
        ("http://dhs.gov/topic/memo", "https://www.dhs.gov/topic/memo/", "ok"),
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov/topic/other", "ok"),
        ("https://www.dhs.gov/", "https://www.dhs.gov/index.html", "ok"),
        ("https://www.dhs.gov/en", "https://www.dhs.gov/", "ok"),
        ("http://www.dhs.gov/?utm_source=x", "https://www.dhs.gov/", "ok"),
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov/?page=12", "ok"),
        ("https://www.dhs.gov/error", "https://www.dhs.gov/docs/error", "ok"),
        ("https://www.dhs.gov/topic/memo", "https://www.dhs.gov/topic/error-rates", "ok"),
    ],
)
def test_a_redirect_to_a_front_page_or_error_page_is_no_move(requested, final, expected, text):
    page = text("Homeland Security", "Welcome to the department.")
    assert outcome(200, page, requested=requested, final=final) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"message":"Internal server error"}', "error_page"),
        (b'{"error":{"code":500,"message":"Something went wrong"}}', "error_page"),
        (b'{"message": "Not Found", "status": 404}', "soft_gone"),
        (b'{"status":"error","message":"Too many requests"}', "blocked"),
        (b"404 page not found\n", "soft_gone"),
        (b"Service Unavailable", "error_page"),
        (b'{"open": true, "note": "The office gives no answer on errors."}', "ok"),
        (b'{"title": "Service hours", "hours": ["8 to 16"]}', "ok"),
        (b'["not", "found"]', "ok"),
        (b"The office is closed. Page 404 of the manual says why.", "ok"),
    ],
)
def test_an_error_in_a_line_of_text_or_json_is_no_page(body, expected):
    assert outcome(200, body, kind="application/json") == expected
    assert outcome(200, body, kind="text/plain") == expected


def test_real_pages_are_pages():
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    pages = sorted([*SHARED.glob("ice/*.html"), *SHARED.glob("pairs/*/*.html")])
    statuses = {
        f"{side}/{pair['id']}": pair[f"status_{side}"]
        for pair in json.loads((SHARED / "pairs" / "index.json").read_text("utf-8"))
        for side in "ab"
    }
    judged = {}
    for page in pages:
        status = statuses.get(f"{page.parent.name}/{page.stem}") or 200
        if status == 200:
            judged[str(page.relative_to(SHARED))] = outcome(200, page.read_bytes())
    assert len(judged) > 50
    assert {name: found for name, found in judged.items() if found != "ok"} == {}


@pytest.mark.parametrize(
    "hostile",
    [
        b"<" * 2_000_000,
        b"<script>" * 300_000,
        b"<script" * 300_000,
        b"<!--" * 500_000,
        b"<title>" * 300_000,
        b"<h1>" * 500_000,
        b"<title>" + b"- " * 1_000_000,
        b"<title>" + b"error " * 300_000,
        b"<main" * 400_000,
        b"&" * 2_000_000,
        b"&amp" * 500_000,
        b"page " * 400_000,
        b"<p>" + b" " * 2_000_000,
        b"<title>not found</title>" + b"the page " * 200_000,
        b"reference #" * 200_000,
        b"warning: " * 200_000,
    ],
)
def test_judging_takes_linear_time_whatever_the_bytes(hostile):
    start = time.process_time()
    outcome(200, hostile)
    outcome(403, hostile)
    assert time.process_time() - start < 1.0


def test_judging_an_ordinary_page_is_cheap(text):
    page = text("Detention management | Agency", "The visits were 3,181 in 2018, and the memo stands.", 700)
    assert 60_000 < len(page) < 90_000
    payload = Payload(page, "text/html", URL)
    headers = tuple((f"x-{number}", "value") for number in range(15))
    start = time.process_time()
    for _ in range(400):
        assert judge(200, headers, payload, URL).outcome == "ok"
    # 0.03 ms measured alone; the bound leaves room for a busy machine.
    assert (time.process_time() - start) / 400 < 0.00025
