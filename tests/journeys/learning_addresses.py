"""Addresses of the screens of trainings, the conference and equipment in the demonstration, by who reads them."""

from collections.abc import Iterator

from conference.models import Certificate, Enrolment, Hall, Interpreter, Proposal, ReviewPhase, Session, Speaker
from places.models import Bookable

CONFERENCE, TRAINING, WEAVING, POTTERY = "amats-bez-robezam", "socialie-mediji-1", "darbnica-ausana", "darbnica-keramika"


def public() -> Iterator[str]:
    """What needs no account; secret links of one enrolment in each state that the demonstration has."""
    kiln = Bookable.objects.get(code="L12-01").pk
    yield from ("/places/L12/equipment/", f"/places/L12/equipment/{kiln}/")
    yield from (f"/e/{CONFERENCE}/", f"/learn/{CONFERENCE}/", f"/learn/{CONFERENCE}/register/", "/learn/registration/find/")
    for state in Enrolment.objects.order_by().values_list("state", flat=True).distinct():
        yield f"/learn/r/{Enrolment.objects.filter(state=state).latest('pk').secret}/"
    chose = Enrolment.objects.filter(course__event__slug=CONFERENCE, state="enrolled", choices__state="waiting").latest("pk")
    yield from (f"/learn/r/{chose.secret}/{page}" for page in ("", "choices/", "details/", "withdraw/"))
    programme = f"/learn/{CONFERENCE}/programme"
    speaker = Speaker.objects.filter(event__slug=CONFERENCE).earliest("pk")
    talk = Session.objects.filter(event__slug=CONFERENCE, speakers=speaker).earliest("pk")
    pages = ("", "mine/", "changes/", f"sessions/{talk.number}/", "speakers/", f"speakers/{speaker.guid}/")
    yield from (f"{programme}/{page}" for page in pages)
    one = Certificate.objects.filter(revoked_at=None, enrolment__isnull=False).earliest("pk")
    yield from ("/learn/verify/", f"/learn/verify/{one.code}/", f"/learn/certificate/{one.secret}/")
    yield f"/learn/feedback/{one.enrolment.secret}/"
    yield f"/learn/{CONFERENCE}/proposals/"
    proposal = Proposal.objects.filter(call__event__slug=CONFERENCE, state="submitted").earliest("pk")
    yield f"/learn/p/{proposal.secret}/"


def maker() -> Iterator[str]:
    """What somebody with an account sees of equipment."""
    yield from ("/places/bookings/", f"/places/L12/equipment/{Bookable.objects.get(code='L12-01').pk}/")


def reviewer() -> Iterator[str]:
    """A blind reviewer's pages."""
    yield from ("/review/", f"/review/{CONFERENCE}/")


def organiser() -> Iterator[str]:
    """The desk of trainings, workshops and the conference, and a keeper's pages of a place."""
    one = Enrolment.objects.filter(course__event__slug=CONFERENCE, state="enrolled", choices__state="waiting").latest("pk")
    phase = ReviewPhase.objects.filter(call__event__slug=CONFERENCE).earliest("pk").pk
    proposal = Proposal.objects.filter(call__event__slug=CONFERENCE).exclude(state="draft").earliest("number").number
    talk = Session.objects.filter(event__slug=CONFERENCE).earliest("number").number
    hall, speaker, interpreter = (table.objects.filter(event__slug=CONFERENCE).earliest("pk").pk for table in (Hall, Speaker, Interpreter))
    certificate = Certificate.objects.filter(event__slug=TRAINING).earliest("pk").pk
    pages = {
        CONFERENCE: (
            "registrations/", "registrations/set-up/", "registrations/seats/", "registrations/activities/", "registrations/new/",
            "registrations/lists/", "registrations/lists/diet/", "registrations/lists/receivers/", f"registrations/{one.number}/",
            f"registrations/{one.number}/edit/", "proposals/", "proposals/call/", "proposals/decisions/", "proposals/letters/",
            f"proposals/{proposal}/", "reviews/", f"reviews/{phase}/", f"reviews/{phase}/assign/", "programme/", "programme/sessions/",
            f"programme/sessions/{talk}/", f"programme/sessions/{talk}/edit/", "programme/rooms/", f"programme/rooms/{hall}/",
            "programme/speakers/", f"programme/speakers/{speaker}/", "programme/interpreters/", f"programme/interpreters/{interpreter}/",
            "programme/drafts/", "programme/release/", "attendance/", "evidence/",
        ),
        TRAINING: (
            "attendance/", "attendance/typed/", "attendance/scans/", "attendance/online/", "certificates/",
            "certificates/issue/", f"certificates/{certificate}/", "evidence/", "evidence/photos/",
        ),
        WEAVING: ("registrations/",),
        POTTERY: ("registrations/?state=applied",),
    }  # fmt: skip
    yield from (f"/desk/{slug}/{page}" for slug, those in pages.items() for page in those)
    kiln = Bookable.objects.get(code="L12-01").pk
    yield from ("/places/L12/keep/", f"/places/L12/keep/things/{kiln}/", "/places/L12/keep/keepers/")
