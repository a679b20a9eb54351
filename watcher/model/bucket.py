"""Where bodies lie that lie in no folder."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Bucket:
    """A place in an S3-compatible store, and who may lay bodies there."""

    url: str
    """`s3://bucket/prefix`."""
    endpoint: str = ""
    """Of a store that is not Amazon's."""
    region: str = ""
    key: str = field(default="", repr=False)
    """Empty: the machine's own role."""
    secret: str = field(default="", repr=False)
