"""The addresses of all rooms of fairs: organisers' (/desk/<slug>/…), jurors' (/jury/…), makers' and everybody's (/calls/…)."""

from fairs.allocation.desk_urls import desk as allocation_desk
from fairs.allocation.urls import public as allocation
from fairs.calls.desk_urls import desk as calls_desk
from fairs.calls.urls import public as calls
from fairs.fairday.desk_urls import desk as fairday_desk
from fairs.fairday.urls import public as fairday
from fairs.fairground.desk_urls import desk as fairground_desk
from fairs.fairmap.urls import public as fairmap
from fairs.jury.desk_urls import desk as jury_desk
from fairs.jury.urls import jury
from fairs.offers.desk_urls import desk as offers_desk
from fairs.offers.urls import public as offers

__all__ = ["desk", "jury", "public"]

desk = calls_desk + fairground_desk + jury_desk + allocation_desk + offers_desk + fairday_desk

# "applications/" before the calls' own addresses
public = allocation + offers + fairmap + fairday + calls
