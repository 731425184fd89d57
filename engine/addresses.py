"""Which internet addresses may be reached: public ones only, however they are written or wrapped.

Python 3.11 calls 64:ff9b::7f00:1, 2002:7f00:1::, ::127.0.0.1 and 224.0.0.1 global, and 100.64.0.1
neither global nor private; so an address must be public itself, and so must each one inside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# RFC 4291 gives out global unicast addresses from here alone.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# RFC 6052: IPv4 addresses behind a translator.
_TRANSLATED = IPv6Network("64:ff9b::/96")
# Special uses that `is_global` lets through: RFC 6890 and the registries of IANA that follow it.
_SPECIAL_V4 = tuple(
    map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "192.31.196.0/24", "192.52.193.0/24"))
)
_SPECIAL_V6 = tuple(
    map(IPv6Network, ("2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20"))
)
_TEREDO = IPv6Network("2001::/32")
_ISATAP = (0x00005EFE, 0x02005EFE)


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public internet, and wraps no other kind of address.

    Anything that is no numeric address is not.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(one) for one in (parsed, *_inside(parsed)))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    special = (
        address.is_multicast
        or address.is_private
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_unspecified
        or not address.is_global
    )
    if isinstance(address, IPv4Address):
        return not special and not any(address in network for network in _SPECIAL_V4)
    if address in _TRANSLATED:
        return True
    return (
        not special
        and address in _GLOBAL_UNICAST
        and not any(address in network for network in _SPECIAL_V6)
    )


def _inside(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 address carries."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address in _TEREDO and address.teredo is not None:
        yield from address.teredo
    number = int(address)
    if (
        address in _TRANSLATED
        or (number >> 32) in (0, 0xFFFF)
        or (number >> 32) & 0xFFFFFFFF in _ISATAP
    ):
        yield IPv4Address(number & 0xFFFFFFFF)
