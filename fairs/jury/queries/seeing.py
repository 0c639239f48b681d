"""What a juror sees: their list, and one application at a time; blind, unless the round is not."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from common.languages import fold
from common.masking import masked, phrase, stems
from exhibitors.models import Exhibitor, Keeper, Photo
from fairs.calls.models import Application, ApplicationPhoto, CallQuestion
from fairs.jury import rules
from fairs.jury.models import Ballot, Juror, Redaction, Round
from fairs.jury.queries.conflicts import conflicts
from fairs.jury.queries.rounds import judged
from fairs.jury.queries.scores import terms

STATES = ("todo", "partial", "later", "done", "aside")


def round_of(juror: Juror) -> Round | None:
    """Return the open round that a juror sits in, or else the last closed one. One statement."""
    mine = Round.objects.filter(jurors=juror).exclude(kind=Round.Kind.COMPLETENESS).exclude(state=Round.State.DRAFT)
    found = sorted(mine, key=lambda one: (one.state == Round.State.OPEN, one.position))
    if not found:
        return None
    found[-1].call = juror.call
    return found[-1]


@dataclass(frozen=True, slots=True)
class Row:
    """One application on a juror's list. `state` is one of `STATES`."""

    number: int
    group: str
    craft: str
    product: str
    state: str
    value: Decimal | None = None
    comment: str = ""
    is_flagged: bool = False
    points: tuple[int | None, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether points are still missing."""
        return self.state in ("todo", "partial", "later")


@dataclass(frozen=True, slots=True)
class Hidden:
    """What must not be read in an application: people and places by their words, firms and stalls by their whole names."""

    names: frozenset[str] = frozenset()
    phrases: tuple[tuple[str, ...], ...] = ()
    within: frozenset[str] = frozenset()

    def out_of(self, text: str) -> str:
        """Return the text without them."""
        return masked(text, self.names, self.phrases, self.within)


NOTHING = Hidden()


def hidden_words(applications: Collection[Application]) -> dict[int, Hidden]:
    """Return what must not be read in each application: its maker's and the keepers' names, the town. Two statements."""
    makers = Exhibitor.objects.select_related("municipality").in_bulk({each.exhibitor_id for each in applications})
    keepers: defaultdict[int, list[str]] = defaultdict(list)
    for maker, name in Keeper.objects.filter(exhibitor__in=makers).values_list("exhibitor", "person__name"):
        keepers[maker].append(name)
    told = {pk: _hidden(maker, keepers[pk]) for pk, maker in makers.items()}
    return {each.pk: told[each.exhibitor_id] for each in applications}


def _hidden(maker: Exhibitor, keepers: Sequence[str]) -> Hidden:
    """Tell a person's names from what a firm, a studio or a stall is called: its words are common ones, such as "clay" or "linen"."""
    own = [maker.name, maker.name_latin, maker.name_latvian]
    is_person = maker.kind == Exhibitor.Kind.PERSON
    people = [maker.contact_name, *keepers, *(own if is_person else [])]
    called = [name for name in (maker.name_shown, *([] if is_person else own)) if name and name not in people]
    places = [str(maker.municipality or ""), maker.address, *_mailbox(maker)]
    return Hidden(stems([*people, *places]), tuple(filter(None, map(phrase, called))), stems(called))


def _mailbox(maker: Exhibitor) -> list[str]:
    return [maker.email.partition("@")[0].replace(".", " ").replace("_", " ")] if maker.email else []


def mine(one: Round, juror: Juror) -> list[Row]:
    """Return the juror's list by number; conflicts that were found are left out of it, as they would tell who it is."""
    applications = judged(one)
    barred = conflicts(one.call, [juror], applications)
    shown = [each for each in applications if barred.get((juror.pk, each.pk), "declared") == "declared"]
    hidden = hidden_words(shown) if one.is_blind else {}
    ballots = {each.application_id: each for each in Ballot.objects.filter(round=one, juror=juror).prefetch_related("scores")}
    rule = terms(one)
    return [_row(each, ballots.get(each.pk), rule, hidden.get(each.pk, NOTHING), (juror.pk, each.pk) in barred) for each in shown]


def _row(application: Application, ballot: Ballot | None, rule: rules.Terms, hidden: Hidden, stands_aside: bool) -> Row:
    given = {score.criterion_id: score.points for score in ballot.scores.all()} if ballot else {}
    is_done = bool(rule.weights) and set(given) == set(rule.weights)
    state = "aside" if stands_aside else "done" if is_done else "later" if ballot and ballot.is_skipped else "partial" if given else "todo"
    return Row(
        number=application.number,
        group=str(application.goods_group or ""),
        craft=str(application.craft or ""),
        product=hidden.out_of(application.product),
        state=state,
        value=rules.ballot_value(given, rule.weights) if is_done else None,
        comment=ballot.comment if ballot else "",
        is_flagged=bool(ballot and ballot.is_flagged),
        points=tuple(given.get(criterion) for criterion in rule.weights),
    )


def counts(rows: Sequence[Row]) -> Counter[str]:
    """Return how many of a juror's applications are in each state, with "open" and "flagged" beside them."""
    found = Counter(row.state for row in rows)
    found["open"] = sum(row.is_open for row in rows)
    found["flagged"] = sum(row.is_flagged for row in rows)
    return found


def found_rows(rows: Sequence[Row], words: str, state: str) -> list[Row]:
    """Keep the rows that hold every word in what the juror may know (number, goods, own comment), in one state where it is given."""
    wanted = fold(words).split()
    kept = []
    for row in rows:
        text = fold(f"{row.number} {row.group} {row.craft} {row.product} {row.comment}")
        fits = not state or row.state == state or (state == "open" and row.is_open) or (state == "flagged" and row.is_flagged)
        if fits and all(word in text for word in wanted):
            kept.append(row)
    return kept


def following(rows: Sequence[Row], number: int) -> int | None:
    """Return the next application without all its points: after this one, then from the beginning; None when all are done."""
    open_ones = [row.number for row in rows if row.is_open and row.number != number]
    return next((n for n in open_ones if n > number), open_ones[0] if open_ones else None)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the jury sees it; its number in the row is all of its address."""

    index: int
    photo: Photo
    caption: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One application as the jury reads it."""

    number: int
    group: str
    craft: str
    product: str
    own_making_percent: int | None
    texts: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...]
    maker: str = ""
    answers: tuple[tuple[str, str], ...] = field(default=())


def sheet(one: Round, application: Application) -> Sheet:
    """Return what the jury reads of an application. In a blind round names, contacts and towns are taken out."""
    hidden = hidden_words([application])[application.pk] if one.is_blind else NOTHING
    redaction = Redaction.objects.filter(application=application).first() if one.is_blind else None

    def plain(text: str) -> str:
        return hidden.out_of(text)

    words = redaction.text if redaction and redaction.text else plain(application.assortment)
    return Sheet(
        number=application.number,
        group=str(application.goods_group or ""),
        craft=str(application.craft or ""),
        product=plain(application.product),
        own_making_percent=application.own_making_percent,
        texts=tuple(
            (name, text)
            for name, text in (
                ("assortment", words),
                ("price_range", plain(application.price_range)),
                ("demonstration", plain(application.demonstration) if application.demonstrates else ""),
            )
            if text
        ),
        pictures=pictures(one, application, redaction, hidden),
        maker="" if one.is_blind else str(application.exhibitor),
        answers=_answers(one, application.answers, plain, application.call_id),
    )


def pictures(one: Round, application: Application, redaction: Redaction | None, hidden: Hidden = NOTHING) -> tuple[Picture, ...]:
    """Return the pictures a jury is shown: in a blind round without portraits and those the organiser hid."""
    rows = ApplicationPhoto.objects.filter(application=application).select_related("photo").order_by("position", "id")
    found = [row.photo for row in rows]
    if one.is_blind:
        gone = set(redaction.hidden_photos) if redaction else set()
        found = [photo for photo in found if photo.pk not in gone and photo.about != Photo.About.PORTRAIT]
    return tuple(
        Picture(index, photo, hidden.out_of(photo.caption) if one.is_blind else photo.caption) for index, photo in enumerate(found, start=1)
    )


def _answers(one: Round, answers: Mapping[str, object], plain: Callable[[str], str], call: int) -> tuple[tuple[str, str], ...]:
    asked = CallQuestion.objects.filter(call=call)
    if one.is_blind:
        asked = asked.filter(names_maker=False)
    told = ((question.text, answers.get(str(question.pk))) for question in asked)
    return tuple((text, plain(str(answer))) for text, answer in told if answer not in (None, "") and not isinstance(answer, bool))
