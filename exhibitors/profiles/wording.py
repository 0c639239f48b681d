"""What looks odd about a business's identifiers, in words."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from exhibitors.profiles import identifiers
from exhibitors.profiles.models import Exhibitor

_PROBLEMS = {
    "missing": gettext_lazy("%(field)s is not filled in."),
    "shape": gettext_lazy("%(field)s does not look right. It is saved all the same."),
    "length": gettext_lazy("%(field)s has too many or too few digits. It is saved all the same."),
    "check_digit": gettext_lazy("%(field)s has a wrong digit somewhere. It is saved all the same."),
}


def identifier_warnings(exhibitor: Exhibitor) -> list[str]:
    """Return in words what looks wrong with the identifiers of the legal form; nothing of it keeps anybody from going on."""
    found = identifiers.warnings(
        exhibitor.legal_form,
        registration_number=exhibitor.registration_number,
        inn=exhibitor.inn,
        ogrn=exhibitor.ogrn,
        kpp=exhibitor.kpp,
    )
    fields = {field.name: field for field in Exhibitor._meta.concrete_fields}
    return [str(_PROBLEMS[word]) % {"field": capfirst(str(fields[name].verbose_name))} for name, word in found]
