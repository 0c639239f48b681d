"""The addresses of all rooms of fairs: organisers' (below /desk/<slug>/), makers' and everybody's (below /calls/)."""

from fairs.calls.urls import public as calls
from fairs.fairday.desk_urls import desk as fairday_desk
from fairs.fairday.urls import public as fairday
from fairs.offers.desk_urls import desk as offers_desk
from fairs.offers.urls import public as offers

desk = offers_desk + fairday_desk

# "applications/" before the calls' own addresses
public = offers + fairday + calls
