from django.urls import path

from fairs.jury.desk import results, rounds, seats

desk = [
    path("<slug:slug>/jury/", seats.overview, name="jury"),
    path("<slug:slug>/jury/jurors/new/", seats.new_juror, name="new_juror"),
    path("<slug:slug>/jury/jurors/<int:pk>/", seats.juror, name="juror"),
    path("<slug:slug>/jury/jurors/<int:pk>/replace/", seats.replace_juror, name="replace_juror"),
    path("<slug:slug>/jury/rounds/<int:pk>/", rounds.round_page, name="round"),
    path("<slug:slug>/jury/rounds/<int:pk>/act/", rounds.act, name="round_act"),
    path("<slug:slug>/jury/rounds/<int:pk>/checks/", rounds.checks, name="checks"),
    path("<slug:slug>/jury/rounds/<int:pk>/results/", results.table, name="results"),
    path("<slug:slug>/jury/rounds/<int:pk>/results/<int:number>/", results.decision, name="decision"),
    path("<slug:slug>/jury/rounds/<int:pk>/scores.<slug:kind>", results.scores_file, name="scores_file"),
    path("<slug:slug>/jury/rounds/<int:pk>/protocol-<slug:language>/", results.protocol_file, name="protocol"),
    path("<slug:slug>/jury/blind/<int:number>/", rounds.redact, name="redact"),
]
