"""Where a request comes from, as it is written down, and the network that is counted as one."""

import ipaddress

# A household, or an office, is given this many bits of IPv6; who has one address has all of them.
IPV6_PREFIX = 64


def address_of(request):
    """The address that `request` comes from, as a database keeps it; None if it is not an address."""
    address = parsed(request.META.get("REMOTE_ADDR"))
    return None if address is None else str(address)


def network_of(request):
    """What stands for the network that `request` comes from: an IPv4 address itself, of IPv6 the /64."""
    return network_at(request.META.get("REMOTE_ADDR"))


def network_at(text):
    """The network of the address that is written in `text`; None if it is not an address."""
    address = parsed(text)
    if address is None or address.version == 4:
        return None if address is None else str(address)
    return str(ipaddress.ip_network((address, IPV6_PREFIX), strict=False).network_address)


def is_own_machine(request):
    return is_loopback(request.META.get("REMOTE_ADDR"))


def is_loopback(text):
    """True for an address of the machine itself, and where `text` is none at all."""
    address = parsed(text)
    return address is None or address.is_loopback


def parsed(text):
    try:
        address = ipaddress.ip_address(text or "")
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
