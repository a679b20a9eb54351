"""Which URLs name the same page."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

_TRACKING = re.compile(
    # `itok`: Drupal's token of a derived picture; the last ones say where a reader comes from who has to sign in.
    r"^(utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|_gl|sid|phpsessid|jsessionid|cfid|cftoken|itok|_wpnonce|p_auth"
    r"|x-amz-[\w-]+|expires|signature|key-pair-id|token|returnurl|destination|redirect_to|came_from)$",
    re.IGNORECASE,
)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*", re.IGNORECASE)
_WRAPPER = re.compile(
    r"^https?://(?:[\w-]+\.safelinks\.protection\.outlook\.com/\?(?:.*&)?url=|www\.google\.com/url\?(?:.*&)?q=)([^&]+)"
)
_WAYBACK = re.compile(r"^(?:https?:)?(?://web\.archive\.org)?/web/\d{1,14}(?:[a-z]{2}_)?/(.+)$", re.IGNORECASE)
_DOCUMENT = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|csv|zip|rtf|odt|ods|txt)$", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


def host(url: str) -> str:
    """The host in lower case, without port.

    >>> host("https://WWW.ICE.gov:443/x")
    'www.ice.gov'
    """
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def absolute(base: str, href: str) -> str:
    """The address that `href` means on the page at `base`; what archives and mail programs put around it is undone."""
    try:
        joined = urljoin(base, unwayback(href.strip()))
    except ValueError:
        return href.strip()
    wrapped = _WRAPPER.match(joined)
    return unquote(wrapped.group(1)) if wrapped else unwayback(joined)


def unwayback(url: str) -> str:
    """The address itself, where a web archive has put its own in front.

    >>> unwayback("/web/20150730120000/https://www.dhs.gov/blog")
    'https://www.dhs.gov/blog'
    """
    found = _WAYBACK.match(url)
    if not found:
        return url
    inner = found.group(1)
    return inner if "://" in inner else f"http://{inner}"


def canonical(url: str) -> str:
    """One spelling for all addresses that surely name the same page.

    Scheme, `www.`, default port, fragment, closing slash, tracking parameters and
    the spelling of percent-escapes do not count.

    >>> canonical("HTTP://www.ICE.gov:80/secure_communities/?utm_source=x#top")
    'ice.gov/secure_communities'
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in _PORTS:
        return url
    name = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if port and port != _PORTS[parts.scheme.lower()]:
        name = f"{name}:{port}"
    path = quote(unquote(_SESSION.sub("", parts.path)), safe="/%:@!$&'()*+,;=~-._").rstrip("/")
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(key)]
    return name + path + (f"?{urlencode(query)}" if query else "")


def without_fragment(url: str) -> str:
    """The address without what stands behind `#`."""
    return url.partition("#")[0]


def is_root(url: str) -> bool:
    """Whether it is the front page of its host.

    >>> is_root("https://www.dhs.gov/"), is_root("https://www.dhs.gov/index.html"), is_root("https://www.dhs.gov/a")
    (True, True, False)
    """
    path = urlsplit(url).path.strip("/").lower()
    return path in ("", "index.html", "index.htm", "index.php", "home", "default.aspx")


def is_document(url: str) -> bool:
    """Whether it names a file to open rather than a page to read.

    >>> is_document("https://www.ice.gov/doclib/memo.pdf?x=1")
    True
    """
    try:
        return bool(_DOCUMENT.search(urlsplit(url).path))
    except ValueError:
        return False


def is_other_version(before: str, after: str) -> bool:
    """Whether two addresses name one file and differ in what stands behind `?`, where sites date their files.

    >>> is_other_version("https://a.gov/form.pdf?ver=2019-02-01", "https://a.gov/form.pdf?ver=2019-03-09")
    True
    """
    return is_document(after) and canonical(before).partition("?")[0] == canonical(after).partition("?")[0]


def relation(before: str, after: str) -> str:
    """How far apart two addresses are: `same`, `name` (last part), `path`, or `domain`.

    >>> relation("https://a.gov/x/one", "http://www.a.gov/x/two")
    'name'
    """
    if canonical(before) == canonical(after):
        return "same"
    if host(before).removeprefix("www.") != host(after).removeprefix("www."):
        return "domain"
    folder_before, folder_after = (urlsplit(url).path.rstrip("/").rpartition("/")[0] for url in (before, after))
    return "name" if folder_before == folder_after else "path"


def shown(url: str) -> str:
    """The address as a person reads it: without scheme, escapes written out.

    >>> shown("https://www.dhs.gov/a%E2%80%93b/")
    'www.dhs.gov/a–b'
    """
    parts = urlsplit(url)
    return unquote(urlunsplit(("", parts.netloc, parts.path, parts.query, ""))).lstrip("/").rstrip("/")
