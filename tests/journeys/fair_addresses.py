"""Addresses of a fair's screens in the demonstration, by who reads them: makers, the organiser at the desk, blind jurors."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from fairs.calls import links
from fairs.models import Application, Offer, Plan, Round

OPEN, JUDGED, PLACED, TODAY, OVER = "cietoksnis", "ziemassvetki", "maras-tirgus", "kraslavas-tirgus", "cietoksnis-pern"


def _of(slug: str, email: str) -> int:
    """Return the key of somebody's application at a fair."""
    return Application.objects.get(call__event__slug=slug, exhibitor__keepers__person__email=email).pk


def public_fair() -> Iterator[str]:
    """The call as everybody sees it, and the answer of a maker who holds a letter's link."""
    yield from ("/calls/", "/calls/?q=nav+nekā", f"/calls/{OPEN}/", f"/calls/{PLACED}/")
    asked = Application.objects.filter(reconfirm_by__isnull=False).earliest("pk")
    yield urlsplit(links.reconfirm_url(asked.pk)).path


def maker(email: str) -> Iterator[str]:
    """A maker's pages: the form, where each application stands, the place, its papers, and how it was."""
    draft, placed, over, moved = (_of(slug, email) for slug in (OPEN, PLACED, OVER, "balvu-tirgus"))
    yield from ("/maker/", f"/calls/{OPEN}/apply/", f"/calls/my/{draft}/", f"/calls/my/{moved}/", f"/calls/my/{placed}/")
    for step in ("pictures", "place", "needs", "wishes", "more", "papers", "review"):
        yield f"/calls/my/{draft}/{step}/"
    mine = f"/calls/applications/{placed}"
    yield from (f"{mine}/place/", f"{mine}/place/passes/", f"{mine}/reason/", f"{mine}/goods/", f"/calls/applications/{over}/afterwards/")


def organiser() -> Iterator[str]:
    """The desk of fairs, each page at the fair that has most to show on it."""
    judged, closed = (Round.objects.filter(call__event__slug=slug).latest("pk").pk for slug in (JUDGED, PLACED))
    entry = Application.objects.filter(call__event__slug=PLACED).earliest("number").number
    number = Plan.objects.filter(event__slug=PLACED).latest("pk").number
    offer = Offer.objects.filter(application__call__event__slug=PLACED, state=Offer.State.OPEN).earliest("pk").pk
    pages = {
        OPEN: (
            "call/", "call/edit/", "call/parts/groups/", "call/parts/extras/", "call/parts/questions/", "call/parts/papers/",
            "call/prices/", "applications/", "applications/letters/", "applications/new/", "applications/1/", "applications/1/edit/",
            "jury/", "plans/", "offers/", "day/",
        ),
        JUDGED: ("jury/", "jury/jurors/new/", f"jury/rounds/{judged}/", f"jury/blind/{entry}/"),
        PLACED: (
            f"jury/rounds/{closed}/", f"jury/rounds/{closed}/results/", f"jury/rounds/{closed}/results/{entry}/", "plans/",
            f"plans/{number}/", f"plans/{number}/makers/{entry}/", f"plans/{number}/compare/", f"plans/{number}/publish/", "plans/rules/",
            "plans/refill/", "plans/record/", "plans/years/", "offers/", f"offers/{offer}/", "offers/publish/", "offers/waiting/",
            "offers/driving-in/", "papers/",
        ),
        TODAY: ("day/", "day/incidents/", "day/visitors/"),
        OVER: ("day/report/",),
    }  # fmt: skip
    yield from (f"/desk/{slug}/{page}" for slug, those in pages.items() for page in those)


def juror() -> Iterator[str]:
    """A blind juror's only pages."""
    yield from ("/jury/", f"/jury/{JUDGED}/", f"/jury/{JUDGED}/3/", f"/jury/{JUDGED}/15/")
