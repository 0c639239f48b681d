"""The conference's call for proposals: open, under blind review, the first decisions told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from accounts.models import Person
from conference.models import Proposal, ProposalCall, Review, ReviewCriterion, Reviewer, ReviewPhase, SessionKind, Track
from conference.proposals import operations as proposals
from conference.proposals import queries
from ticketing.models import Event

SLUG = "amats-bez-robezam"
REVIEWERS = (
    ("laima@example.org", "Laima Paraugkalne", "lv", ""),
    ("erika@example.org", "Erika Sampleson", "en", "Sample University"),
    ("edgars@example.org", "Edgars Izmēģis", "lv", "Izmēģa darbnīca"),
)
TRACKS = (
    ("Māls un uguns", "Глина и огонь", "Clay and fire", "#a4532d"),
    ("Audums un raksts", "Ткань и узор", "Cloth and pattern", "#2f5f8a"),
    ("Amats kā darbs", "Ремесло как работа", "Craft as a living", "#5b7a2c"),
)
NEEDS = {"lv": "Gari galdi, laba gaisma.", "ru": "Длинные столы, хороший свет.", "en": "A window and long tables."}
INTRODUCTION = (
    "Aicinām amatniekus, pētniekus, skolotājus un muzeju ļaudis abpus robežai pastāstīt un parādīt, kā amats dzīvo šodien.",
    "Приглашаем ремесленников, исследователей, учителей и музейных работников рассказать и показать, как ремесло живёт сегодня.",
    "We invite makers, researchers, teachers and museum people to tell and to show how craft lives today.",
)


@dataclass(frozen=True, slots=True)
class _Talk:
    language: str
    kind: int
    track: int
    title: str
    abstract: str
    author: str
    organisation: str = ""
    latin: str = ""
    state: str = "submitted"
    worth: int = 3
    with_whom: str = ""


TALKS: Sequence[_Talk] = (
    _Talk(
        "lv", 0, 0, "Melnā keramika bez robežām",
        "Svēpētās keramikas paņēmieni ezera abos krastos: ko mums saka vecie cepļi un kā tos kurināt šodien, "
        "nepārkāpjot ugunsdrošību. Parādīšu trīs dedzinājumu rezultātus un izmaksas.",
        "Ilze Izdoma", "Preiļu paraugmuzejs", state="confirmed", worth=5, with_whom="Valdis Mēģis",
    ),
    _Talk(
        "ru", 0, 1, "Узор как адрес: псковское ткачество",
        "По одному поясу можно узнать деревню. Доклад показывает, как читать узор, и что из этого знания "
        "нужно ткачихе, которая продаёт свои работы в интернете.",
        "Дарья Вымыслова", "Дом ремёсел", "Daria Vymyslova", state="confirmed", worth=5,
    ),
    _Talk(
        "en", 0, 2, "What a stall really earns",
        "Twelve makers kept books for one season. The talk shows what a day at a fair brings after fuel, fees "
        "and hours, and which three decisions changed the result most.",
        "Peter Sampleton", "Sample Business School", state="confirmed", worth=4,
    ),
    _Talk(
        "lv", 3, 1, "Jostu aušana ar dēlīšiem",
        "Darbnīca desmit cilvēkiem: no uzvilkšanas līdz pirmajai rakstu joslai. Vajadzīgi gari galdi un laba "
        "gaisma; dēlīšus un diegus atvedīšu.",
        "Gunta Piemēra", state="accepted", worth=5,
    ),
    _Talk(
        "lv", 2, 0, "Ripa uz riteņiem: podniecība pagalmā",
        "Demonstrējums ar pārvietojamu kājminamo ripu, ko var uzstādīt jebkurā gadatirgū.",
        "Uldis Fiktīvs", "Izmēģa darbnīca", state="accepted", worth=4,
    ),
    _Talk(
        "ru", 1, 1, "Стенд: десять поясов одной семьи",
        "Десять поясов, сотканных с 1898 по 2024 год, и карта, по которой они путешествовали.",
        "Нина Примерова", "", "Nina Primerova", state="rejected", worth=2,
    ),
    _Talk(
        "lv", 0, 2, "Cik maksā vienas krūzes stunda",
        "Vienkārša tabula cenas aprēķinam un piecas kļūdas, ko pieļauj iesācēji.",
        "Kristaps Šablons", "Amatnieku biedrība", state="reserve", worth=3,
    ),
    _Talk(
        "en", 0, 0, "Glazes without lead: a shared notebook",
        "Forty recipes tested on clays from both sides of the border, with photographs of every failure. The "
        "notebook is free to copy.",
        "Erika Trialova", "Sample University", worth=4,
    ),
    _Talk(
        "ru", 0, 2, "Самозанятый ремесленник: налог за пять минут",
        "Как вести чеки в приложении, что считать доходом и когда нужна касса.",
        "Юрий Образцов", "", "Iurii Obraztsov", worth=3,
    ),
    _Talk(
        "lv", 1, 1, "Stends: Latgales villaines krāsās",
        "Dabisko krāsvielu karte ar divdesmit paraugiem, kuriem drīkst pieskarties.",
        "Dace Domājama", "Audējas", worth=4,
    ),
    _Talk(
        "lv", 0, 0, "Cepļa atvēršana kā notikums",
        "Kā no cepļa atvēršanas izveidot vakaru, uz kuru brauc no pilsētas: tāme, drošība, apmeklētāji.",
        "Pēteris Varbūtējs", "", worth=4,
    ),
    _Talk(
        "en", 3, 2, "Photograph your work with a phone",
        "A hands-on hour: window light, a sheet of paper, and a price tag people can read.",
        "Anna Probe", "", worth=3,
    ),
    _Talk(
        "ru", 2, 1, "Плетение из болотных трав",
        "Показываю, как из травы получается коробка, пока вы смотрите.",
        "Иван Пробный", "", "Ivan Probnyi", state="withdrawn",
    ),
    _Talk(
        "lv", 0, 2, "Mācekļi: kur viņus ņemt",
        "",
        "Velta Teika", "", state="draft",
    ),
)  # fmt: skip


def make_proposals(event: Event, *, by: Person, at: datetime) -> ProposalCall:
    """Open the call a month ago, let fourteen propose, three review, and tell the first decisions three days ago."""
    at = datetime.combine(at.astimezone(event.tz).date(), time(), event.tz)
    opened = at - timedelta(days=30)
    call = proposals.make(event=event, by=by, at=opened)
    words = {f"introduction_{code}": text for code, text in zip(("lv", "ru", "en"), INTRODUCTION, strict=True)}
    dates = {"opens_at": opened, "closes_at": at + timedelta(days=12)}
    call = proposals.save_call(call=call, facts={**words, **dates, "is_published": True}, by=by, at=opened)
    for position, (lv, ru, en, colour) in enumerate(TRACKS):
        Track.objects.create(event=event, position=position, name_lv=lv, name_ru=ru, name_en=en, colour=colour)
    phase = ReviewPhase.objects.get(call=call)
    times = {"opens_at": at - timedelta(days=14), "closes_at": at + timedelta(days=20)}
    phase = proposals.save_phase(call=call, phase=phase, facts=times, by=by, at=opened)
    for email, name, language, organisation in REVIEWERS:
        proposals.appoint(call=call, who=proposals.Newcomer(email, name, organisation, language), by=by, at=at - timedelta(days=14))
    made = [_propose(call, talk, number, opened + timedelta(days=number)) for number, talk in enumerate(TALKS, 1)]
    _review(phase, made, at - timedelta(days=10))
    _decide(call, made, by, at - timedelta(days=4))
    return call


def _propose(call: ProposalCall, talk: _Talk, number: int, at: datetime) -> Proposal:
    kinds, tracks = list(SessionKind.objects.filter(event=call.event)), list(Track.objects.filter(event=call.event))
    first = proposals.First(talk.author, f"speaker{number}@example.org", talk.language)
    one = proposals.begin(call=call, first=first, kind=kinds[talk.kind], title=talk.title, by=talk.author, at=at)
    facts = {"abstract": talk.abstract, "track": tracks[talk.track], "language": talk.language}
    if talk.kind == 3:
        facts["needs"] = {"lv": "Gari galdi, laba gaisma.", "ru": "Длинные столы, хороший свет.", "en": "A window and long tables."}[
            talk.language
        ]
    if number == 2:
        day = call.event.days.all()[0]
        facts["unavailable"] = [[day.opens_at.isoformat(), (day.opens_at + timedelta(hours=3)).isoformat()]]
    one = proposals.save(proposal=one, facts=facts, by=talk.author, at=at)
    country = "RU" if talk.language == "ru" else "LV"
    authors = [proposals.Co(talk.author, first.email, talk.latin, talk.organisation, country, speaks=True)]
    if talk.with_whom:
        authors.append(proposals.Co(talk.with_whom, f"second{number}@example.org", organisation=talk.organisation, speaks=False))
    one = proposals.save_authors(proposal=one, authors=authors, by=talk.author, at=at)
    return one if talk.state == "draft" else proposals.submit(proposal=one, by=talk.author, at=at + timedelta(hours=1))


def _review(phase: ReviewPhase, made: list[Proposal], at: datetime) -> None:
    """Let each reviewer read what they may: Laima everything, the others about two thirds."""
    criteria = list(ReviewCriterion.objects.filter(phase=phase))
    reviewers = list(Reviewer.objects.filter(call=phase.call).select_related("person"))
    sent = [(number, one) for number, one in enumerate(made) if one.state != Proposal.State.DRAFT]
    barred = queries.conflicts(phase.call, reviewers, [one for _number, one in sent])
    for seat, who in enumerate(reviewers):
        for number, one in sent:
            is_left = seat and (number + seat) % 3 == 0 and TALKS[number].state == "submitted"
            if is_left or (one.pk, who.pk) in barred:
                continue
            points = {each.pk: _near(TALKS[number].worth, seat + number + place) for place, each in enumerate(criteria)}
            feedback = "Lūdzu, atstājiet laiku jautājumiem." if seat == 0 and number % 4 == 0 else ""
            said = proposals.Said(points, comment="Skaidri un vajadzīgi." if points[criteria[0].pk] > 3 else "", feedback=feedback)
            moment = at + timedelta(minutes=7 * number + seat)
            proposals.review(phase=phase, reviewer=who, proposal=one, said=said, by=who.person, at=moment)


def _near(best: int, number: int) -> int:
    return max(1, min(5, best + (number % 3 == 1) - (number % 4 == 2)))


def _decide(call: ProposalCall, made: list[Proposal], by: Person, at: datetime) -> None:
    """Tell the first decisions; the speakers of three have confirmed, one decision is prepared and not told, one speaker is gone."""
    for one, talk in zip(made, TALKS, strict=True):
        wanted = "accepted" if talk.state == "confirmed" else talk.state
        if wanted in ("accepted", "reserve", "rejected"):
            answer = "Programmā ir daudz stendu; šoreiz izvēlējāmies citus." if wanted == "rejected" else None
            proposals.decide(proposal=one, to=wanted, answer=answer, by=by, at=at)
    proposals.publish(call=call, by=by, at=at + timedelta(days=1))
    for one, talk in zip(made, TALKS, strict=True):
        if talk.state == "confirmed":
            proposals.confirm(proposal=one, by=talk.author, at=at + timedelta(days=2))
        elif talk.state == "withdrawn":
            proposals.withdraw(proposal=one, by=talk.author, at=at)
    best = max((one for one, talk in zip(made, TALKS, strict=True) if talk.state == "submitted"), key=_value)
    proposals.decide(proposal=best, to="accepted", by=by, at=at + timedelta(days=3))


def _value(one: Proposal) -> Decimal:
    values = [value for value in Review.objects.filter(proposal=one).values_list("value", flat=True) if value is not None]
    return sum(values, Decimal(0)) / len(values) if values else Decimal(0)
