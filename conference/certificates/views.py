"""What everybody sees: checking a certificate, one's own certificate, saying how a session was."""

import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import Refused
from common.languages import Language, default_language
from conference.certificates import access, documents, links, queries, rules
from conference.certificates import operations as certificates
from conference.certificates.forms import CodeForm, FeedbackForm
from conference.certificates.models import Certificate
from conference.learning.models import Enrolment
from conference.programme.models import Session
from ticketing.events.forms import tell

form_page = require_http_methods(["GET", "HEAD", "POST"])
BROWSER = "feedback"
"""The cookie by which a browser that scanned the code in a room answers once; it says nothing of who it is."""
A_MONTH = 30 * 24 * 3600


def _here() -> str:
    return get_language() or default_language()


# --- certificates ----------------------------------------------------------------------------------------------------


@links.private
@form_page
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a certificate."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect("learn:verify", rules.read_code(form.cleaned_data["code"]) or "unknown")
    return render(request, "conference/certificates/find.html", {"form": form})


@links.limited
@links.private
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a certificate certifies, to whom as printed, and whether it holds. Nothing else of the person, and no list."""
    found = access.by_code(code)
    if found is None:
        return render(request, "conference/certificates/unknown.html", {"form": CodeForm()}, status=404)
    return render(request, "conference/certificates/verify.html", _said(found))


def _said(one: Certificate) -> dict[str, Any]:
    facts, language = one.facts, _here()
    return {
        "one": one,
        "facts": facts,
        "event": one.event,
        "title": queries.in_language(facts["event"], language),
        "talk": queries.in_language(facts.get("title", {}), language),
        "when": documents.span_of(facts),
        "hours": documents.hours_of(facts)[0],
        "code": rules.spoken(one.code),
    }


@links.private
@require_safe
def certificate(request: HttpRequest, secret: str) -> HttpResponse:
    """One's own certificate, by the link in the letter: the paper in three languages."""
    one = access.by_link(secret)
    context = {**_said(one), "languages": Language.choices, "verify_url": documents.verify_url(one)}
    return render(request, "conference/certificates/mine.html", context)


@links.private
@require_safe
def certificate_file(request: HttpRequest, secret: str, language: str) -> HttpResponse:
    """The paper itself, in a language of choice, with the same number."""
    one = access.by_link(secret)
    if language not in Language.values:
        raise Http404
    content = documents.certificate_pdf([one], language=language, at=one.issued_at)
    headers = {"Content-Disposition": f'inline; filename="{one.full_number}-{language}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


# --- feedback ----------------------------------------------------------------------------------------------------


def _enrolment(secret: str) -> Enrolment:
    found = Enrolment.objects.select_related("course__event__partner").filter(secret=secret, state=Enrolment.State.ENROLLED).first()
    if found is None:
        raise Http404
    return found


@links.private
@require_safe
def feedback(request: HttpRequest, secret: str) -> HttpResponse:
    """The sessions somebody was in, each with its form once it is over."""
    one, now = _enrolment(secret), timezone.now()
    sessions = queries.may_answer(one)
    answered = queries.answered(sessions, certificates.keys_of(sessions, _who(one)))
    rows = [{"session": each, "is_answered": each.pk in answered, "is_open": certificates.is_open(each, now)} for each in sessions]
    return render(request, "conference/certificates/feedback.html", {"enrolment": one, "event": one.course.event, "rows": rows})


def _who(one: Enrolment) -> str:
    return f"enrolment {one.pk}"


@links.private
@form_page
def feedback_session(request: HttpRequest, secret: str, number: int) -> HttpResponse:
    """Say how one session was."""
    one = _enrolment(secret)
    session = next((each for each in queries.may_answer(one) if each.number == number), None)
    if session is None:
        raise Http404
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if _give(request, form, session, _who(one), is_from_room=False):
        return render(request, "conference/certificates/thanks.html", {"event": one.course.event, "secret": secret, "session": session})
    context = {"event": one.course.event, "session": session, "form": form, "secret": secret, "shown_from": rules.SHOWN_FROM}
    return render(request, "conference/certificates/answer.html", context)


@links.limited
@links.private
@form_page
def feedback_room(request: HttpRequest, guid: str) -> HttpResponse:
    """Say how the session was whose code hangs in the room; nobody signs in, a browser answers once."""
    session = Session.objects.select_related("event__partner", "slot__hall").filter(guid=guid, is_break=False, slot__isnull=False).first()
    if session is None or session.event.state == session.event.State.DRAFT:
        raise Http404
    browser = request.get_signed_cookie(BROWSER, "", salt=BROWSER) or secrets.token_urlsafe(16)
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    context = {"event": session.event, "session": session, "form": form, "shown_from": rules.SHOWN_FROM}
    done = _give(request, form, session, f"browser {browser}", is_from_room=True)
    response = render(request, f"conference/certificates/{'thanks' if done else 'answer'}.html", context)
    response.set_signed_cookie(BROWSER, browser, salt=BROWSER, max_age=A_MONTH, httponly=True, samesite="Lax", secure=request.is_secure())
    return response


def _give(request: HttpRequest, form: FeedbackForm, session: Session, who: str, *, is_from_room: bool) -> bool:
    """Take an answer in; tell whether it was, an answer given before being as good."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        certificates.give_feedback(session=session, who=who, facts=form.cleaned_data, is_from_room=is_from_room, at=timezone.now())
    except certificates.AlreadyGiven:
        return True
    except Refused as refused:
        tell(refused, form)
        return False
    return True


@links.limited
@links.private
@require_safe
def feedback_results(request: HttpRequest, token: str) -> HttpResponse:
    """What was said of one session, for its trainer, by a link from the organiser."""
    session = Session.objects.select_related("event__partner", "slot__hall").filter(pk=links.session_of(token) or 0).first()
    if session is None:
        raise Http404
    context = {"event": session.event, "found": queries.results_for(session), "shown_from": rules.SHOWN_FROM}
    return render(request, "conference/certificates/results.html", context)
