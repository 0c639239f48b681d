from django.urls import path

from fairs.calls.views import answering, applying, mine
from fairs.calls.views import public as open_to_all

public = [
    path("", open_to_all.calls, name="list"),
    path("answer/<str:token>/", answering.answer, name="answer"),
    path("my/<int:pk>/", mine.my, name="my"),
    path("my/<int:pk>/withdraw/", mine.withdraw, name="withdraw"),
    path("my/<int:pk>/reconfirm/", mine.reconfirm, name="reconfirm"),
    path("my/<int:pk>/price/<slug:step>/", applying.price, name="price"),
    path("my/<int:pk>/<slug:step>/", applying.step, name="step"),
    path("<slug:slug>/", open_to_all.call, name="call"),
    path("<slug:slug>/apply/", applying.apply, name="apply"),
]
