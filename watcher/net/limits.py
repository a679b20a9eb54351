"""How much of an answer we take."""

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one look; sizes in bytes, lengths of time in seconds."""

    hops: int = 5
    connect: float = 10.0
    silence: float = 15.0
    """The longest wait for the next byte."""
    header_bytes: int = 64 * 1024
    header_count: int = 200
    page_wire: int = 10 * _MIB
    page_decoded: int = 20 * _MIB
    file_wire: int = 50 * _MIB
    """A file is whatever does not call itself HTML: PDF, images, archives."""
    file_decoded: int = 50 * _MIB
    ratio: int = 200
    """Decoded bytes for each byte on the wire, once `ratio_from` bytes are decoded."""
    ratio_from: int = _MIB
    members: int = 16
    """Of a gzip body."""

    def wire(self, content_type: str) -> int:
        """The most bytes taken off the wire for a body of this type."""
        return self.page_wire if _is_page(content_type) else self.file_wire

    def decoded(self, content_type: str) -> int:
        """The most bytes that a body of this type may decode to."""
        return self.page_decoded if _is_page(content_type) else self.file_decoded


def _is_page(content_type: str) -> bool:
    return not content_type or "html" in content_type.lower()
