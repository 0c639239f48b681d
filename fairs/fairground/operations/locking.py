"""Taking a ground for a change: its row is locked, so that two organisers' changes come one after the other."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from common.errors import Stale
from fairs.fairground.models import Ground


def take(ground: Ground, at: datetime, version: int | None = None) -> Ground:
    """Lock the ground's row, raise its version and return it, read anew; to be called within the transaction of the change.

    Raises:
        Stale: the ground is not at `version` any more; `facts` has its version now.
    """
    found = Ground.objects.select_for_update().get(pk=ground.pk)
    if version is not None and found.version != version:
        raise Stale(
            _("Somebody else has changed the plan since you opened it. Your changes are kept here; look at theirs and save again."),
            facts={"version": found.version},
        )
    found.version += 1
    found.changed_at = at
    found.save(update_fields=["version", "changed_at"])
    return found
