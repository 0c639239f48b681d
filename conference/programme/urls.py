from django.urls import path

from conference.programme import views

public = [
    path("<slug:slug>/programme/", views.programme, name="programme"),
    path("<slug:slug>/programme/mine/", views.mine, name="my_programme"),
    path("<slug:slug>/programme/star/", views.star, name="star"),
    path("<slug:slug>/programme/changes/", views.changes, name="programme_changes"),
    path("<slug:slug>/programme/sessions/<int:number>/", views.session, name="session"),
    path("<slug:slug>/programme/speakers/", views.speakers, name="speakers"),
    path("<slug:slug>/programme/speakers/<uuid:guid>/", views.speaker, name="speaker"),
    path("<slug:slug>/programme/schedule.xml", views.schedule_xml, name="schedule_xml"),
    path("<slug:slug>/programme/schedule.json", views.schedule_json, name="schedule_json"),
    path("<slug:slug>/programme/calendar.ics", views.calendar, name="programme_calendar"),
    path("<slug:slug>/programme/mine/<str:numbers>.ics", views.my_calendar, name="my_calendar"),
    path("<slug:slug>/programme/programme.pdf", views.programme_pdf, name="programme_pdf"),
    path("<slug:slug>/programme/worker.js", views.worker, name="programme_worker"),
]
