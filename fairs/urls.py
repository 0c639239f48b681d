"""The addresses of all rooms of fairs: organisers' (below /desk/<slug>/), makers' and everybody's (below /calls/)."""

from fairs.fairday.desk_urls import desk as fairday_desk
from fairs.fairday.urls import public as fairday
from fairs.fairground.desk_urls import desk as fairground_desk
from fairs.offers.desk_urls import desk as offers_desk
from fairs.offers.urls import public as offers

desk = fairground_desk + offers_desk + fairday_desk

public = offers + fairday
