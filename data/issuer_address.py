"""Addresses of an identity provider: which of them are taken, and where each of them stands. Pure."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

USUAL = {"https": 443, "http": 80}


def origin_of(address: str, *, allow_http: bool) -> str:
    """``https://host:port`` of an address; blank for one that is not taken.

    Taken is https, and http where plain http was allowed or to this machine itself; never a name, a password or a
    fragment in it.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or USUAL.get(parts.scheme, 0)
    except ValueError:
        return ""
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and (allow_http or _is_here(host)))
    if not (is_safe and host and port) or "@" in parts.netloc or "#" in address or not address.isprintable():
        return ""
    return f"{parts.scheme}://[{host}]:{port}" if ":" in host else f"{parts.scheme}://{host}:{port}"


def _is_here(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
