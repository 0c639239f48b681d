"""The addresses of all rooms of fairs: organisers' (/desk/<slug>/…), jurors' (/jury/…), makers' and everybody's (/calls/…)."""

from fairs.allocation.desk_urls import desk as allocation_desk
from fairs.fairday.desk_urls import desk as fairday_desk
from fairs.fairday.urls import public as fairday
from fairs.jury.desk_urls import desk as jury_desk
from fairs.jury.urls import jury
from fairs.offers.desk_urls import desk as offers_desk
from fairs.offers.urls import public as offers

__all__ = ["desk", "jury", "public"]

desk = jury_desk + allocation_desk + offers_desk + fairday_desk

public = offers + fairday
