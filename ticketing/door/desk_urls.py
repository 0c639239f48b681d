"""Addresses of the desk's pages about gates, phones and the day, below /desk/."""

from django.urls import path

from ticketing.door import desk as views
from ticketing.door import desk_clashes as clashes
from ticketing.door import desk_live as day

desk = [
    path("<slug:slug>/gates/", views.gates, name="gates"),
    path("<slug:slug>/gates/areas/new/", views.area, name="new_area"),
    path("<slug:slug>/gates/areas/<int:area_id>/", views.area, name="area"),
    path("<slug:slug>/gates/new/", views.gate, name="new_gate"),
    path("<slug:slug>/gates/<int:gate_id>/", views.gate, name="gate"),
    path("<slug:slug>/gates/guide-<str:language>.pdf", views.guide, name="door_guide"),
    path("<slug:slug>/gates/number/", views.pin, name="pin"),
    path("<slug:slug>/gates/phones/new/", views.new_device, name="new_device"),
    path("<slug:slug>/gates/phones/<int:device_id>/", views.device, name="device"),
    path("<slug:slug>/live/", day.live, name="live"),
    path("<slug:slug>/live/clashes/", clashes.clashes, name="clashes"),
    path("<slug:slug>/live/clashes.<str:kind>", clashes.clashes_file, name="clashes_file"),
    path("<slug:slug>/live/clashes/<int:scan_id>/", clashes.decide, name="clash"),
    path("<slug:slug>/tickets/<int:serial>/scans/", day.ticket_scans, name="ticket_scans"),
]
