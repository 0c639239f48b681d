"""Secret addresses of one application, for makers who answer from a letter without signing in."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

RECONFIRM = "fairs.calls.reconfirm"
SHARE = "fairs.calls.share"


def reconfirm_url(application: int) -> str:
    """Return the address under which the maker says whether they come on the new days."""
    return _answer_url(application, RECONFIRM)


def share_url(companion: int) -> str:
    """Return the address under which the second maker of a shared stall says yes or no."""
    return _answer_url(companion, SHARE)


def _answer_url(key: int, question: str) -> str:
    return settings.SITE_URL + reverse("calls:answer", args=[signing.dumps(key, salt=question)])


def read(token: str, question: str = RECONFIRM) -> int | None:
    """Return the key a token was made for, to answer `question` (`RECONFIRM`, `SHARE`); None where it is no token of ours."""
    try:
        return int(signing.loads(token, salt=question))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def page_url(application: int) -> str:
    """Return the maker's page of an application, for those who sign in."""
    return settings.SITE_URL + reverse("calls:my", args=[application])
