from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils import timezone, translation

from accounts.people import links, mails
from accounts.people.models import Person

_LETTERS = {
    "email_confirmation": "confirm",
    "email_confirmation_signup": "confirm",
    "login_code": "sign_in",
    "password_reset_key": "reset",
    "account_already_exists": "known",
    "unknown_account": "unknown",
}
"""allauth's name of a mail to our template below templates/mail/account/; all others tell of a change."""

_SAID = ("code", "password_reset_url", "signup_url", "from_email", "to_email", "deleted_email")


class AccountAdapter(DefaultAccountAdapter):
    """Sends sign-in mail through the outbox, in the person's language, and remembers the language of who signs up."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        name = template_prefix.rpartition("/")[2]
        now = timezone.now()
        said = {key: _on_this_site(context[key]) if key.endswith("_url") else context[key] for key in _SAID if key in context}
        if name == "login_code":
            # the code works in the window it was asked for, the link on any device
            person = Person.objects.get(email__iexact=email)
            said["one_time_url"] = mails.one_time_url(person, until=now + links.SIGN_IN)
        template = f"account/{_LETTERS.get(name, 'changed')}"
        mails.send(kind=f"account.{name}", template=template, to=email, context={"what": name, **said}, at=now)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> AbstractBaseUser:
        language = translation.get_language()
        if language in dict(settings.LANGUAGES):
            user.language = language
        user.name = form.cleaned_data.get("name", "")
        return super().save_user(request, user, form, commit)


def _on_this_site(url: str) -> str:
    """Put the site's own address before the path: the host a request names is not to be trusted in a letter."""
    parts = urlsplit(url)
    return settings.SITE_URL + parts.path + (f"?{parts.query}" if parts.query else "")
