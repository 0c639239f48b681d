"""The picture underneath: drawn anew from its pixels, so that nothing else of the file stays, and set to scale."""

from datetime import datetime
from decimal import Decimal
from math import hypot
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor, log
from common import pictures
from common.errors import Invalid
from common.files import MB, PICTURES, check
from fairs.fairground.models import Ground
from fairs.fairground.operations.locking import take

LARGEST = 15 * MB


def set_picture(*, ground: Ground, file: Any, name: str, width_m: Decimal | None, by: Actor, at: datetime) -> Ground:
    """Put a picture under the plan, `width_m` metres wide (as wide as the ground where nothing is said), its corner in the ground's.

    Raises:
        UnusableFile: it is no picture, too large, damaged, or not what its name says.
    """
    check(file, name=name, allowed=PICTURES, max_bytes=LARGEST)
    drawn = pictures.draw(file)
    with transaction.atomic():
        found = take(ground, at)
        found.background.save("plan.jpg", ContentFile(drawn.full), save=False)
        found.background_ratio = (Decimal(drawn.height) / drawn.width).quantize(Decimal("0.00001"))
        found.background_width_m = width_m or found.width_m
        found.background_x_m = found.background_y_m = Decimal(0)
        found.save()
        log(by=by, at=at, action="ground.picture", subject=found, event=found.event, after={"width_m": found.background_width_m})
    return found


@transaction.atomic
def calibrate(
    *, ground: Ground, first: tuple[float, float], second: tuple[float, float], metres: Decimal, by: Actor, at: datetime
) -> Ground:
    """Scale the picture so that two of its points, given as shares of its width and height (0 to 1), lie `metres` apart.

    Raises:
        Invalid: there is no picture, or the points are too close together to measure by.
    """
    found = take(ground, at)
    if not found.background or not found.background_ratio:
        raise Invalid(_("There is no picture underneath yet."), code="no_picture")
    apart = hypot(second[0] - first[0], (second[1] - first[1]) * float(found.background_ratio))
    width = Decimal(metres) / Decimal(apart) if apart > 0.01 else Decimal(0)
    if not 1 <= width <= 5000:
        raise Invalid(_("Choose two points further apart, and give the metres between them."), code="too_close")
    before = found.background_width_m
    found.background_width_m = width.quantize(Decimal("0.01"))
    found.save(update_fields=["background_width_m"])
    log(
        by=by,
        at=at,
        action="ground.picture",
        subject=found,
        event=found.event,
        before={"width_m": before},
        after={"width_m": found.background_width_m},
    )
    return found


@transaction.atomic
def take_picture_off(*, ground: Ground, by: Actor, at: datetime) -> Ground:
    """Take the picture away; the plan stays."""
    found = take(ground, at)
    found.background.delete(save=False)
    found.background, found.background_ratio, found.background_width_m = "", None, None
    found.save()
    log(by=by, at=at, action="ground.picture", subject=found, event=found.event, after={"picture": None})
    return found
