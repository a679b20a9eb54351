"""When a time stamp says that its seal was there."""

from datetime import datetime

from rfc3161_client import decode_timestamp_response

from watcher.errors import StoreError


def stamped_at(token: bytes) -> datetime:
    """The moment that an authority's answer tells; raises StoreError when it is none."""
    try:
        return decode_timestamp_response(token).tst_info.gen_time
    except ValueError as error:
        raise StoreError(f"expected a time stamp, found none ({error}); run `watcher verify`") from error
