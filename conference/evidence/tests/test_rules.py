"""Counting people: each once, and no more exactly than the data allow."""

from hypothesis import given
from hypothesis import strategies as st

from conference.evidence import rules
from conference.evidence.rules import Seen

VERA, VERA_AGAIN = Seen(1, "vera@example.org", "vera scukina", "LV"), Seen(2, "vera@example.org", "vera scukina", "LV")
people = st.lists(
    st.builds(
        Seen,
        st.integers(1, 4),
        st.sampled_from(["", "a@x", "b@x"]),
        st.sampled_from(["anna", "vera", "oleg"]),
        st.sampled_from(["LV", "RU"]),
    )
)


@given(people)
def test_the_truth_lies_between(seen: list[Seen]) -> None:
    found = rules.reached(seen)
    assert 0 <= found.least <= found.most <= found.attendances
    assert found.without_email <= found.most
    assert found.events <= max(found.attendances, 0)


@given(people, people)
def test_more_events_never_reach_fewer(seen: list[Seen], more: list[Seen]) -> None:
    assert rules.reached(seen + more).most >= rules.reached(seen).most


@given(people)
def test_who_is_new_at_an_event_was_there(seen: list[Seen]) -> None:
    assert rules.newly(seen, 1) <= len({(one.email, one.name, one.country) for one in seen if one.event == 1})


def test_one_person_at_two_events_is_one() -> None:
    found = rules.reached([VERA, VERA_AGAIN])
    assert (found.events, found.attendances, found.least, found.most) == (2, 2, 1, 1)
    assert found.is_exact
    assert rules.newly([VERA, VERA_AGAIN], 2) == 0
    assert rules.newly([VERA], 1) == 1


def test_a_family_on_one_address_is_one_to_three() -> None:
    found = rules.reached([Seen(1, "x@x", name, "LV") for name in ("anna", "vera", "oleg")])
    assert (found.least, found.most, found.shared) == (1, 3, 1)


def test_a_known_name_without_an_address_may_be_the_same_person() -> None:
    found = rules.reached([VERA, Seen(2, "", "vera scukina", "LV"), Seen(2, "", "anna ozola", "LV")])
    assert (found.least, found.most, found.without_email) == (2, 3, 2)


def test_nobody_is_nobody() -> None:
    assert rules.reached([]) == rules.Reached(0, 0, 0, 0, 0, 0)
    assert rules.tally([]) == []
    assert rules.tally("abba") == [("a", 2), ("b", 2)]
