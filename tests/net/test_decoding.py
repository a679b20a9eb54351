import contextlib
import gzip
import json
import random
import subprocess
import sys
import zlib

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.errors import TooLarge, Truncated, Undecodable
from watcher.net import Limits
from watcher.net.decoding import decoder

MIB = 1024 * 1024


def bare(content):
    stream = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return stream.compress(content) + stream.flush()


def members(content):
    return gzip.compress(content[: len(content) // 2]) + gzip.compress(content[len(content) // 2 :])


CODINGS = {
    "gzip": ("gzip", gzip.compress),
    "members": ("x-gzip", members),
    "zlib": ("deflate", zlib.compress),
    "bare": ("deflate", bare),
    "br": ("br", lambda content: brotli.compress(content, quality=5)),
    "plain": ("", bytes),
}
CODED = [name for name in CODINGS if name != "plain"]


def decode(coding, pieces, most=50 * MIB, limits=None):
    decoding = decoder(coding, most, limits or Limits())
    given = [given for piece in pieces for given in decoding.feed(piece)]
    decoding.finish()
    return b"".join(given)


def split(body, cuts):
    places = sorted({cut % (len(body) + 1) for cut in cuts})
    return [body[start:end] for start, end in zip([0, *places], [*places, len(body)], strict=True) if start < end]


@pytest.mark.parametrize("name", CODINGS)
@given(content=st.binary(max_size=3000), cuts=st.lists(st.integers(0, 10_000), max_size=8), repeat=st.integers(1, 40))
@settings(max_examples=60, deadline=None)
def test_any_split_of_a_body_decodes_to_the_same_content(name, content, cuts, repeat):
    coding, encode = CODINGS[name]
    content *= repeat
    assert decode(coding, split(encode(content), cuts)) == content


@pytest.mark.parametrize("name", CODED)
def test_a_body_cut_anywhere_is_truncated_never_content(name):
    coding, encode = CODINGS[name]
    chance = random.Random(4)
    body = encode(" ".join(chance.choice(["memo", "guidance", "agency", "visit"]) for _ in range(300)).encode())
    boundary = len(gzip.compress(b"")) if name == "members" else None
    whole = 0
    for cut in range(1, len(body)):
        try:
            decode(coding, [body[:cut]])
            whole += 1
        except (Truncated, Undecodable):
            pass
    # A cut between two gzip members is a whole gzip body; only the length can tell.
    assert whole == (1 if boundary else 0)


@pytest.mark.parametrize("name", ["gzip", "zlib", "bare", "br"])
def test_a_body_with_bytes_after_its_end_is_undecodable(name):
    coding, encode = CODINGS[name]
    for pieces in ([encode(b"page") + b"<script>"], [encode(b"page"), b"<script>"]):
        with pytest.raises(Undecodable):
            decode(coding, pieces)


def test_zeros_after_a_gzip_body_are_padding():
    assert decode("gzip", [gzip.compress(b"page") + b"\0" * 500]) == b"page"


@pytest.mark.parametrize("name", CODED)
def test_damaged_bytes_are_never_content(name):
    coding, encode = CODINGS[name]
    content = b"The visits were 3,181 in 2018. " * 60
    body = encode(content)
    unnoticed = 0
    for at in range(0, len(body), 3):
        damaged = body[:at] + bytes([body[at] ^ 0xFF]) + body[at + 1 :]
        with contextlib.suppress(Truncated, Undecodable, TooLarge):
            unnoticed += decode(coding, [damaged]) != content
    # Bare deflate and brotli carry no checksum: nobody can notice every flip there.
    assert name in ("bare", "br") or unnoticed == 0


@pytest.mark.parametrize("coding", ["zstd", "compress", "gzip, gzip", "br, gzip", "aws-chunked", "utf-8", "none"])
def test_a_coding_that_we_did_not_ask_for_is_no_content(coding):
    with pytest.raises(Undecodable, match="gzip, deflate, br"):
        decoder(coding, MIB, Limits())


@pytest.mark.parametrize("name", ["gzip", "members", "zlib", "bare", "br"])
def test_a_bomb_is_stopped(name):
    coding, encode = CODINGS[name]
    bomb = encode(b"\0" * (64 * MIB))
    with pytest.raises(TooLarge):
        decode(coding, [bomb], most=20 * MIB)


def test_the_cap_counts_decoded_bytes_exactly():
    content = random.Random(1).randbytes(3 * MIB)
    for name in CODED:
        coding, encode = CODINGS[name]
        assert decode(coding, [encode(content)], most=len(content)) == content
        with pytest.raises(TooLarge):
            decode(coding, [encode(content)], most=len(content) - 1)


def test_a_page_that_compresses_well_is_no_bomb():
    content = b"<tr><td>0</td></tr>\n" * 40_000
    for name in ("gzip", "br"):
        coding, encode = CODINGS[name]
        assert decode(coding, [encode(content)]) == content


def test_thousands_of_gzip_members_are_not_taken():
    with pytest.raises(Undecodable, match="members"):
        decode("gzip", [gzip.compress(b"") * 9000])
    assert decode("gzip", [gzip.compress(b"x") * 16]) == b"x" * 16


BOMBS = """
import gzip, json, resource, sys, time, zlib
import brotli
from watcher.errors import FetchError
from watcher.net import Limits
from watcher.net.decoding import decoder

def of(compressor, finish):
    return b"".join(compressor(b"\\0" * (1 << 20)) for _ in range(256)) + finish()

g = zlib.compressobj(9, zlib.DEFLATED, 31)
d = zlib.compressobj(9, zlib.DEFLATED, -15)
b = brotli.Compressor(quality=4, lgwin=16)
bombs = {"gzip": of(g.compress, g.flush), "deflate": of(d.compress, d.flush), "br": of(b.process, b.finish)}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.monotonic()
for coding, bomb in bombs.items():
    decoding = decoder(coding, 20 << 20, Limits())
    kept = []
    try:
        for at in range(0, len(bomb), 16384):
            kept.extend(decoding.feed(bomb[at:at + 16384]))
        sys.exit("not stopped: " + coding)
    except FetchError:
        pass
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([(after - before) / 1024, time.monotonic() - start]))
"""


def test_a_bomb_costs_little_memory_and_time():
    told = subprocess.run(
        [sys.executable, "-c", BOMBS], capture_output=True, check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
    mebibytes, seconds = json.loads(told.stdout)
    assert mebibytes < 64
    assert seconds < 2
