"""Time stamps: what an authority says of when a manifest was there (RFC 3161)."""

import hashlib

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from watcher.store.seals.certificates import in_order
from watcher.store.seals.stamped import StampRequest

_GRANTED = (0, 1)


def request_for(seal: int, manifest: bytes) -> StampRequest:
    """What to ask an authority: SHA-256, since the library's own default is SHA-512; with its certificates."""
    builder = TimestampRequestBuilder().data(manifest).hash_algorithm(HashAlgorithm.SHA256)
    request = builder.nonce(nonce=True).cert_request(cert_request=True).build()
    assert request.nonce is not None
    return StampRequest(seal, hashlib.sha256(manifest).hexdigest(), request.nonce, request.as_bytes())


def answer_fault(token: bytes, request: StampRequest, chain: bytes = b"") -> str:
    """What is wrong with the answer to a request; empty: nothing."""
    if fault := stamp_fault(token, request.sha256, chain):
        return fault
    if decode_timestamp_response(in_order(token)).tst_info.nonce != request.nonce:
        return "expected the nonce that was sent, found another: the stamp answers another request"
    return ""


def stamp_fault(token: bytes, sha256: str, chain: bytes = b"") -> str:
    """What is wrong with a time stamp over a manifest of that hash; empty: nothing.

    `chain`: the certificates in PEM that it must lead to, each valid at the time that it tells. Without them the
    ones that it brings along count: then damage is found, but not that somebody else made it.
    """
    try:
        response = decode_timestamp_response(in_order(token))
        if response.status not in _GRANTED:
            return f"expected a time stamp that was granted, found status {response.status}"
        found = response.tst_info.message_imprint.message.hex()
        if found != sha256:
            return f"expected a stamp over SHA-256 {sha256}, found one over {found}"
        _verify(response, sha256, _trusted(response, chain))
    except ValueError as error:
        return f"expected a time stamp, found none ({error})"
    except VerificationError as error:
        return f"expected a stamp that its authority signed, found one that does not hold ({error})"
    return ""


def _trusted(response: TimeStampResponse, chain: bytes) -> list[x509.Certificate]:
    if not chain:
        return [x509.load_der_x509_certificate(one) for one in response.signed_data.certificates]
    try:
        return list(dict.fromkeys(x509.load_pem_x509_certificates(chain)))
    except ValueError as error:
        raise VerificationError(f"its authority's chain holds no certificates in PEM: {error}") from error


def _verify(response: TimeStampResponse, sha256: str, trusted: list[x509.Certificate]) -> None:
    builder = VerifierBuilder()
    for one in trusted:
        builder = builder.add_root_certificate(one)
    builder.build().verify(response, bytes.fromhex(sha256))
