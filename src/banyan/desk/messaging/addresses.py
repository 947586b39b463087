"""Which addresses the desk calls: HTTPS, and none of this machine's own network."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def check_address(url: str) -> None:
    """Raises ValidationError where the address is refused. Asked when an address is entered, and
    again before each call, because a name may come to mean another machine."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise ValidationError(_("The address must begin with https:// and hold no password."))
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        raise ValidationError(_("There is no machine of this name.")) from None
    for *_rest, place in found:
        if not ipaddress.ip_address(place[0]).is_global:
            raise ValidationError(_("The address leads into a private network."))
