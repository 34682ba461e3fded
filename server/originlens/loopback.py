"""Which names and addresses can only mean this machine."""

import ipaddress


def loopback(host: str) -> bool:
    """Whether a name or address, without brackets or port, can only mean this machine; no name is looked up."""
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
