"""Addresses of the treasurer's pages about a partner's money, below /desk/; before those of events."""

from django.urls import path

from ticketing.treasury import desk as views

desk = [
    path("treasury/<slug:code>/", views.home, name="treasury"),
    path("treasury/<slug:code>/due/", views.due, name="treasury_due"),
    path("treasury/<slug:code>/due.<str:kind>", views.due_file, name="treasury_due_file"),
    path("treasury/<slug:code>/refunds/", views.refunds, name="treasury_refunds"),
    path("treasury/<slug:code>/refunds.<str:kind>", views.refunds_file, name="treasury_refunds_file"),
    path("treasury/<slug:code>/surplus/", views.promise, name="treasury_promise"),
    path("treasury/<slug:code>/statement/", views.statement, name="treasury_statement"),
    path("treasury/<slug:code>/statement.<str:kind>", views.statement_file, name="treasury_statement_file"),
    path("treasury/<slug:code>/ledger/", views.ledger, name="treasury_ledger"),
    path("treasury/<slug:code>/ledger.<str:kind>", views.ledger_file, name="treasury_ledger_file"),
    path("treasury/<slug:code>/accounts/", views.accounts, name="treasury_accounts"),
    path("treasury/<slug:code>/checks/", views.checks, name="treasury_checks"),
    path("<slug:slug>/money/statement/", views.of_event, name="event_statement"),
]
