"""The two TLS contexts that aiohttp makes when it is loaded, for who brings none: 40 ms of a start, unused here.

Made without the certificates of any authority they take no time, and would trust nobody.
"""

import ssl


def _trust_nobody(context: ssl.SSLContext) -> None:
    pass


ssl.SSLContext.set_default_verify_paths = _trust_nobody  # type: ignore[assignment, method-assign]
try:
    import aiohttp.connector  # noqa: F401 - it makes them
finally:
    del ssl.SSLContext.set_default_verify_paths  # what it inherits is found again
