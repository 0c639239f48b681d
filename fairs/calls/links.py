"""Secret addresses of one application, for makers who answer from a letter without signing in."""

from django.conf import settings
from django.core import signing

SALT = "fairs.calls.reconfirm"


def reconfirm_url(application: int) -> str:
    """Return the address under which the maker says whether they come on the new days."""
    return f"{settings.SITE_URL}/calls/answer/{signing.dumps(application, salt=SALT)}/"


def read(token: str) -> int | None:
    """Return the application a token was made for; None where it is no token of ours."""
    try:
        return int(signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def page_url(application: int) -> str:
    """Return the maker's page of an application, for those who sign in."""
    return f"{settings.SITE_URL}/calls/my/{application}/"
