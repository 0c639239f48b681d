"""Addresses of the desk's pages about papers: of an order below /desk/, of a partner below /desk/partners/."""

from django.urls import path

from ticketing.invoicing.desk import orders, partners

desk = [
    path("<slug:slug>/orders/<str:code>/documents/", orders.papers, name="order_papers"),
    path("<slug:slug>/orders/<str:code>/documents/issue/", orders.issue, name="order_paper_issue"),
    path("<slug:slug>/orders/<str:code>/documents/for/", orders.bill, name="order_paper_bill"),
    path("<slug:slug>/orders/<str:code>/documents/credit/", orders.credit, name="order_paper_credit"),
    path("<slug:slug>/orders/<str:code>/documents/<int:pk>.pdf", orders.paper, name="order_paper"),
]

partner_desk = [
    path("<slug:code>/documents/", partners.documents, name="documents"),
    path("<slug:code>/documents.<str:kind>", partners.documents_file, name="documents_file"),
    path("<slug:code>/documents/month.zip", partners.documents_zip, name="documents_zip"),
    path("<slug:code>/documents/<int:pk>.pdf", partners.document, name="document"),
    path("<slug:code>/documents/<int:pk>.xml", partners.structured, name="document_xml"),
    path("<slug:code>/invoicing/", partners.issuer, name="issuer"),
    path("<slug:code>/invoicing/patterns/", partners.patterns, name="issuer_patterns"),
]
