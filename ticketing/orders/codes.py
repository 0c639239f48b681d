"""Order codes to say over the phone, and the secrets of order links."""

import secrets

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ3789"  # nothing that looks or sounds like another


def new_code() -> str:
    """Return six characters of half a thousand million codes. With ten thousand orders one in fifty thousand new codes is taken."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(6))


def new_secret() -> str:
    """Return the secret half of an order's link: 144 random bits."""
    return secrets.token_urlsafe(18)
