"""Which IP addresses no public web page lives at.

Our own table: `ipaddress.is_global` of Python 3.11.7 says True for `::ffff:100.64.0.1`, `64:ff9b::7f00:1`,
`2002:7f00:1::`, `224.0.0.1`, `192.88.99.1` and the metadata address `168.63.129.16`.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NO_PAGE_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local, and the metadata address of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "168.63.129.16/32",  # Azure's host
    )
)

_PAGES_V6 = IPv6Network("2000::/3")
"""All public unicast; mapped, NAT64, unique-local and link-local addresses lie outside."""

_NO_PAGE_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments: Teredo, ORCHID
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "3fff::/20",  # documentation
    )
)


def is_public(address: str) -> bool:
    """Whether a public web page may live there; what is no plain IP address may not.

    >>> is_public("8.8.8.8"), is_public("::ffff:8.8.8.8"), is_public("127.1")
    (True, False, False)
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _NO_PAGE_V4)
    return _is_public_v6(parsed)


def _is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id is not None or address not in _PAGES_V6:
        return False
    return not any(address in network for network in _NO_PAGE_V6)
