"""Which characters the bytes of a page stand for."""

import codecs
import re

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,512}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)
_PRESCAN_BYTES = 1024

# The labels of the WHATWG Encoding Standard whose meaning differs from Python's own table.
_WHATWG = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin1": "cp1252",
    "latin-1": "cp1252", "l1": "cp1252", "windows-1252": "cp1252", "x-cp1252": "cp1252",
    "iso-8859-9": "cp1254", "latin5": "cp1254", "tis-620": "cp874", "iso-8859-11": "cp874",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
    "ms_kanji": "cp932", "euc-kr": "cp949", "euckr": "cp949", "ks_c_5601-1987": "cp949", "korean": "cp949",
    "ksc5601": "cp949", "windows-949": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030",
    "gb_2312-80": "gb18030", "chinese": "gb18030", "big5": "big5hkscs", "x-x-big5": "big5hkscs",
    "unicode-1-1-utf-8": "utf-8", "utf8": "utf-8", "utf-16": "utf-16-le",
}  # fmt: skip
# The five bytes that cp1252 leaves open stand for control characters in browsers.
_C1 = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_REFUSED = frozenset({"utf-7", "utf7", "csutf7", "utf-32", "utf32", "utf-32le", "utf-32be", "cesu-8", "scsu", "bocu-1"})


def decode(body: bytes, content_type: str = "") -> str:
    """The text of the body: byte order mark, header, meta, strict UTF-8, else windows-1252; never a guess.

    >>> decode("café".encode("latin-1"), "text/html; charset=ISO-8859-1")
    'café'
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = _from_header(content_type) or _from_meta(body)
    if declared:
        return _decoded(body, declared)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(body, "cp1252")


def _from_header(content_type: str) -> str | None:
    found = _HEADER.search(content_type)
    return _codec(found.group(1)) if found else None


def _from_meta(body: bytes) -> str | None:
    """What a meta element in the first 1,024 bytes declares; UTF-16 there means UTF-8 (WHATWG prescan)."""
    found = _META.search(_COMMENT.sub(b"", body[:_PRESCAN_BYTES]))
    name = _codec(found.group(1).decode("ascii", "replace")) if found else None
    return "utf-8" if name and name.startswith("utf-16") else name


def _codec(label: str) -> str | None:
    """Python's name of the encoding that browsers take the label for; None for a label that means nothing."""
    label = label.strip().lower()
    if label in _REFUSED:
        return None
    try:
        name = codecs.lookup(_WHATWG.get(label, label)).name
        "".encode(name)  # a codec such as base64 is no character encoding
    except (LookupError, TypeError):
        return None
    return None if name in _REFUSED else name


def _decoded(body: bytes, name: str) -> str:
    if name == "cp1252":
        return body.decode("latin-1").translate(_C1)
    return body.decode(name, "replace")
