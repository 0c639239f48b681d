"""The clashes of an event's draft in words, by session: shown beside each wherever the desk names it."""

from collections import defaultdict
from collections.abc import Sequence

from conference.programme import queries, texts
from conference.programme.models import Interpreter, Session
from conference.programme.rules import clashes
from ticketing.events.models import Event


def names_of(event: Event, sessions: Sequence[Session], *, by_key: bool = False) -> texts.Names:
    """Return what is called what; sessions by number, or by their key as drafts know them."""
    return texts.Names(
        sessions={session.pk if by_key else session.number: session.title for session in sessions},
        halls={hall.pk: hall.name for hall in queries.halls_of(event)},
        speakers={one.speaker_id: one.speaker.name for session in sessions for one in session.appearances.all()},
        interpreters=dict(Interpreter.objects.filter(event=event).values_list("pk", "name")),
        things={one.bookable_id: one.bookable.name for session in sessions for one in session.equipment.all()},
    )


def warnings_of(event: Event, sessions: Sequence[Session]) -> dict[int, list[str]]:
    """Return the warnings about each of `sessions` (as `queries.planned` gives them) by its number, worst first."""
    names = names_of(event, sessions)
    found: dict[int, list[str]] = defaultdict(list)
    for clash in clashes(*queries.facts(event, sessions)):
        found[clash.session].append(texts.clash(clash, names))
    return dict(found)
