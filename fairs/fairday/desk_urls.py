from django.urls import path

from fairs.fairday import desk as pages

desk = [
    path("<slug:slug>/day/", pages.day_list, name="day"),
    path("<slug:slug>/day.<slug:kind>", pages.day_file, name="day_file"),
    path("<slug:slug>/day/<int:number>/", pages.mark, name="day_mark"),
    path("<slug:slug>/day/incidents/", pages.incidents, name="incidents"),
    path("<slug:slug>/day/incidents/<int:pk>/", pages.settle_incident, name="settle_incident"),
    path("<slug:slug>/day/visitors/", pages.visitors, name="visitors"),
    path("<slug:slug>/day/report/", pages.report, name="report"),
    path("<slug:slug>/day/report.pdf", pages.report_pdf, name="report_pdf"),
]
