"""Beginning an application and saving it page by page; agreeing to share a stall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor
from accounts.people.models import Person
from common.errors import Invalid, Refused, Stale
from common.languages import fold
from exhibitors.models import Exhibitor, Photo
from fairs.calls import queries
from fairs.calls.models import Application, ApplicationPhoto, Call, Companion, Wish
from fairs.calls.operations.quoting import snapshot
from fairs.calls.queries.making import keeps_group
from fairs.calls.rules import Phase
from ticketing.events.operations import refuse_if_locked

COPIED = (
    "craft", "product", "assortment", "price_range", "own_making_percent", "stalls_min", "stalls_max", "front_m", "depth_m",
    "own_tent", "tent_note", "power_kw", "appliances", "needs_water", "has_fire", "needs_step_free", "vehicle_plate",
    "vehicle_length_m", "vehicle_stays", "anywhere", "demonstrates", "demonstration", "demonstration_times",
)  # fmt: skip


class Closed(Refused):
    """The call takes no applications on the web at this time; the organiser's staff still can."""

    code = "call_closed"


class AlreadyApplied(Refused):
    """The exhibitor has an application at this call; `facts` hold its key."""

    code = "already_applied"


class BeingDecided(Refused):
    """Jurors score or the organiser decides, so no maker changes an application that is sent; staff still can."""

    code = "being_decided"


def refuse_if_closed(call: Call, at: datetime) -> None:
    """Raise `Closed`, in words that say when, unless makers may write on the web."""
    match queries.phase_of(call, at):
        case Phase.OPEN | Phase.LATE:
            return
        case Phase.COMING | Phase.HIDDEN:
            raise Closed(_("This call is not open yet."))
    closed_at = (call.late_until or call.closes_at).astimezone(call.event.tz)
    raise Closed(
        _("The call closed on %(when)s. Write to the organiser if something has to change: %(contact)s")
        % {"when": f"{closed_at:%d.%m.%Y %H:%M}", "contact": call.event.contact_email or call.event.partner}
    )


def _refuse_if_decided(application: Application) -> None:
    """Raise the one refusal that all makers get who have sent theirs, once deciding has begun, whatever became of their own."""
    if application.shown_state == Application.State.SUBMITTED and queries.is_being_decided(application.call):
        raise BeingDecided(_("The applications are being decided upon, so all that were sent stay as they are."))


@transaction.atomic
def begin(
    *,
    call: Call,
    exhibitor: Exhibitor,
    by: Actor,
    at: datetime,
    source: str = Application.Source.WEB,
    earlier: Application | None = None,
) -> Application:
    """Begin a draft, empty or from what the exhibitor sent to an earlier fair. Staff may begin one at any time.

    The goods group is taken over where the earlier application is less than a year old and the group is there by its code.

    Raises:
        AlreadyApplied: there is one already.
        Closed: a maker comes too early or too late.
        events.operations.Locked: the partner is suspended.
    """
    refuse_if_locked(call.event, at)
    if source == Application.Source.WEB:
        refuse_if_closed(call, at)
    Call.objects.select_for_update().get(pk=call.pk)  # two at once would want the same number
    open_one = Application.objects.filter(call=call, exhibitor=exhibitor).exclude(state__in=["withdrawn", "cancelled"]).first()
    if open_one is not None:
        raise _already(open_one.pk)
    last = Application.objects.filter(call=call).aggregate(last=Max("number"))["last"] or 0
    made = Application(
        call=call,
        exhibitor=exhibitor,
        number=last + 1,
        source=source,
        language=exhibitor.language,
        entered_by=by if isinstance(by, Person) and source != Application.Source.WEB else None,
        created_at=at,
        changed_at=at,
        craft=exhibitor.craft,
        front_m=call.module_m,
    )
    if earlier is not None:
        _take_over(made, earlier, at)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise _already(None) from error
    _log(made, by, at, "application.begun", after={"source": source})
    return made


def _already(pk: int | None) -> AlreadyApplied:
    return AlreadyApplied(_("There is an application of this maker already. Go on with that one."), facts={"application": pk})


def _take_over(made: Application, earlier: Application, at: datetime) -> None:
    for name in COPIED:
        setattr(made, name, getattr(earlier, name))
    most = made.call.most_stalls
    made.stalls_max = min(made.stalls_max, most)
    made.stalls_min = min(made.stalls_min, most)
    made.add_ons = {
        code: number for code, number in earlier.add_ons.items() if code in set(made.call.add_ons.values_list("code", flat=True))
    }
    if earlier.goods_group and keeps_group(earlier, at):
        made.goods_group = made.call.goods_groups.filter(code=earlier.goods_group.code).first()


@dataclass(frozen=True, slots=True)
class Lists:
    """What hangs on an application beside its own fields; None is left as it is."""

    wishes: Sequence[Mapping[str, Any]] | None = None
    companions: Sequence[tuple[str, str]] | None = None  # kind and who, as written
    photos: Sequence[Photo] | None = None
    days: Sequence[Any] | None = None


@transaction.atomic
def save(
    *,
    application: Application,
    facts: Mapping[str, Any],
    revision: int,
    by: Actor,
    at: datetime,
    lists: Lists | None = None,
    by_staff: bool = False,
) -> Application:
    """Save one page of an application. `revision` is the one the page was opened with. The price of a sent one is computed anew.

    Raises:
        Closed: the deadline has passed, for makers.
        BeingDecided: it is sent and deciding has begun, for makers.
        Refused: it has been decided upon and can no longer be changed (`not_editable`).
        Stale: it was saved in another window meanwhile.
        Invalid: more stalls or pictures than the call allows, or the price list has no price for it.
        events.operations.Locked: the partner is suspended.
    """
    call = application.call
    refuse_if_locked(call.event, at)
    if not by_staff:
        refuse_if_closed(call, at)
        _refuse_if_decided(application)
    lists = lists or Lists()
    _check(call, facts, lists)
    before, after = history.changes(application, facts) if application.state != Application.State.DRAFT else ({}, {})
    same = Application.objects.filter(pk=application.pk, revision=revision, state__in=Application.EDITABLE)
    columns = {**facts, "revision": revision + 1, "changed_at": at}
    if not same.update(**columns):
        _explain(application, by_staff)
    for name, value in columns.items():
        setattr(application, name, value)
    _set_lists(application, lists)
    if application.submitted_at is not None:
        application.quote, application.quoted_at = snapshot(application, at), at
        application.save(update_fields=["quote", "quoted_at"])
    if after or (by_staff and not before):
        _log(application, by, at, "application.changed", before=before, after=after)
    return application


def _check(call: Call, facts: Mapping[str, Any], lists: Lists) -> None:
    if facts.get("stalls_max", 1) > call.most_stalls:
        raise Invalid(_("At most %(n)s stalls can be had here.") % {"n": call.most_stalls}, code="too_many_stalls", field="stalls_max")
    if facts.get("stalls_min", 1) > facts.get("stalls_max", call.most_stalls):
        raise Invalid(_("At least is not more than wished."), code="stalls_reversed", field="stalls_min")
    if lists.photos is not None and len(lists.photos) > call.photos_max:
        raise Invalid(_("Choose at most %(n)s pictures.") % {"n": call.photos_max}, code="too_many_photos", field="photos")


def _explain(application: Application, by_staff: bool) -> None:
    """Raise why a save found nothing to save. A maker whose application was moved in this very moment gets the refusal of all."""
    if not by_staff:
        _refuse_if_decided(application)
    state = Application.objects.values_list("state", flat=True).get(pk=application.pk)
    if state in Application.EDITABLE:
        raise Stale(_("This application was saved in another window meanwhile. What you typed is below: look through it and save again."))
    raise Refused(_("This application has been decided upon and can no longer be changed here."), code="not_editable")


def _set_lists(application: Application, lists: Lists) -> None:
    if lists.wishes is not None:
        application.wishes.all().delete()
        Wish.objects.bulk_create(Wish(application=application, rank=rank, **wish) for rank, wish in enumerate(lists.wishes, 1))
    if lists.companions is not None:
        _set_companions(application, lists.companions)
    if lists.photos is not None:
        application.photos.all().delete()
        ApplicationPhoto.objects.bulk_create(
            ApplicationPhoto(application=application, photo=photo, position=place) for place, photo in enumerate(lists.photos)
        )
    if lists.days is not None:
        application.days.set(lists.days)


def _set_companions(application: Application, wanted: Sequence[tuple[str, str]]) -> None:
    """Keep those that stay as they are, with the answer already given."""
    present = {(one.kind, one.named): one for one in application.companions.all()}
    for gone in present.keys() - set(wanted):
        present[gone].delete()
    Companion.objects.bulk_create(
        Companion(application=application, kind=kind, named=named, exhibitor=_known(named, application))
        for kind, named in dict.fromkeys(wanted)
        if (kind, named) not in present
    )


def _known(named: str, application: Application) -> Exhibitor | None:
    """Return the one exhibitor that is meant by an e-mail address or a whole name, in whatever script; None where unsure."""
    others = Exhibitor.objects.exclude(pk=application.exhibitor_id)
    if "@" in named:
        found = list(others.filter(email__iexact=named.strip())[:2])
    else:
        words = sorted(fold(named).split())
        names = ("name", "name_latin", "name_latvian", "name_shown")
        found = [one for one in others.matching(named)[:20] if any(sorted(fold(getattr(one, name)).split()) == words for name in names)]
    return found[0] if len(found) == 1 else None


@transaction.atomic
def answer_share(*, companion: Companion, agrees: bool, by: Actor, at: datetime) -> Companion:
    """Agree, or not, to share another maker's stall. The first answer stands.

    Raises:
        Stale: it was answered already.
        events.operations.Locked: the partner is suspended.
    """
    application = companion.application
    refuse_if_locked(application.call.event, at)
    answer = {"confirmed_at": at} if agrees else {"refused_at": at}
    if not Companion.objects.filter(pk=companion.pk, confirmed_at=None, refused_at=None).update(**answer):
        raise Stale
    for name, value in answer.items():
        setattr(companion, name, value)
    Application.objects.filter(Q(pk=application.pk)).update(revision=F("revision") + 1)
    action = "application.share_agreed" if agrees else "application.share_refused"
    _log(application, by, at, action, after={"name": str(companion.exhibitor or companion.named)})
    return companion


def _log(application: Application, by: Actor, at: datetime, action: str, **sides: Mapping[str, Any]) -> None:
    event = application.call.event
    history.log(by=by, at=at, action=action, subject=application, partner=event.partner, event=event, **sides)
