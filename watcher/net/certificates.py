"""Which certificates a TLS connection stands on."""

import _ssl
import hashlib
import ssl
from typing import Any


def believed(tls: ssl.SSLObject) -> tuple[str, ...]:
    """The chain that was verified, the host's own certificate first: the SHA-256 of each in DER."""
    return tuple(hashlib.sha256(certificate).hexdigest() for certificate in _chain(tls))


def _chain(tls: Any) -> list[bytes]:
    if hasattr(tls, "get_verified_chain"):  # public since Python 3.13
        return list(tls.get_verified_chain() or ())
    chain = tls._sslobj.get_verified_chain()  # noqa: SLF001
    return [one.public_bytes(_ssl.ENCODING_DER) for one in chain or ()]
