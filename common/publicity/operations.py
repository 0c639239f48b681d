"""Entering the notices that funders ask for. Nothing is logged here: the log lives on a floor above."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath

from django.contrib.staticfiles import finders
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from common.errors import Invalid
from common.languages import Language, default_language
from common.publicity.models import Notice
from common.publicity.queries import FOLDER, PUBLISHER
from common.publicity.rules import Period


def add(
    *,
    name: str,
    valid_from: date,
    texts: Mapping[str, str],
    logos: Sequence[str],
    valid_until: date | None = None,
    country: str = "",
) -> Notice:
    """Add a notice. The arguments are those of `change`.

    Raises:
        Invalid: as for `change`.
    """
    notice = Notice(name=name)
    return change(notice=notice, name=name, valid_from=valid_from, valid_until=valid_until, texts=texts, logos=logos, country=country)


def change(
    *,
    notice: Notice,
    name: str,
    valid_from: date,
    texts: Mapping[str, str],
    logos: Sequence[str],
    valid_until: date | None = None,
    country: str = "",
) -> Notice:
    """Set everything a notice says.

    Args:
        valid_until: first day it is no longer valid; None for open end.
        texts: wording by language; `{publisher}` stands for who publishes. The default language is needed.
        logos: names of files in static/img/publicity, in order.
        country: only for publishers of this country; empty for all.

    Raises:
        Invalid: the period ends before it begins or overlaps another for the same publishers, the name is taken,
            a text does not name the publisher, a logo is not there.
    """
    if valid_until is not None and valid_until <= valid_from:
        raise Invalid(_("The period must end after it begins."), code="ends_before_start", field="valid_until")
    _check_texts(texts)
    for logo in logos:
        if PurePosixPath(logo).name != logo or finders.find(FOLDER + logo) is None:
            raise Invalid(_("There is no logo “%(name)s”.") % {"name": logo}, code="unknown_logo", field="logos")
    period = Period(country, valid_from, valid_until)
    with transaction.atomic():
        for other in Notice.objects.select_for_update().exclude(pk=notice.pk):
            if other.name == name:
                raise Invalid(_("Another notice has this name."), code="name_taken", field="name")
            if period.meets(Period(other.country, other.valid_from, other.valid_until)):
                raise Invalid(
                    _("On some of these days “%(name)s” is in force already.") % {"name": other.name}, code="overlaps", field="valid_from"
                )
        notice.name, notice.country = name, country
        notice.valid_from, notice.valid_until = valid_from, valid_until
        notice.logos = list(logos)
        for language in Language.values:
            setattr(notice, f"text_{language}", texts.get(language, ""))
        notice.save()
    return notice


def _check_texts(texts: Mapping[str, str]) -> None:
    if not texts.get(default_language()):
        raise Invalid(_("The text in the site's first language is missing."), code="text_missing", field=f"text_{default_language()}")
    for language, text in texts.items():
        if text and PUBLISHER not in text:
            raise Invalid(
                _("The text must name who answers for the content: write {publisher} there."),
                code="publisher_missing",
                field=f"text_{language}",
            )
