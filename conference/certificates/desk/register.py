"""The register at the desk: who gets a certificate, issuing, one certificate, sending, revoking, printing."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.roles.rules import Capability
from common.languages import Language, default_language
from conference.certificates import documents, mails, queries, rules
from conference.certificates import operations as certificates
from conference.certificates.access import certificate_at
from conference.certificates.forms import RevokeForm, SendForm, SignForm
from conference.certificates.models import Certificate
from conference.certificates.tables import register_columns
from conference.presence import queries as presence
from conference.presence.queries import course_of
from ticketing.events import sheets
from ticketing.events.access import at_desk
from ticketing.events.deskwork import submit, whole
from ticketing.events.models import Event

form_page = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 50


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def register(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the event's certificates, newest number first."""
    words, state = request.GET.get("q", "").strip()[:60], request.GET.get("state", "")
    found = queries.register(event, words=words, state=state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    language = get_language() or default_language()
    counts = Counter(revoked is None for revoked in queries.register(event).values_list("revoked_at", flat=True))
    pills = [("", _("All"), counts.total()), ("valid", _("Valid"), counts[True]), ("revoked", _("Revoked"), counts[False])]
    said = urlencode({name: value for name, value in (("q", words), ("state", state)) if value})
    context = {
        "event": event,
        "page_obj": page,
        "rows": [{"one": one, "talk": queries.in_language(one.facts.get("title", {}), language)} for one in page],
        "words": words,
        "state": state,
        "pills": [
            {"label": label, "count": count, "active": state == word, "url": "?" + urlencode({"q": words, "state": word})}
            for word, label, count in pills
        ],
        "total": counts.total(),
        "languages": Language.choices,
        "may_issue": Capability.EDIT_EVENT in request.desk.allowed,
        **{
            f"{kind}_url": reverse("desk:certificates_file", args=[event.slug, kind]) + (f"?{said}" if said else "")
            for kind in ("csv", "xlsx")
        },
    }
    return render(request, "conference/certificates/desk/register.html", context)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def register_file(request: HttpRequest, event: Event, kind: str) -> HttpResponseBase:
    """Give the register, filtered as on the page, to a spreadsheet."""
    found = queries.register(event, words=request.GET.get("q", "").strip()[:60], state=request.GET.get("state", ""))
    columns = register_columns(get_language() or default_language())
    return sheets.download(kind, f"{event.slug}-certificates", found.order_by("series__year", "number"), columns, event.tz)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def print_all(request: HttpRequest, event: Event) -> HttpResponse:
    """All valid certificates in one PDF, each in its holder's language or all in one."""
    found = list(queries.with_event().filter(event=event, revoked_at=None).order_by("series__year", "number"))
    if not found:
        raise Http404
    return _pdf(documents.certificate_pdf(found, language=_language(request), at=timezone.now()), f"{event.slug}-certificates")


def _language(request: HttpRequest) -> str:
    said = request.GET.get("language", "")
    return said if said in Language.values else ""


@at_desk(Capability.EDIT_EVENT)
@form_page
def issue(request: HttpRequest, event: Event) -> HttpResponse:
    """Look who gets a certificate, and issue them."""
    course, now = course_of(event), timezone.now()
    people = queries.candidates(course) if course else []
    talks = queries.talks(event, now)
    form = SignForm(request.POST if request.method == "POST" else None, initial={**queries.last_signatory(event), "sends": True})

    def act() -> None:
        said = form.cleaned_data
        made = certificates.issue(
            event=event,
            enrolments=[whole(one) or 0 for one in request.POST.getlist("enrolment")],
            talks=request.POST.getlist("talk"),
            signed=certificates.Signed(said["signatory"], said["office"]),
            by=request.user,
            at=now,
            sends=said["sends"],
        )
        told = ngettext("%(n)s certificate is issued.", "%(n)s certificates are issued.", len(made)) % {"n": len(made)}
        messages.success(request, told)

    if submit(request, event, form, act, ""):
        return redirect("desk:certificates", event.slug)
    ready = [one for one in people if one.standing is rules.Standing.READY]
    context = {
        "event": event,
        "course": course,
        "form": form,
        "people": people,
        "ready": len(ready) + sum(not one.has for one in talks),
        "talks": talks,
        "is_over": all(one.slot.ends_at <= now for one in presence.sessions(event) if one.counts),
        "chosen": set(request.POST.getlist("enrolment")) if request.method == "POST" else {str(one.enrolment.pk) for one in ready},
        "languages": Language.choices,
    }
    return render(request, "conference/certificates/desk/issue.html", context)


@at_desk(Capability.EDIT_EVENT)
@require_safe
def preview(request: HttpRequest, event: Event) -> HttpResponse:
    """What a certificate would look like: of the first who gets one, without a number and marked as a sample."""
    course = course_of(event)
    first = next(iter(queries.candidates(course)), None) if course else None
    if course is None or first is None:
        raise Http404
    sample = queries.sample(course, first.line, at=timezone.now())
    return _pdf(documents.certificate_pdf([sample], language=_language(request), at=timezone.now()), f"{event.slug}-sample")


@at_desk(Capability.SEE_ORDERS)
@require_safe
def certificate(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Show one certificate: what it says, its papers, what can be done."""
    return _page(request, event, certificate_at(event, pk))


def _page(request: HttpRequest, event: Event, one: Certificate, **forms: Any) -> HttpResponse:
    language = get_language() or default_language()
    context = {
        "event": event,
        "one": one,
        "facts": one.facts,
        "title": queries.in_language(one.facts["event"], language),
        "talk": queries.in_language(one.facts.get("title", {}), language),
        "hours": rules.hours(one.facts["attended"], one.facts["hour_minutes"]) if "attended" in one.facts else None,
        "code": rules.spoken(one.code),
        "address": mails.address_of(one),
        "verify_url": documents.verify_url(one),
        "languages": Language.choices,
        "may_issue": Capability.EDIT_EVENT in request.desk.allowed,
        "send_form": SendForm(initial={"language": one.facts["language"]}),
        "revoke_form": RevokeForm(),
        **forms,
    }
    return render(request, "conference/certificates/desk/certificate.html", context)


@at_desk(Capability.SEE_ORDERS)
@require_safe
def certificate_file(request: HttpRequest, event: Event, pk: int, language: str) -> HttpResponse:
    """One certificate as PDF, in a language of choice."""
    one = certificate_at(event, pk)
    if language not in Language.values:
        raise Http404
    return _pdf(documents.certificate_pdf([one], language=language, at=one.issued_at), f"{one.full_number}-{language}")


@at_desk(Capability.EDIT_EVENT)
@require_POST
def send(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Mail the holder the link again."""
    one, form = certificate_at(event, pk), SendForm(request.POST)

    def act() -> None:
        certificates.send(certificate=one, language=form.cleaned_data["language"], by=request.user, at=timezone.now())

    if submit(request, event, form, act, _("The letter is written.")):
        return redirect("desk:certificate", event.slug, pk)
    return _page(request, event, one, send_form=form)


@at_desk(Capability.EDIT_EVENT)
@require_POST
def revoke(request: HttpRequest, event: Event, pk: int) -> HttpResponse:
    """Declare that a certificate no longer holds."""
    one, form = certificate_at(event, pk), RevokeForm(request.POST)

    def act() -> None:
        certificates.revoke(certificate=one, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())

    if submit(request, event, form, act, _("The certificate is revoked. Who checks it is told so.")):
        return redirect("desk:certificate", event.slug, pk)
    return _page(request, event, one, revoke_form=form)
