"""What makers type into an application, step by step: checks of shape only."""

from collections.abc import Mapping

from fairs.calls.forms.begin import BeginForm, WithdrawForm
from fairs.calls.forms.goods import GoodsForm, PicturesForm
from fairs.calls.forms.more import MoreForm, PapersForm
from fairs.calls.forms.place import NeedsForm, PlaceForm
from fairs.calls.forms.step import StepForm
from fairs.calls.forms.wishes import WishesForm

STEPS: Mapping[str, type[StepForm]] = {
    "goods": GoodsForm,
    "pictures": PicturesForm,
    "place": PlaceForm,
    "needs": NeedsForm,
    "wishes": WishesForm,
    "more": MoreForm,
    "papers": PapersForm,
}
"""The form of each page of an application, in order, by the words of `completeness.STEPS`."""

__all__ = ["STEPS", "BeginForm", "StepForm", "WishesForm", "WithdrawForm"]
