from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language as django_set_language

from accounts.people import operations as people
from accounts.people import queries
from accounts.people.forms import ProfileForm
from common.languages import Language


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Show and change one's own name and language; password and e-mail have pages of their own."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        person = people.change_profile(person=request.user, **form.cleaned_data, by=request.user, at=now)
        with translation.override(person.language):
            messages.success(request, _("Saved."))
        return redirect("people:me")
    return render(request, "accounts/people/me.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, word: str) -> HttpResponse:
    """Ask before signing in by one-time link: programs that look into mail only read the page, people press the button."""
    if request.method != "POST":
        person = queries.whom_link_signs_in(word, timezone.now())
        if person is None:
            return render(request, "accounts/people/link_spent.html", status=410)
        return render(request, "accounts/people/link.html", {"person": person})
    try:
        person, next_url = people.use_link(word=word, at=timezone.now())
    except people.LinkSpent:
        return render(request, "accounts/people/link_spent.html", status=410)
    return perform_login(request, person, redirect_url=next_url or None, email=person.email)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language as Django does, and remember it for a person who is signed in."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in Language.values:
        people.choose_language(person=request.user, language=language, at=timezone.now())
    return django_set_language(request)
