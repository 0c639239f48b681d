"""Addresses of the desk's pages about tills and shifts, below /desk/."""

from django.urls import path

from ticketing.tills import desk as views

desk = [
    path("<slug:slug>/shifts/", views.shifts, name="shifts"),
    path("<slug:slug>/shifts.<str:kind>", views.shifts_file, name="shifts_file"),
    path("<slug:slug>/shifts/<int:shift_id>/", views.shift, name="shift"),
    path("<slug:slug>/shifts/<int:shift_id>/act/", views.shift_act, name="shift_act"),
    path("<slug:slug>/shifts/<int:shift_id>/refund/", views.shift_refund, name="shift_refund"),
    path("<slug:slug>/shifts/<int:shift_id>/count/", views.count, name="shift_count"),
    path("<slug:slug>/shifts/<int:shift_id>/report.pdf", views.shift_pdf, name="shift_pdf"),
    path("<slug:slug>/tills/new/", views.till, name="new_till"),
    path("<slug:slug>/tills/<int:till_id>/", views.till, name="till"),
    path("<slug:slug>/tills/<int:till_id>/open/", views.open_shift, name="open_shift"),
]
