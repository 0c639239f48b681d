"""What a treasurer types about Stripe: checks of shape only."""

from django import forms
from django.utils.translation import gettext_lazy as _

_TYPED = {"autocomplete": "off", "spellcheck": "false"}


class KeysForm(forms.Form):
    """The two secrets of an account at Stripe."""

    secret = forms.CharField(
        label=_("Secret key"),
        max_length=250,
        widget=forms.PasswordInput(_TYPED),
        help_text=_("begins with sk_test_ or sk_live_; a restricted key (rk_) needs Checkout Sessions and Refunds: write"),
    )
    hook_secret = forms.CharField(
        label=_("Signing secret of the address"),
        max_length=250,
        widget=forms.PasswordInput(_TYPED),
        help_text=_("begins with whsec_; Stripe shows it once the address above is entered there"),
    )
