"""Addresses of the desk's page of badges, below /desk/."""

from django.urls import path

from ticketing.tickets import desk as views

desk = [
    path("<slug:slug>/badges/", views.badges, name="badges"),
    path("<slug:slug>/badges/<int:run_id>/progress/", views.print_progress, name="print_progress"),
    path("<slug:slug>/badges/<int:run_id>/stop/", views.stop_print, name="stop_print"),
    path("<slug:slug>/badges/<int:run_id>.pdf", views.printed, name="printed"),
    path("<slug:slug>/tickets/<int:serial>/label.pdf", views.label, name="ticket_label"),
]
