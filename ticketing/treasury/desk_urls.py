"""Addresses of the treasurer's pages about a partner's money, below /desk/; before those of events."""

from django.urls import path

from ticketing.treasury.desk import books, credits, home, lists

desk = [
    path("treasury/<slug:code>/", home.home, name="treasury"),
    path("treasury/<slug:code>/due/", lists.due, name="treasury_due"),
    path("treasury/<slug:code>/due.<str:kind>", lists.due_file, name="treasury_due_file"),
    path("treasury/<slug:code>/refunds/", lists.refunds, name="treasury_refunds"),
    path("treasury/<slug:code>/refunds.<str:kind>", lists.refunds_file, name="treasury_refunds_file"),
    path("treasury/<slug:code>/refunds/cards/", lists.retry_cards, name="treasury_cards"),
    path("treasury/<slug:code>/credits/", credits.listed, name="treasury_credits"),
    path("treasury/<slug:code>/credits.<str:kind>", credits.credits_file, name="treasury_credits_file"),
    path("treasury/<slug:code>/credits/<int:pk>/", credits.prolong, name="treasury_credit"),
    path("treasury/<slug:code>/shifts/", lists.shifts, name="treasury_shifts"),
    path("treasury/<slug:code>/shifts.<str:kind>", lists.shifts_file, name="treasury_shifts_file"),
    path("treasury/<slug:code>/surplus/", lists.promise, name="treasury_promise"),
    path("treasury/<slug:code>/statement/", books.statement, name="treasury_statement"),
    path("treasury/<slug:code>/statement.<str:kind>", books.statement_file, name="treasury_statement_file"),
    path("treasury/<slug:code>/ledger/", books.ledger, name="treasury_ledger"),
    path("treasury/<slug:code>/ledger.<str:kind>", books.ledger_file, name="treasury_ledger_file"),
    path("treasury/<slug:code>/accounts/", books.accounts, name="treasury_accounts"),
    path("treasury/<slug:code>/checks/", books.checks, name="treasury_checks"),
    path("<slug:slug>/money/statement/", books.of_event, name="event_statement"),
]
