"""Bytes become the characters that a browser would show."""

import pytest

from watcher.normalize import decode


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("\ufeffé".encode(), "text/html; charset=iso-8859-1", "é"),
        ("é".encode("utf-16-le"), "text/html; charset=utf-16le", "é"),
        (b"\xff\xfe\xe9\x00", "", "é"),
        ("“é”".encode("cp1252"), "text/html; charset=ISO-8859-1", "“é”"),
        ("日本語".encode("cp932"), "text/html; charset=Shift_JIS", "日本語"),
        ("한국어".encode("cp949"), "text/html; charset=EUC-KR", "한국어"),
        ('<meta charset="Shift_JIS">日本語'.encode("cp932"), "text/html", '<meta charset="Shift_JIS">日本語'),
        ('<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">한'.encode("cp949"), "", None),
        ("naïve".encode(), "", "naïve"),
        ("naïve".encode("latin-1"), "", "naïve"),
        (b"\x81\x8d", "", "\x81\x8d"),
        ("é".encode(), "text/html; charset=no-such-thing", "é"),
        (b'<!-- <meta charset="utf-16"> -->\xc3\xa9', "", None),
        ("é".encode(), "text/html; charset=base64", "é"),
    ],
)
def test_the_order_of_the_encoding_standard_holds(body: bytes, content_type: str, text: str | None):
    decoded = decode(body, content_type)
    assert decoded == text if text is not None else "é" in decoded or "한" in decoded


def test_utf_7_is_refused():
    assert decode(b"+ADw-script+AD4-", "text/html; charset=utf-7") == "+ADw-script+AD4-"


def test_a_meta_element_beyond_the_first_kilobyte_is_not_heard():
    body = b" " * 1100 + '<meta charset="Shift_JIS">é'.encode()
    assert decode(body).endswith("é")


def test_many_latin_letters_are_not_taken_for_another_encoding():
    assert decode(b"\xe9" * 100_000) == "é" * 100_000
