"""Addresses of the treasurer's pages about the bank, below /desk/partners/."""

from django.urls import path

from ticketing.banking.desk import queue, statements, transfers

partner_desk = [
    path("<slug:code>/bank/", queue.queue, name="bank"),
    path("<slug:code>/bank.<str:kind>", queue.export, name="bank_export"),
    path("<slug:code>/bank/aside/", queue.aside, name="bank_aside"),
    path("<slug:code>/bank/entries/<int:pk>/", queue.entry, name="bank_entry"),
    path("<slug:code>/bank/statements/", statements.statements, name="bank_statements"),
    path("<slug:code>/bank/statements/<int:pk>/", statements.statement, name="bank_statement"),
    path("<slug:code>/bank/files/<int:pk>/", statements.file, name="bank_file"),
    path("<slug:code>/bank/files/<int:pk>/forget/", statements.forget, name="bank_forget"),
    path("<slug:code>/bank/files/<int:pk>/progress/", statements.progress, name="bank_progress"),
    path("<slug:code>/bank/transfers/", transfers.transfers, name="bank_transfers"),
    path("<slug:code>/bank/transfers/<int:pk>/", transfers.transfer_file, name="bank_transfer_file"),
]
