"""A proxy as a person types it. The password in it is a secret and is parted from the rest at once."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

from wizard.rules.secret import Secret


def split_proxy(text: str) -> tuple[str, Secret | None]:
    """The proxy's address without a password, and the password if there was one.

    ``proxy.example:3128`` is taken as it stands; a missing scheme means http. Text that is no address
    comes back without anything before an ``@``, so that no password is ever kept in plain sight.
    """
    cleaned = "".join(text.split())
    if not cleaned:
        return "", None
    address = cleaned if "://" in cleaned else f"http://{cleaned}"
    try:
        parts = urlsplit(address)
        host, port, user, password = parts.hostname, parts.port, parts.username, parts.password
    except ValueError:
        return cleaned.rpartition("@")[2], None
    if not host:
        return cleaned.rpartition("@")[2], None
    shown = f"[{host}]" if ":" in host else host
    if port is not None:
        shown += f":{port}"
    if user:
        shown = f"{quote(unquote(user), safe='')}@{shown}"
    if "://" in cleaned:
        shown = f"{parts.scheme}://{shown}"
    return shown, Secret(unquote(password)) if password else None
