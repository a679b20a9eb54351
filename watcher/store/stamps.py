"""Time stamps: what an authority says of when a manifest was there (RFC 3161)."""

from rfc3161_client import HashAlgorithm, TimeStampRequest, TimestampRequestBuilder, decode_timestamp_response

_GRANTED = (0, 1)


def request_for(manifest: bytes) -> TimeStampRequest:
    """What to ask an authority: SHA-256, since the library's own default is SHA-512."""
    return TimestampRequestBuilder().data(manifest).hash_algorithm(HashAlgorithm.SHA256).nonce(nonce=True).build()


def stamp_fault(token: bytes, sha256: str) -> str:
    """What is wrong with a time stamp over a manifest of that hash; empty: nothing."""
    try:
        response = decode_timestamp_response(token)
    except ValueError as error:
        return f"expected a time stamp, found none ({error})"
    if response.status not in _GRANTED:
        return f"expected a time stamp that was granted, found status {response.status}"
    found = response.tst_info.message_imprint.message.hex()
    return "" if found == sha256 else f"expected a stamp over SHA-256 {sha256}, found one over {found}"
