"""Moving applications, and what their makers are shown of it."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from common.errors import Invalid, Refused, Stale
from fairs.calls import operations as calls
from fairs.calls.models import Application
from fairs.calls.rules import MOVES, Phase, Times, phase
from fairs.factories import ApplicationFactory

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
State = Application.State


def test_the_table_of_moves_knows_every_state() -> None:
    assert set(MOVES) == set(State.values)
    assert set().union(*MOVES.values()) <= set(State.values)


def test_a_withdrawn_application_stays_withdrawn() -> None:
    assert not MOVES["withdrawn"]
    assert not MOVES["cancelled"]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (datetime(2026, 4, 1, tzinfo=UTC), Phase.COMING),
        (datetime(2026, 5, 1, tzinfo=UTC), Phase.OPEN),
        (datetime(2026, 6, 1, tzinfo=UTC), Phase.LATE),
        (datetime(2026, 6, 8, tzinfo=UTC), Phase.CLOSED),
    ],
)
def test_a_call_closes_the_minute_it_says(at: datetime, found: Phase) -> None:
    times = Times(datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 8, tzinfo=UTC))
    assert phase(times, at) is found


@pytest.mark.django_db
class TestMove:
    def test_a_jurys_move_is_not_shown_to_the_maker(self) -> None:
        application = ApplicationFactory()
        calls.move(application=application, to=State.SELECTED, by="jury", at=NOW, score=Decimal(83))
        application.refresh_from_db()
        assert (application.state, application.shown_state, application.score) == ("selected", "submitted", 83)

    def test_published_decisions_are_shown_once(self) -> None:
        application = ApplicationFactory()
        calls.move(application=application, to=State.REJECTED, by="jury", at=NOW, note="The group is full.")
        assert calls.reveal(applications=[application], by="Anna", at=NOW) == 1
        assert calls.reveal(applications=[application], by="Anna", at=NOW) == 0
        application.refresh_from_db()
        assert (application.shown_state, application.decision_note) == ("rejected", "The group is full.")

    def test_a_move_not_in_the_table_is_refused(self) -> None:
        application = ApplicationFactory()
        with translation.override("en"), pytest.raises(Refused, match="cannot become") as refused:
            calls.move(application=application, to=State.CONFIRMED, by="Anna", at=NOW)
        assert refused.value.code == "not_allowed_now"

    def test_two_who_move_at_once_notice_each_other(self) -> None:
        application = ApplicationFactory()
        same = Application.objects.get(pk=application.pk)
        calls.move(application=application, to=State.SELECTED, by="Anna", at=NOW)
        with pytest.raises(Stale):
            calls.move(application=same, to=State.REJECTED, by="Boris", at=NOW)

    def test_a_rank_is_kept_on_the_waiting_list_only(self) -> None:
        application = ApplicationFactory()
        calls.move(application=application, to=State.WAITING, by="Anna", at=NOW, place_in_list=3)
        assert application.place_in_list == 3
        calls.move(application=application, to=State.OFFERED, by="Anna", at=NOW)
        application.refresh_from_db()
        assert application.place_in_list is None

    def test_a_score_outside_its_range_is_refused(self) -> None:
        with pytest.raises(Invalid):
            calls.set_score(application=ApplicationFactory(), score=Decimal(101), by="jury", at=NOW)
