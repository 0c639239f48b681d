"""Juries of the demonstration: three jurors, blind by pictures, one of them a potter with a conflict of interest."""

from datetime import datetime, timedelta

from accounts.models import Person
from fairs.jury import operations as jury
from fairs.jury import queries
from fairs.models import Call, Conflict, Juror, Round
from places.models import Municipality

JURORS = (
    ("laima@example.org", "Laima Paraugkalne", "lv", "riga"),
    ("erika@example.org", "Erika Sampleson", "en", ""),
    ("edgars@example.org", "Edgars Izmēģis", "lv", ""),
)
_COMMENTS = ("Tīrs darbs, savs rokraksts.", "A clear form; the glaze is uneven.", "", "Raksts no pūra, krāsas šodienas.", "", "")
_POINTS = (6, 6, 7, 6, 7, 6, 7, 6, 6, 3)


def open_round(call: Call, *, by: Person, at: datetime, ends_at: datetime | None) -> Round:
    """Seat the three and open a blind round by pictures."""
    for email, name, language, home in JURORS:
        facts = {"municipality": Municipality.objects.get(code=home)} if home else {}
        jury.appoint(call=call, who=jury.Newcomer(email, name, language, facts), by=by, at=at)
    one = jury.add_round(call=call, kind=Round.Kind.IMAGES, by=by, at=at)
    one = jury.change_round(one=one, facts={"ends_at": ends_at, "gives_score": True}, criteria=None, by=by, at=at)
    return jury.open_round(one=one, by=by, at=at)


def score(one: Round, *, at: datetime, share: float = 1) -> None:
    """Let each juror judge that share of the applications in their own order; the potter steps back from one pot."""
    criteria = list(one.criteria.order_by("position"))
    judged = queries.judged(one)
    for seat, juror in enumerate(one.jurors.select_related("person").order_by("pk")):
        _step_back(one, juror, at)
        mine = [each for each in judged if not Conflict.objects.filter(juror=juror, application=each).exists()]
        for place, application in enumerate(mine[: round(len(mine) * share)]):
            best = _POINTS[(application.number * 3) % len(_POINTS)]
            points = {criterion.pk: _near(best, one, seat + number) for number, criterion in enumerate(criteria)}
            said = jury.Said(points, comment=_COMMENTS[(place + seat * 2) % len(_COMMENTS)], is_flagged=place == 4)
            moment = at + timedelta(minutes=3 * place + seat)
            jury.score(one=one, juror=juror, application=application, said=said, by=juror.person, at=moment)


def _near(best: int, one: Round, number: int) -> int:
    """Points close to what the work deserves, as no two jurors or criteria see it quite alike."""
    allowed = one.points
    place = min(range(len(allowed)), key=lambda at: abs(allowed[at] - best))
    return allowed[max(0, min(len(allowed) - 1, place + (number % 3 == 1) - (number % 4 == 2)))]


def _step_back(one: Round, juror: Juror, at: datetime) -> None:
    if juror.person.email != "edgars@example.org":
        return
    pots = [each for each in queries.judged(one) if each.craft and each.craft.code == "CER-POT"]
    if pots:
        jury.declare_conflict(one=one, juror=juror, application=pots[0], by=juror.person, at=at)


def decide(one: Round, *, by: Person, at: datetime) -> None:
    """Close the round and let its proposals come true."""
    jury.apply(one=jury.close_round(one=one, by=by, at=at), by=by, at=at + timedelta(hours=1))
