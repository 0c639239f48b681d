"""What concerns an exhibitor in all rooms at once: two profiles become one; a profile is deleted."""

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models.deletion import ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts.history import operations as history
from accounts.history.operations import Actor, about
from accounts.models import Entry
from accounts.people.models import Person
from common.errors import Invalid, Refused
from exhibitors import signals
from exhibitors.documents import operations as documents
from exhibitors.documents.models import Paper
from exhibitors.profiles import operations as profiles
from exhibitors.profiles import rules
from exhibitors.profiles.models import Acquaintance, Exhibitor, Keeper
from exhibitors.works import operations as works
from exhibitors.works.models import Photo

_NOT_FILLED = {"id", "search", "created_at", "public_fields", "kind", "legal_form", "language", "country", "craft"}


class StillNeeded(Refused):
    """Something above holds the exhibitor, so its row cannot go."""

    code = "still_needed"


def merge(*, keep: Exhibitor, drop: Exhibitor, by: Person, at: datetime) -> Exhibitor:
    """Make one exhibitor of two: what `drop` has moves to `keep`, whose own facts win; then `drop` is deleted.

    Rooms above hear `exhibitors_merged` inside the transaction and move what is theirs.

    Raises:
        Invalid: both are the same row.
        StillNeeded: something above holds on to `drop`; nothing is changed then.
    """
    if keep.pk == drop.pk:
        raise Invalid(_("Choose two different profiles."), code="same_profile")
    try:
        with transaction.atomic():
            locked = Exhibitor.objects.select_for_update(of=("self",)).order_by("pk").in_bulk([keep.pk, drop.pk])
            if len(locked) < 2:
                raise Invalid(_("One of the two profiles is no longer there."), code="gone")
            keep, drop = locked[keep.pk], locked[drop.pk]
            works.take_over(keep=keep, drop=drop)
            documents.take_over(keep=keep, drop=drop, at=at)
            _take_people(keep, drop)
            crafts = list(keep.crafts.all()) + [craft for craft in (drop.craft, *drop.crafts.all()) if craft]
            unlike = [craft for craft in dict.fromkeys(crafts) if craft.pk != keep.craft_id][: rules.MOST_CRAFTS]
            keep = profiles.change(exhibitor=keep, facts=_blanks_filled(keep, drop), crafts=unlike, by=by, at=at)
            signals.exhibitors_merged.send(sender=Exhibitor, keep=keep, drop=drop)
            history.log(by=by, at=at, action="exhibitor.merged", subject=keep, after={"merged": about(drop)})
            drop.delete()
    except ProtectedError as error:
        raise StillNeeded(
            _("The two profiles cannot be merged: the second one is still held by %(what)s. Settle that first.")
            % {"what": _named(error.protected_objects)}
        ) from error
    return keep


def _take_people(keep: Exhibitor, drop: Exhibitor) -> None:
    known = keep.keepers.values("person")
    Keeper.objects.filter(exhibitor=drop).exclude(person__in=list(known.values_list("person", flat=True))).update(exhibitor=keep)
    partners = list(keep.acquaintances.values_list("partner", flat=True))
    Acquaintance.objects.filter(exhibitor=drop).exclude(partner__in=partners).update(exhibitor=keep)


def _blanks_filled(keep: Exhibitor, drop: Exhibitor) -> dict[str, Any]:
    """Return the facts that only `drop` has. A main craft is taken only where `keep` has none."""
    names = [field.name for field in Exhibitor._meta.concrete_fields if field.name not in _NOT_FILLED and field.name != "about"]
    facts = {name: getattr(drop, name) for name in names if not getattr(keep, name) and getattr(drop, name)}
    if keep.craft_id is None and drop.craft_id is not None:
        facts["craft"] = drop.craft
    if keep.name != drop.name and not keep.name_latin and not drop.name_latin and not rules.has_cyrillic(drop.name):
        facts["name_latin"] = drop.name if rules.has_cyrillic(keep.name) else ""
    return facts


def erase(*, exhibitor: Exhibitor, by: Actor, at: datetime) -> None:
    """Delete a profile with its pictures, works, papers, consents and log, on its maker's wish.

    Raises:
        StillNeeded: something above must keep it (an application, a stall); it says what.
    """
    try:
        with transaction.atomic():
            photos = list(Photo.objects.filter(exhibitor=exhibitor))
            papers = [paper.file for paper in Paper.objects.filter(exhibitor=exhibitor)]
            word = about(exhibitor)
            Exhibitor.objects.get(pk=exhibitor.pk).delete()
            Entry.objects.filter(about=word).update(before={}, after={})
            history.log(by="maker", at=at, action="exhibitor.erased", subject=exhibitor)

            def drop_files() -> None:
                works.drop_files(photos)
                for file in papers:
                    if file.name:
                        file.storage.delete(file.name)

            transaction.on_commit(drop_files, robust=True)
    except ProtectedError as error:
        raise StillNeeded(
            _(
                "The profile cannot be deleted yet: %(what)s must be kept, since organisers have to show who took part. "
                "Ask the organiser of that fair; you can already remove pictures, works and papers and hide everything public."
            )
            % {"what": _named(error.protected_objects)}
        ) from error


def _named(rows: Any) -> str:
    """Return what kinds of things hold a row, and how many of each."""
    kinds: dict[type[models.Model], int] = {}
    for row in rows:
        kinds[type(row)] = kinds.get(type(row), 0) + 1
    return ", ".join(f"{kind._meta.verbose_name_plural} ({count})" for kind, count in kinds.items())
