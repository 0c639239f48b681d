"""What a profile may miss, in plain words."""

from django.utils.translation import gettext_lazy as _

LACKS = {
    "phone": _("Add a phone number, so that the organiser can reach you on the day."),
    "craft": _("Say what you make: choose your main craft."),
    "municipality": _("Choose your home municipality; some fairs are cheaper for their own."),
    "address": _("Write your address: it is needed on the papers."),
    "about": _("Write a few sentences about yourself."),
    "name_latin": _("Write your name in the Latin letters of your passport."),
    "photos": _("Add at least three pictures of your works: the jury looks at them first."),
    "food": _("You make food: write down your registration as a food handler, or why you need none."),
    "consent": _("Read how your data are used, and agree."),
}
