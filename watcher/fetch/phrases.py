"""The words by which a server says that what it sends is not the page.

A phrase counts where a title or heading *is* it, never where one only has it: "Access denied: how ICE keeps
lawyers out" is a page to read.
"""

import re
from enum import Enum


class Says(Enum):
    """What an error page says."""

    CHALLENGE = "a check for robots"
    DENIED = "a refusal"
    SIGN_IN = "that one has to sign in"
    OTHER_BROWSER = "that it is for other browsers"
    ENDED = "that a session ended"
    MISSING = "that the page is not there"
    BROKEN = "that the site has a fault or is being worked on"


_PARTS = re.compile(r"\s*\|\s*|\s+[-–—»·:•]+\s+|\s*::\s*")
_EDGE = re.compile(r"^[\s\"'“”.!?…:,;-]+|[\s\"'“”.!?…:,;-]+$")
_LEADS = ("we", "sorry", "oops", "uh", "whoops", "error", "http", "status", "alert")
_ANY_CODE = re.compile(r"[45]\d\d")
_LEAD = re.compile(r"^(?:(?:we.?re |we are )?sorry|oops|uh[ -]oh|whoops|error|http|status|alert)[\s.,!:;-]+")
_CODE = re.compile(
    r"^(?:http[ /]*)?(?:error|status|code)?[\s:#-]*([45]\d\d)(?:\.\d+)?(?:[\s:.,-]+error)?(?:[\s:.,!-]+|$)"
)
_CODE_LAST = re.compile(r"^(.*?)[\s:,-]*\(?(?:http )?(?:error|status|code)?[\s:#-]*([45]\d\d)\)?$")

_EXACT: dict[str, Says] = {
    phrase: says
    for says, phrases in {
        Says.CHALLENGE: (
            "just a moment",
            "attention required",
            "please wait",
            "one more step",
            "checking your browser",
            "checking your browser before accessing",
            "ddos-guard",
            "ddos protection by cloudflare",
            "pardon our interruption",
            "access to this page has been denied",
            "human verification",
            "verify you are human",
            "verifying you are human",
            "are you a robot",
            "are you human",
            "robot check",
            "bot verification",
            "challenge validation",
            "security check",
            "security challenge",
            "captcha",
            "you are now in line",
            "waiting room",
            "queue-it",
            "request access",
            "captive portal",
            "wi-fi login",
            "wifi login",
            "network login",
            "network authentication required",
            "web authentication redirect",
        ),
        Says.DENIED: (
            "access denied",
            "access forbidden",
            "access restricted",
            "forbidden",
            "permission denied",
            "unauthorized",
            "unauthorized access",
            "not authorized",
            "authorization required",
            "request rejected",
            "not acceptable",
            "request blocked",
            "request denied",
            "the request is blocked",
            "the request could not be satisfied",
            "request unsuccessful",
            "blocked",
            "you have been blocked",
            "web page blocked",
            "website blocked",
            "site blocked",
            "url blocked",
            "too many requests",
            "rate limited",
            "acceso denegado",
            "accès refusé",
        ),
        Says.SIGN_IN: (
            "sign in",
            "signin",
            "sign-in",
            "sign in to continue",
            "sign in to your account",
            "please sign in",
            "sign in required",
            "log in",
            "login",
            "log-in",
            "log in to continue",
            "log in to your account",
            "please log in",
            "login required",
            "user login",
            "user log in",
            "member login",
            "member log in",
            "member sign in",
            "members only",
            "account login",
            "authentication required",
            "iniciar sesión",
            "connexion",
        ),
        Says.OTHER_BROWSER: (
            "unsupported browser",
            "browser not supported",
            "browser is not supported",
            "your browser is not supported",
            "this browser is not supported",
            "your browser is out of date",
        ),
        Says.ENDED: (
            "session expired",
            "your session expired",
            "your session has expired",
            "session timeout",
            "session timed out",
            "your session has timed out",
        ),
        Says.MISSING: (
            "not found",
            "page not found",
            "the page was not found",
            "page was not found",
            "page could not be found",
            "page cannot be found",
            "page can't be found",
            "that page can't be found",
            "that page cannot be found",
            "the page cannot be found",
            "the page could not be found",
            "the page can't be found",
            "the page you requested was not found",
            "the page you requested could not be found",
            "the page you requested cannot be found",
            "the requested page could not be found",
            "the requested page was not found",
            "requested page not found",
            "the resource cannot be found",
            "resource not found",
            "file not found",
            "file or directory not found",
            "object not found",
            "document not found",
            "content not found",
            "url not found",
            "page does not exist",
            "this page does not exist",
            "this page doesn't exist",
            "page doesn't exist",
            "page no longer exists",
            "this page no longer exists",
            "page no longer available",
            "this page is no longer available",
            "page not available",
            "this page is not available",
            "this page isn't available",
            "page unavailable",
            "this page is unavailable",
            "page retired",
            "page unpublished",
            "content unavailable",
            "content not available",
            "content expired",
            "content removed",
            "this content has been removed",
            "unpublished page",
            "page missing",
            "missing page",
            "page removed",
            "page has been removed",
            "this page has been removed",
            "gone",
            "nothing found",
            "oops",
            "whoops",
            "sorry",
            "we're sorry",
            "unpublished",
            "no longer available",
            "content no longer available",
            "we couldn't find that page",
            "we can't find that page",
            "we couldn't find that web page",
            "we can't find the page you're looking for",
            "we couldn't find the page you're looking for",
            "we could not find the page you requested",
            "página no encontrada",
            "página no disponible",
            "page introuvable",
            "page non trouvée",
            "seite nicht gefunden",
        ),
        Says.BROKEN: (
            "internal server error",
            "server error",
            "bad gateway",
            "gateway timeout",
            "gateway time-out",
            "service unavailable",
            "service temporarily unavailable",
            "temporarily unavailable",
            "site temporarily unavailable",
            "website temporarily unavailable",
            "this site is temporarily unavailable",
            "site unavailable",
            "site offline",
            "website offline",
            "site is offline",
            "bad request",
            "application error",
            "runtime error",
            "database error",
            "database connection error",
            "error establishing a database connection",
            "server error in '/' application",
            "an error occurred",
            "an error has occurred",
            "unexpected error",
            "error occurred while processing request",
            "backend fetch failed",
            "the website encountered an unexpected error",
            "something went wrong",
            "error",
            "error page",
            "maintenance",
            "maintenance mode",
            "maintenance page",
            "site maintenance",
            "website maintenance",
            "system maintenance",
            "scheduled maintenance",
            "under maintenance",
            "site under maintenance",
            "website under maintenance",
            "down for maintenance",
            "temporarily down for maintenance",
            "undergoing maintenance",
            "scheduled outage",
            "we'll be back soon",
            "we will be back soon",
            "we'll be right back",
            "be right back",
            "web server is down",
            "connection timed out",
            "origin is unreachable",
        ),
    }.items()
    for phrase in phrases
}

_BY_CODE = {"401": Says.DENIED, "403": Says.DENIED, "429": Says.DENIED, "404": Says.MISSING, "410": Says.MISSING}

EVIDENCE = {
    Says.CHALLENGE: re.compile(
        r"enable javascript|enable cookies|checking (?:your browser|if the site)|verify (?:that )?you are (?:a )?human"
        r"|ray id|not a robot|captcha|unusual (?:traffic|activity)|automated|bots?\b|browser|terms of (?:use|service)"
        r"|log ?in|sign ?in|connect",
        re.IGNORECASE,
    ),
    Says.DENIED: re.compile(
        r"permission to (?:access|view)|not authorized to|not permitted to|reference #|support id|incident id|ray id"
        r"|request id|event id|been blocked|is blocked|was blocked|was rejected"
        r"|security (?:service|policy|rules?|solution)"
        r"|web application firewall|contact (?:the|your) (?:site |web|system |network )?"
        r"(?:owner|administrator|master)|do not have (?:access|permission)|don't have (?:access|permission)"
        r"|too many requests|no tiene (?:permiso|acceso)",
        re.IGNORECASE,
    ),
    Says.SIGN_IN: re.compile(r"password|contraseña|mot de passe", re.IGNORECASE),
    Says.OTHER_BROWSER: re.compile(r"(?:upgrade|update|use|switch to|download).{0,60}\bbrowser", re.IGNORECASE),
    Says.ENDED: re.compile(
        r"session (?:has |is )?(?:been )?(?:expired|timed out|ended)|inactiv|reload|log ?in|sign ?in", re.IGNORECASE
    ),
    Says.MISSING: re.compile(
        r"(?:page|file|document|content|resource|url|address|link)\b.{0,60}?(?:not be found|was not found|not found"
        r"|cannot be found|can't be found|couldn't be found|no longer|does not exist|doesn't exist|been moved"
        r"|been removed|been deleted|been renamed|have moved|has moved|outdated|mistyped|unavailable|not available)"
        r"|(?:couldn't|can't|cannot|could not|unable to) find (?:the|that|this|what)|you (?:are|were|'re) looking for"
        r"|the page you requested|no se encuentra|no existe|est introuvable|n'existe pas",
        re.IGNORECASE,
    ),
    Says.BROKEN: re.compile(
        r"try again|check back|be back|back (?:soon|shortly|online)|temporarily|currently (?:unavailable|offline|down"
        r"|undergoing|under|being)|maintenance is|for maintenance|under maintenance|database (?:server|connection)"
        r"|apologi[sz]e|inconvenience|unexpected|stack trace|contact (?:the|your) "
        r"|error (?:code|id|details|number|message)|unhandled exception|customerrors"
        r"|(?:cannot|could not) (?:display|process|complete)|unable to",
        re.IGNORECASE,
    ),
}
"""What such a page goes on to say; a page *about* errors rarely does."""

UNMISTAKABLE: tuple[tuple[re.Pattern[str], Says, str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), says, who)
    for pattern, says, who in (
        (r"reference\s*#?\s*\d{1,3}\.[0-9a-f]{4,12}\.\d{8,12}\.[0-9a-f]{4,12}", Says.DENIED, "Akamai"),
        (r"errors\.edgesuite\.net", Says.DENIED, "Akamai"),
        (r"incapsula incident id", Says.DENIED, "Imperva"),
        (r"the requested url was rejected\. please consult with your administrator", Says.DENIED, "an F5 firewall"),
        (r"cloudflare ray id|performance & security by cloudflare", Says.DENIED, "Cloudflare"),
        (r"sucuri website firewall", Says.DENIED, "Sucuri"),
        (r"generated by cloudfront \(cloudfront\)", Says.DENIED, "CloudFront"),
        (r"enable javascript and cookies to continue", Says.CHALLENGE, "Cloudflare"),
        (r"(?:fortiguard|fortigate|zscaler|netskope|websense).{0,80}block", Says.DENIED, "a web filter"),
        (r"there is no longer a page at this (?:address|location)", Says.MISSING, ""),
        (r"error establishing a database connection", Says.BROKEN, ""),
        (r"the website encountered an unexpected error\. (?:please )?try again later", Says.BROKEN, ""),
        (r"unable to connect to (?:the |your )?database", Says.BROKEN, ""),
        (r"(?:warning|fatal error): .{0,80}(?:mysqli?|pdo|pg_connect)", Says.BROKEN, ""),
        (r"(?:fatal|parse) error ?: +(?:uncaught|syntax error|call to undefined)", Says.BROKEN, ""),
        (r"\"(?:message|error)\": ?\"(?:internal server error|service unavailable)\"", Says.BROKEN, ""),
        (r"you are now in line\b.{0,200}\b(?:wait|turn)", Says.CHALLENGE, "a waiting room"),
        (r"there has been a critical error on (?:this|your) website", Says.BROKEN, ""),
        (r"generated by mod_security", Says.DENIED, "ModSecurity"),
        (r"sqlstate\[\w{2,5}\]", Says.BROKEN, ""),
        (r"is (?:currently )?(?:down|offline|unavailable) (?:for|due to) (?:\w+ )?maintenance", Says.BROKEN, ""),
        (r"(?:currently |temporarily )(?:down|offline|unavailable) (?:for|due to) (?:\w+ ){0,2}maintenance",
         Says.BROKEN, ""),
        (r"(?:experiencing|having) technical (?:difficulties|problems|issues)", Says.BROKEN, ""),
        (r"we are (?:currently )?performing (?:\w+ ){0,2}maintenance", Says.BROKEN, ""),
        (r"\bORA-\d{5}\b|domain name \S+ does not exist in the database", Says.BROKEN, ""),
        (r"allowed memory size of \d+ bytes exhausted|maximum execution time of \d+ seconds exceeded", Says.BROKEN, ""),
        (r"this account has been suspended|default (?:welcome )?page (?:that is )?used to test", Says.BROKEN, ""),
        (r"please enable js(?: and disable any ad ?blocker)?\b", Says.CHALLENGE, "DataDome"),
        (r"(?:please|need to|must) enable javascript (?:in your browser )?to (?:view|run|use|access)",
         Says.CHALLENGE, ""),
        (r"your request (?:was|has been) blocked", Says.DENIED, "a firewall"),
        (r"(?:site|website|system|page) is (?:currently |temporarily )?(?:under|undergoing) (?:\w+ )?maintenance",
         Says.BROKEN, ""),
    )
)  # fmt: skip
"""Sentences that give an error page away even under an innocent title: (pattern, what it says, whose it is)."""


def says(line: str) -> Says | None:
    """What a title or heading says when one of its parts is nothing but such a phrase.

    >>> says("Page Not Found | Homeland Security"), says("Rule 404: character evidence"), says("404")
    (<Says.MISSING: 'that the page is not there'>, None, <Says.MISSING: 'that the page is not there'>)
    """
    lowered = line[:300].lower().replace("’", "'")
    parts = _PARTS.split(lowered)
    # The site's own name may stand before or behind; what stands between is part of neither.
    for part in (parts[0], parts[-1], lowered):
        if found := _exactly(_EDGE.sub("", part)):
            return found
    return None


def _exactly(part: str) -> Says | None:
    if found := _EXACT.get(part):
        return found
    rest = _EDGE.sub("", _LEAD.sub("", part)) if part.startswith(_LEADS) else part
    if not _ANY_CODE.search(part):
        return _EXACT.get(rest)
    if coded := _CODE.match(rest) or _CODE.match(part):
        return _with_code(coded[1], coded.string[coded.end() :])
    if (coded := _CODE_LAST.match(rest)) and coded[1]:
        return _with_code(coded[2], coded[1])
    return None


def _with_code(code: str, rest: str) -> Says | None:
    """A status code alone, or with its phrase; a code within other words is some other number."""
    rest = _EDGE.sub("", _LEAD.sub("", _EDGE.sub("", rest)))
    if rest in ("", "error", "page", "error page"):
        return _BY_CODE.get(code, Says.BROKEN if code[0] == "5" else Says.DENIED)
    return _EXACT.get(rest)
