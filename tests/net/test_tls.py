import asyncio
import hashlib
import ssl
import warnings
from datetime import UTC, datetime, timedelta

import aiohttp.connector
import pytest
import trustme
import uvloop

from watcher.errors import Refused, TlsFailed
from watcher.net.transport import system_trust


def authorities(context):
    return context.cert_store_stats()["x509_ca"]


def test_looks_trust_authorities_and_contexts_that_nobody_uses_trust_none():
    assert authorities(system_trust()) > 0
    assert authorities(aiohttp.connector._SSL_CONTEXT_VERIFIED) == 0
    assert aiohttp.connector._SSL_CONTEXT_VERIFIED.verify_mode is ssl.CERT_REQUIRED


def test_who_makes_a_context_later_gets_the_authorities_of_the_system():
    assert "set_default_verify_paths" not in vars(ssl.SSLContext), "Python's own is found again"


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def trusting(authority):
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def serving_as(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def look(
    serve, new_client, names, context, trust=None, script=None, url="https://www.ice.test:{port}/", run=asyncio.run
):
    async def ask():
        resolver = names({"www.ice.test": ["127.0.0.1"]})
        script_or_page = script or b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage"
        async with (
            serve(script_or_page, ssl=context) as server,
            new_client(allow=["www.ice.test"], resolver=resolver, trust=trust) as client,
        ):
            return await client.get(url.format(port=server.port))

    return run(ask())


def test_a_trusted_certificate_for_the_name_is_taken(authority, trusting, serve, new_client, names):
    context = serving_as(authority.issue_cert("www.ice.test"))
    assert look(serve, new_client, names, context, trusting).body == b"page"


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
def test_an_answer_says_on_which_certificates_it_stands(authority, trusting, serve, new_client, names, run):
    certificate = authority.issue_cert("www.ice.test")
    host, above = certificate.cert_chain_pems[0].bytes(), authority.cert_pem.bytes()
    came = look(serve, new_client, names, serving_as(certificate), trusting, run=run).exchange
    assert came.certificates == tuple(
        hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem.decode())).hexdigest() for pem in (host, above)
    )
    assert came.tls in ("TLSv1.2", "TLSv1.3")


def test_bad_certificates_are_tls_failures_never_answers(authority, trusting, serve, new_client, names):
    past = datetime.now(UTC) - timedelta(days=2)
    bad = {
        "wrong host": serving_as(authority.issue_cert("www.dhs.test")),
        "expired": serving_as(authority.issue_cert("www.ice.test", not_after=past)),
        "unknown authority": serving_as(trustme.CA().issue_cert("www.ice.test")),
    }
    for context in bad.values():
        with pytest.raises(TlsFailed) as failed:
            look(serve, new_client, names, context, trusting)
        assert failed.value.outcome == "tls_error"
        assert "www.ice.test" in str(failed.value)
    with pytest.raises(TlsFailed):
        look(serve, new_client, names, serving_as(authority.issue_cert("www.ice.test")))


def test_old_tls_and_no_tls_are_tls_failures(authority, trusting, serve, new_client, names):
    old = serving_as(authority.issue_cert("www.ice.test"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.raises(TlsFailed):
        look(serve, new_client, names, old, trusting)

    async def talk_at_once(reader, writer):
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    async def ask_without_tls():
        plain = await asyncio.start_server(talk_at_once, "127.0.0.1", 0)
        async with plain, new_client(trust=trusting) as client:
            await client.get(f"https://127.0.0.1:{plain.sockets[0].getsockname()[1]}/")

    with pytest.raises(TlsFailed):
        asyncio.run(ask_without_tls())


def test_a_redirect_that_gives_up_tls_is_refused(authority, trusting, serve, new_client, names):
    moved = b"HTTP/1.1 301 Moved\r\nLocation: http://www.ice.test/\r\nContent-Length: 0\r\n\r\n"
    context = serving_as(authority.issue_cert("www.ice.test"))
    with pytest.raises(Refused, match="https to http"):
        look(serve, new_client, names, context, trusting, script=moved)


def test_our_own_trust_verifies_and_wants_tls_1_2():
    context = system_trust()
    assert context is system_trust()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
