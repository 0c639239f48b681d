"""What the programme says in words: clashes, reasons, demands, changes, times."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from babel.dates import format_skeleton
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.languages import Language, default_language, locale_name
from conference.programme.changes import Change
from conference.programme.released import Programme, text_in
from conference.programme.rules import Clash, Kind

# --- times ----------------------------------------------------------------------------------------------------------


def day(at: date) -> str:
    """Return a day of the programme: "Sat, 6 June"."""
    words = format_skeleton("MMMMEd", at, locale=locale_name(get_language() or default_language()))
    return words[:1].upper() + words[1:]


def when(start: datetime, end: datetime) -> str:
    """Return when a session takes place: "Sat, 6 June, 10:00–10:30"."""
    return f"{day(start)}, {start:%H:%M}–{end:%H:%M}"


# --- languages ------------------------------------------------------------------------------------------------------


def pair(name: Any) -> str:
    """Return a pair of languages: "lv-ru" gives "LV–RU"."""
    return str(name).upper().replace("-", "–")


def spoken(language: str, into: Sequence[str]) -> str:
    """Return what a session can be followed in: "Latvian, interpreted into Russian"."""
    names = dict(Language.choices)
    said = str(names.get(language, language))
    if not into:
        return said
    return _("%(language)s, interpreted: %(into)s") % {
        "language": said,
        "into": ", ".join(str(names.get(one, one)).lower() if get_language() != "en" else str(names.get(one, one)) for one in into),
    }


# --- clashes --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Names:
    """What the ids in clashes, reasons and demands are called. Sessions go by their number, or in demands by their key."""

    sessions: Mapping[int, str] = field(default_factory=dict)
    halls: Mapping[int, str] = field(default_factory=dict)
    speakers: Mapping[int, str] = field(default_factory=dict)
    interpreters: Mapping[int, str] = field(default_factory=dict)
    things: Mapping[int, str] = field(default_factory=dict)


CLASHES: Mapping[Kind, Any] = {
    Kind.HALL: gettext_lazy("%(subject)s is taken at that time by “%(other)s”."),
    Kind.SPEAKER: gettext_lazy("%(subject)s is also in “%(other)s” at that time."),
    Kind.SPEAKER_AWAY: gettext_lazy("%(subject)s is not available at that time."),
    Kind.INTERPRETER: gettext_lazy("%(subject)s also interprets “%(other)s” at that time."),
    Kind.INTERPRETER_AWAY: gettext_lazy("The interpreter %(subject)s is not available at that time."),
    Kind.TEAM: gettext_lazy("%(subject)s needs two interpreters of that pair."),
    Kind.BOOTH: gettext_lazy("Interpreters cannot work in %(subject)s."),
    Kind.THING: gettext_lazy("%(subject)s is also needed in “%(other)s” at that time."),
    Kind.THING_UNBOOKED: gettext_lazy("%(subject)s could not be booked: others have it, or it may not be used then."),
    Kind.CAPACITY: gettext_lazy("%(subject)s is too small for the people expected."),
    Kind.OUTSIDE: gettext_lazy("It is outside of the event's opening hours."),
    Kind.BREAK: gettext_lazy("Everybody has a break then: “%(other)s”."),
}


def clash(one: Clash, names: Names) -> str:
    """Return a warning as a sentence."""
    sources: Mapping[Kind, Callable[[Any], str]] = {
        Kind.HALL: names.halls.__getitem__,
        Kind.BOOTH: names.halls.__getitem__,
        Kind.CAPACITY: names.halls.__getitem__,
        Kind.SPEAKER: names.speakers.__getitem__,
        Kind.SPEAKER_AWAY: names.speakers.__getitem__,
        Kind.INTERPRETER: names.interpreters.__getitem__,
        Kind.INTERPRETER_AWAY: names.interpreters.__getitem__,
        Kind.TEAM: pair,
        Kind.THING: names.things.__getitem__,
        Kind.THING_UNBOOKED: names.things.__getitem__,
    }
    subject = sources[one.kind](one.subject) if one.kind in sources else ""
    return str(CLASHES[one.kind]) % {"subject": subject, "other": names.sessions.get(one.other or 0, "")}


# --- a draft's reasons and its contradictions -------------------------------------------------------------------------

REASONS: Mapping[str, Any] = {
    "fixed": gettext_lazy("you fixed it there"),
    "only_hall": gettext_lazy("the only room that suits it"),
    "large_enough": gettext_lazy("large enough for the people expected"),
    "booth": gettext_lazy("interpreters can work there"),
    "speaker_away": gettext_lazy("its speakers are available then"),
    "thing_booked": gettext_lazy("its equipment is free then"),
    "interpreters": gettext_lazy("its interpreters are free then"),
    "track": gettext_lazy("near its track"),
    "free": gettext_lazy("nothing bound it"),
}

DEMANDS: Mapping[str, Any] = {
    "placed": gettext_lazy("“%(session)s” takes place."),
    "break": gettext_lazy("Nothing else takes place during “%(session)s”."),
    "interpreted": gettext_lazy("“%(session)s” has two interpreters for each pair of languages."),
    "booth": gettext_lazy("“%(session)s” is in a room where interpreters can work."),
    "capacity": gettext_lazy("“%(session)s” is in a room that is large enough."),
    "fixed": gettext_lazy("“%(session)s” stays where it is fixed."),
    "speaker": gettext_lazy("%(speaker)s is in one place at a time."),
    "speaker_busy": gettext_lazy("%(speaker)s is not called upon when not available."),
    "thing": gettext_lazy("%(thing)s is in one place at a time."),
    "thing_busy": gettext_lazy("%(thing)s is left to those who have booked it."),
    "interpreter_busy": gettext_lazy("The interpreter %(interpreter)s is not called upon when not available."),
}


def reasons(words: Sequence[str]) -> str:
    """Return why a session stands where a draft has it."""
    said = ", ".join(str(REASONS[word]) for word in words if word in REASONS)
    return said[:1].upper() + said[1:]


def demand(kind: str, subject: int, names: Names) -> str:
    """Return one of the demands that contradict each other, as a sentence. Sessions go by their key in `names`."""
    known = {
        "session": names.sessions.get(subject, "–"),
        "speaker": names.speakers.get(subject, "–"),
        "thing": names.things.get(subject, "–"),
        "interpreter": names.interpreters.get(subject, "–"),
    }
    return str(DEMANDS[kind]) % known


# --- what has changed since -------------------------------------------------------------------------------------------


def change(one: Change, before: Programme | None, after: Programme) -> str:
    """Return one difference between two released versions as a sentence."""
    source = after.by_number if one.number in after.by_number else (before.by_number if before else {})
    part = source.get(one.number)
    title = part.title if part else f"#{one.number}"

    def hall(programme: Programme | None, key: int | None) -> str:
        return next((hall.name for hall in (programme.halls if programme else ()) if hall.id == key), _("no room"))

    def at(said: Sequence[Any]) -> str:
        return when(datetime.fromisoformat(said[0]), datetime.fromisoformat(said[1]))

    match one.kind:
        case "new":
            return _("New: “%(title)s”, %(when)s, %(hall)s.") % {"title": title, "when": at(one.after), "hall": hall(after, one.after[2])}
        case "gone":
            return _("No longer in the programme: “%(title)s” (%(when)s).") % {"title": title, "when": at(one.before)}
        case "moved":
            return _("“%(title)s” is now %(after)s (was %(before)s).") % {"title": title, "after": at(one.after), "before": at(one.before)}
        case "hall":
            return _("“%(title)s” is now in %(after)s (was %(before)s).") % {
                "title": title,
                "after": hall(after, one.after),
                "before": hall(before, one.before),
            }
        case "title":
            language = get_language() or default_language()
            return _("“%(before)s” is now called “%(title)s”.") % {"title": title, "before": text_in(one.before, language)}
        case "speakers":
            return _("“%(title)s”: other speakers.") % {"title": title}
        case "language":
            return _("“%(title)s”: other languages.") % {"title": title}
    return _("“%(title)s”: another description.") % {"title": title}
