"""The maker's pages about the profile: making one, its steps, and who looks after it."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.people.models import Person
from common.errors import Refused
from exhibitors.profiles import operations, queries, rules
from exhibitors.profiles.access import of_maker
from exhibitors.profiles.forms import STEPS, KeeperForm, NewForm
from exhibitors.profiles.models import Exhibitor
from exhibitors.profiles.wording import identifier_warnings

form_page = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Make a profile of one's own."""
    person = cast(Person, request.user)
    start = {"name": person.name, "country": "RU" if get_language() == "ru" else "LV"}
    form = NewForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        facts = {**form.cleaned_data, "email": person.email, "language": get_language() or "lv"}
        try:
            made = operations.create(facts=facts, by=person, at=timezone.now(), keeper=person)
        except Refused as refused:
            _tell(refused, form)
        else:
            messages.success(request, _("Your profile is begun. Every step is saved by itself; you can stop at any time."))
            return redirect("maker:step", made.pk, "who")
    return render(request, "exhibitors/profiles/new.html", {"form": form})


@of_maker
@form_page
def step(request: HttpRequest, exhibitor: Exhibitor, step: str) -> HttpResponse:
    """Fill in one step; saved, it leads on to the next."""
    if step not in STEPS:
        raise Http404
    title, form_class = STEPS[step]
    form = form_class(request.POST or None, instance=exhibitor)
    if request.method == "POST" and form.is_valid():
        more: dict[str, Any] = {"crafts": list(form.cleaned_data["crafts"])} if "crafts" in form.fields else {}
        try:
            saved = operations.change(exhibitor=exhibitor, facts=form.facts(), by=request.user, at=timezone.now(), **more)
        except Refused as refused:
            _tell(refused, form)
        else:
            return _onward(request, saved, step)
    names = list(STEPS)
    context = {
        "exhibitor": exhibitor,
        "form": form,
        "title": title,
        "step": step,
        "number": names.index(step) + 1,
        "steps": [{"name": name, "title": label, "is_here": name == step} for name, (label, _form) in STEPS.items()],
        "suggestion": rules.passport_spelling(exhibitor.name) if step == "who" and not exhibitor.name_latin else "",
        "warnings": identifier_warnings(exhibitor) if step == "business" else [],
        "page": "profile",
    }
    return render(request, "exhibitors/profiles/step.html", context)


def _onward(request: HttpRequest, exhibitor: Exhibitor, step: str) -> HttpResponse:
    """Go on after a saved step, and say what looks odd; nothing of that keeps anybody from going on."""
    names = list(STEPS)
    if step == "business":
        for warning in identifier_warnings(exhibitor):
            messages.warning(request, warning)
    if "stay" in request.POST or step == names[-1]:
        messages.success(request, _("Saved."))
        return redirect("maker:step", exhibitor.pk, step) if "stay" in request.POST else redirect("maker:photos", exhibitor.pk)
    return redirect("maker:step", exhibitor.pk, names[names.index(step) + 1])


@of_maker
@form_page
def keepers(request: HttpRequest, exhibitor: Exhibitor) -> HttpResponse:
    """Show who looks after the profile, and invite somebody."""
    form = KeeperForm(request.POST or None, initial={"language": exhibitor.language, "email": "" if request.is_keeper else exhibitor.email})
    if request.method == "POST" and form.is_valid():
        operations.invite_keeper(exhibitor=exhibitor, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Invited. A letter is on its way to %(email)s.") % {"email": form.cleaned_data["email"]})
        return redirect("maker:keepers", exhibitor.pk)
    context = {"exhibitor": exhibitor, "form": form, "keepers": queries.keepers(exhibitor), "page": "keepers"}
    return render(request, "exhibitors/profiles/keepers.html", context)


@of_maker
@require_POST
def drop_keeper(request: HttpRequest, exhibitor: Exhibitor, keeper: int) -> HttpResponse:
    """Take the profile out of somebody's hands, one's own perhaps."""
    one = get_object_or_404(queries.keepers(exhibitor), pk=keeper)
    try:
        operations.drop_keeper(keeper=one, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Done. They can be invited again at any time."))
    if request.is_keeper and one.person_id == request.user.pk and not exhibitor.keepers.filter(pk=keeper).exists():
        return redirect("maker:home")
    return redirect("maker:keepers", exhibitor.pk)


def _tell(refused: Refused, form: forms.Form | forms.ModelForm) -> None:
    form.add_error(refused.field if refused.field in form.fields else None, ValidationError(str(refused), code=refused.code))
