"""Who answers in the site's place, as the headers give it away."""

import re
from collections.abc import Mapping

_UNCACHEABLE = re.compile(r"no-store|no-cache|max-age=0", re.IGNORECASE)
_EDGE_ALONE = re.compile(r"\borigin;\s*dur=0(?:\.0+)?\b", re.IGNORECASE)
_SHORT = 8 * 1024


def challenger(headers: Mapping[str, str]) -> str | None:
    """Who asks us to prove that we are human, whatever the status: Cloudflare and AWS say so."""
    if headers.get("cf-mitigated", "").lower() == "challenge":
        return "Cloudflare (cf-mitigated: challenge)"
    if action := headers.get("x-amzn-waf-action"):
        return f"AWS WAF (x-amzn-waf-action: {action})"
    return None


def refuser(status: int, headers: Mapping[str, str], length: int) -> str | None:
    """Who refused us in the site's stead, for a status from 400 on."""
    server = headers.get("server", "").lower()
    if server.startswith("akamaighost") and length < _SHORT and _is_uncacheable(headers):
        return "Akamai (an uncacheable answer of the edge itself)"
    if not server and _is_edge_alone(headers.get("server-timing", "")):
        return "Akamai (the edge answered, the site was not asked)"
    if server.startswith("awselb/") and status in (403, 429):
        return "AWS (the load balancer itself answered)"
    if "error from cloudfront" in headers.get("x-cache", "").lower():
        return "CloudFront (error from cloudfront)"
    if server == "cloudflare" and status == 403:
        return "Cloudflare"
    if "x-iinfo" in headers or "incap_ses" in headers.get("set-cookie", ""):
        return "Imperva"
    if headers.get("x-sucuri-block"):
        return "Sucuri"
    return None


def _is_uncacheable(headers: Mapping[str, str]) -> bool:
    expires = headers.get("expires")
    return bool(_UNCACHEABLE.search(headers.get("cache-control", ""))) or (
        "cache-control" not in headers and (expires is None or expires == headers.get("date") or expires == "0")
    )


def _is_edge_alone(timing: str) -> bool:
    return ("ak_p" in timing or "edge" in timing) and bool(_EDGE_ALONE.search(timing))
