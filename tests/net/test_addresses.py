from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.errors import Refused
from watcher.net import canonical, vet
from watcher.net.addresses import is_public

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::ffff:100.64.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:10::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:808:808::1",
    "3fff::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2606:4700::1%lo",
    "fd00:ec2::254",
    "4000::1",
    "e000::1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "0",
    "localhost",
]

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.1",
    "23.45.67.89",
    "100.63.255.255",
    "100.128.0.1",
    "126.255.255.255",
    "128.0.0.1",
    "169.253.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "192.0.1.1",
    "192.167.1.1",
    "192.169.0.1",
    "198.17.0.1",
    "198.20.0.1",
    "223.255.255.255",
    "168.63.129.17",
    "2001:200::1",
    "2606:4700::6810:84e5",
    "2a02:26f0::1",
    "2600:1406::1",
    "3ffe::1",
]

ODD_URLS = [
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://0/",
    "http://①②⑦.⓪.⓪.①/",
    "http://１２７.0.0.1/",
    "http://ⓛocalhost/",
    "http://127.0.0.1%00.gov/",
    "http://%31%32%37.0.0.1/",
    "http://[::1%25lo]/",
    "http://[::1%lo]/",
    "http://127.0.0.1.:0/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://a..b/",
    "http://.gov/",
    "http:///x",
    "http://user:pw@ice.gov/",
    "http://user@ice.gov/",
    "http://ice.gov\\@evil.gov/",
    "http://ice.gov:99999/",
    "http://ice.gov:0/",
    "http://[::1",
    "http://ice.gov]/",
    "http://ice%2egov/",
    "http://xn--/",
    "http://-a.gov/",
    "file:///etc/passwd",
    "ftp://ice.gov/",
    "gopher://ice.gov/",
    "data:text/html,x",
    "javascript:alert(1)",
    "//ice.gov/",
    "/path",
    "ice.gov",
    "http:ice.gov",
    "http:/ice.gov",
    "ws://ice.gov/",
    "",
    "http://ice.gov/a b",
    "http://ice.gov/\r\nHost: evil",
    "http://ice.gov/\x00",
    "http://ice.gov/\x7f",
    "http://ice.gov/\u2028",
    "http://ice.gov/\xa0",
    " http://ice.gov/",
    "http://ice.gov/\ud800",
    "http://ice.gov/" + "a" * 2048,
    "http://" + "a" * 64 + ".gov/",
    "http://" + "a.b" * 100 + ".gov/",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_reserved_or_disguised_address_is_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_ordinary_addresses_are_public(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_whatever_python_knows_to_be_private_is_not_public(address):
    if is_public(str(address)):
        assert address.is_global


@given(st.ip_addresses(v=6))
def test_no_address_outside_public_unicast_is_public(address):
    if is_public(str(address)):
        assert address.is_global
        assert address in __import__("ipaddress").ip_network("2000::/3")
        assert address.ipv4_mapped is None
        assert address.sixtofour is None
        assert address.teredo is None


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_becomes_public_by_an_ipv6_disguise(address):
    number = int(address)
    for disguise in (0xFFFF << 32 | number, number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80):
        assert not is_public(str(ip_address(disguise.to_bytes(16, "big"))))


@pytest.mark.parametrize("url", ODD_URLS)
def test_an_address_that_could_mean_two_things_is_refused(url):
    with pytest.raises(Refused) as refused:
        canonical(url)
    assert refused.value.code == "E_SSRF_BLOCKED"
    assert str(refused.value).isprintable()


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("HTTPS://WWW.ICE.GOV:443/a#top", "https://www.ice.gov/a"),
        ("http://ice.gov.", "http://ice.gov"),
        ("http://bücher.de/ü?q=ü", "http://xn--bcher-kva.de/%C3%BC?q=%C3%BC"),
        ("http://a_b.gov:8080/x", "http://a_b.gov:8080/x"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),
        ("http://[2606:4700::1]/", "http://[2606:4700::1]/"),
        ("http://8.8.8.8/?u=http://10.0.0.1/", "http://8.8.8.8/?u=http://10.0.0.1/"),
        ("https://ice.gov/a%20b%2Fc", "https://ice.gov/a%20b%2Fc"),
    ],
)
def test_an_address_is_asked_in_one_spelling(url, asked):
    assert str(canonical(url)).rstrip("/") == asked.rstrip("/")


def test_one_bad_address_refuses_the_whole_name():
    with pytest.raises(Refused, match=r"10\.0\.0\.8"):
        vet("ice.gov", 443, ["23.1.2.3", "10.0.0.8"], ())
    vet("ice.gov", 443, ["23.1.2.3", "2600:1406::1"], ())


def test_other_ports_are_refused_even_at_public_addresses():
    for port in (22, 25, 6379, 8080):
        with pytest.raises(Refused, match="port"):
            vet("ice.gov", port, ["23.1.2.3"], ())


def test_what_the_operator_lets_through_is_let_through_on_any_port():
    vet("intranet.test", 8080, ["10.0.0.8"], ["10.0.0.0/8"])
    vet("Intranet.test", 8080, ["10.0.0.8", "23.1.2.3"], ["intranet.test"])
    vet("::1", 8080, ["::1"], ["[::1]"])
    with pytest.raises(Refused):
        vet("intranet.test", 80, ["10.0.0.8", "192.168.0.1"], ["10.0.0.0/8"])
    with pytest.raises(Refused):
        vet("other.test", 80, ["10.0.0.8"], ["intranet.test"])


def test_letting_an_ipv4_network_through_lets_no_disguise_of_it_through():
    with pytest.raises(Refused):
        vet("x.test", 80, ["::ffff:127.0.0.1"], ["127.0.0.0/8"])
