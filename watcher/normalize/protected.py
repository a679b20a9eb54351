"""How Cloudflare hides an e-mail address: each load with another key, always the same address."""

import re

_HIDDEN = re.compile(r"^[0-9a-fA-F]{6,}$")


def revealed(code: str) -> str | None:
    """The address behind the hexadecimal code, or None where it is no such code.

    >>> revealed("422a2b02276c21")
    'hi@e.c'
    """
    if not _HIDDEN.match(code) or len(code) % 2:
        return None
    key, *rest = bytes.fromhex(code)
    try:
        return bytes(byte ^ key for byte in rest).decode("utf-8")
    except UnicodeDecodeError:
        return None


def revealed_link(href: str) -> str | None:
    """The `mailto:` address behind a protected link, or None for any other link."""
    path, _, code = href.partition("/cdn-cgi/l/email-protection#")
    address = revealed(code) if code and (not path or path.startswith("http")) else None
    return f"mailto:{address}" if address else None
