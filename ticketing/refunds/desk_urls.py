"""Addresses of the desk's pages about refunds, below /desk/."""

from django.urls import path

from ticketing.refunds import desk as views

desk = [
    path("<slug:slug>/refunds/", views.refunds, name="refunds"),
    path("<slug:slug>/refunds.<str:kind>", views.refunds_file, name="refunds_file"),
    path("<slug:slug>/refunds/terms/", views.ladder, name="ladder"),
    path("<slug:slug>/refunds/cancelled/", views.called_off, name="called_off"),
    path("<slug:slug>/refunds/moved/", views.answers, name="answers"),
    path("<slug:slug>/refunds/moved.<str:kind>", views.answers_file, name="answers_file"),
    path("<slug:slug>/refunds/<int:refund>/", views.act, name="refund_act"),
    path("<slug:slug>/orders/<str:code>/refund/", views.refund, name="refund"),
]
