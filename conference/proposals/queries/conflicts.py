"""Who must not score whom: conflicts of interest, declared or found."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from common.languages import fold
from common.masking import phrase, stems
from conference.proposals import rules
from conference.proposals.models import Author, Proposal, ProposalCall, Review, Reviewer


def hidden_words(authors: Iterable[Author]) -> tuple[frozenset[str], list[tuple[str, ...]]]:
    """Return what tells who wrote a proposal, for `common.masking`: the words of names and addresses, and organisations as phrases."""
    words, phrases = [], []
    for author in authors:
        account, _at, host = author.email.partition("@")
        words += [author.name, author.name_other, account, host.rpartition(".")[0]]
        phrases.append(phrase(author.organisation))
    return stems(words), [row for row in phrases if row]


def _of_author(author: Author) -> rules.Party:
    return rules.Party(
        emails=frozenset({author.email.casefold()}),
        names=[frozenset(fold(name).split()) for name in (author.name, author.name_other) if name],
        organisations=frozenset({fold(author.organisation)} - {""}),
    )


def _of_reviewer(reviewer: Reviewer) -> rules.Party:
    person = reviewer.person
    return rules.Party(
        emails=frozenset({person.email.casefold()}),
        names=[frozenset(fold(person.name).split())] if person.name else [],
        organisations=frozenset({fold(reviewer.organisation)} - {""}),
    )


def conflicts(call: ProposalCall, reviewers: Collection[Reviewer], proposals: Collection[Proposal]) -> dict[tuple[int, int], str]:
    """Return the ground of each conflict by (proposal, reviewer): "declared", or how it was found. Two statements.

    `reviewers` come with their persons.
    """
    wanted = {one.pk for one in proposals}
    declared = Review.objects.filter(phase__call=call, has_conflict=True, reviewer__in=reviewers, proposal__in=wanted)
    found = dict.fromkeys(declared.values_list("proposal", "reviewer"), "declared")
    authors: dict[int, list[Author]] = defaultdict(list)
    together: dict[int, set[str]] = defaultdict(set)
    for author in Author.objects.filter(proposal__call=call).exclude(proposal__state=Proposal.State.WITHDRAWN):
        authors[author.proposal_id].append(author)
        together[author.proposal_id].add(author.email.casefold())
    parties = {pk: [_of_author(author) for author in authors[pk]] for pk in wanted}
    for reviewer in reviewers:
        me = _of_reviewer(reviewer)
        colleagues = {email for group in together.values() if me.emails & group for email in group} - me.emails
        for pk, written in parties.items():
            ground = next(filter(None, (rules.conflict_ground(me, party, colleagues) for party in written)), "")
            if ground:
                found[pk, reviewer.pk] = ground
    return found
