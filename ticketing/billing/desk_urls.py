"""Addresses of the desk's pages about one order and about money, below /desk/."""

from django.urls import path

from ticketing.billing import desk as views
from ticketing.billing import desk_accounts as accounts

desk = [
    path("<slug:slug>/orders/<str:code>/", views.order, name="order"),
    path("<slug:slug>/orders/<str:code>/change/", views.change_order, name="change_order"),
    path("<slug:slug>/orders/<str:code>/pay/", views.pay, name="pay"),
    path("<slug:slug>/orders/<str:code>/settle/", views.settle, name="settle"),
    path("<slug:slug>/money/", views.money, name="money"),
    path("<slug:slug>/money.<str:kind>", views.ledger_file, name="ledger_file"),
]

partner_desk = [
    path("<slug:code>/accounts/", accounts.accounts, name="accounts"),
    path("<slug:code>/accounts/new/", accounts.new_account, name="new_account"),
    path("<slug:code>/accounts/<int:pk>/", accounts.account, name="account"),
    path("<slug:code>/accounts/<int:pk>/close/", accounts.close_account, name="close_account"),
]
"""Below /desk/partners/, beside the partner's own pages."""
