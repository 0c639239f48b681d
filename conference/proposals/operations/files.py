"""Files of a proposal: checked as everywhere, kept under names that tell nothing, pictures drawn anew."""

from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.history.operations import Actor
from common import files, pictures
from common.errors import Refused
from conference.proposals.models import Proposal, ProposalFile
from conference.proposals.operations.filling import Closed, may_edit
from conference.proposals.operations.noting import locked, log
from ticketing.events.operations import refuse_if_locked

MOST_FILES = 8
MAX_BYTES = 20 * files.MB
TAKEN = {
    ProposalFile.Kind.PAPER: files.DOCUMENTS,
    ProposalFile.Kind.SLIDES: frozenset({files.Kind.PDF}),
    ProposalFile.Kind.PICTURE: files.PICTURES,
}
"""What is taken as what. Slides as PDF only: they open everywhere, and nothing in them runs."""

AFTERWARDS = timedelta(days=30)
"""How long after an event slides and papers are still taken."""

_COMING = (Proposal.State.ACCEPTED, Proposal.State.CONFIRMED)


@transaction.atomic
def add_file(
    *, proposal: Proposal, kind: str, file: BinaryIO, name: str, by: Actor, at: datetime, may_publish: bool = False
) -> ProposalFile:
    """Keep a file: while the proposal may be edited, or slides and papers once it is accepted, until a month after the event.

    Raises:
        Closed: nothing is taken now.
        Refused: there are eight already (`too_many_files`).
        UnusableFile: empty, too large, damaged, another kind, or not what its name says (see common.files).
    """
    now = locked(proposal)
    _refuse_unless_taken(now, kind, at)
    checked = files.check(file, name=name, allowed=TAKEN[ProposalFile.Kind(kind)], max_bytes=MAX_BYTES)
    if now.files.count() >= MOST_FILES:
        raise Refused(_("There are eight files already. Remove one first."), code="too_many_files", field="file")
    is_picture = kind == ProposalFile.Kind.PICTURE
    content = pictures.draw(file).full if is_picture else file.read()
    one = ProposalFile(proposal=now, kind=kind, name=checked.name, size=len(content), may_publish=may_publish, added_at=at)
    one.file.save(f"{uuid4().hex}.{'jpg' if is_picture else checked.kind}", ContentFile(content), save=False)
    one.save()
    log(now, by, at, "proposal.file_added", after={"kind": kind, "name": one.name})
    return one


@transaction.atomic
def remove_file(*, file: ProposalFile, by: Actor, at: datetime) -> None:
    """Take a file away with its content.

    Raises:
        Closed: nothing may be changed now.
    """
    now = locked(file.proposal)
    _refuse_unless_taken(now, file.kind, at)
    stored, storage = str(file.file.name), file.file.storage
    log(now, by, at, "proposal.file_removed", before={"kind": file.kind, "name": file.name})
    file.delete()
    transaction.on_commit(lambda: storage.delete(stored), robust=True)


@transaction.atomic
def allow_publishing(*, file: ProposalFile, may_publish: bool, by: Actor, at: datetime) -> None:
    """Give or take back the consent to publish a file; at any time."""
    if ProposalFile.objects.filter(pk=file.pk).exclude(may_publish=may_publish).update(may_publish=may_publish):
        proposal = locked(file.proposal)
        log(proposal, by, at, "proposal.file_consent", after={"name": file.name, "may_publish": may_publish})


def takes_files(proposal: Proposal, kind: str, at: datetime) -> bool:
    """Tell whether a file of a kind is taken now."""
    is_coming = proposal.shown_state in _COMING and at < proposal.call.event.ends_at + AFTERWARDS
    return may_edit(proposal, at) or (is_coming and kind != ProposalFile.Kind.PICTURE)


def _refuse_unless_taken(proposal: Proposal, kind: str, at: datetime) -> None:
    refuse_if_locked(proposal.call.event, at)
    if not takes_files(proposal, kind, at):
        raise Closed(_("No files are taken for this proposal now."))
