from django.urls import path

from conference.certificates import views

public = [
    path("verify/", views.find, name="verify_find"),
    path("verify/<slug:code>/", views.verify, name="verify"),
    path("certificate/<slug:secret>/", views.certificate, name="certificate"),
    path("certificate/<slug:secret>/<slug:language>.pdf", views.certificate_file, name="certificate_file"),
    path("feedback/room/<uuid:guid>/", views.feedback_room, name="feedback_room"),
    path("feedback/results/<str:token>/", views.feedback_results, name="feedback_results"),
    path("feedback/<slug:secret>/", views.feedback, name="feedback"),
    path("feedback/<slug:secret>/<int:number>/", views.feedback_session, name="feedback_session"),
]
