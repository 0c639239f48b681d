from django.urls import path

from conference.proposals.views import mine, reviewing, writing
from conference.proposals.views import public as open_to_all

LINK = "p/<slug:secret>/"

public = [
    path(LINK, mine.mine, name="proposal"),
    path(LINK + "act/", mine.act, name="proposal_act"),
    path(LINK + "files/<int:pk>/", mine.file, name="proposal_file"),
    path(LINK + "files/<int:pk>/act/", writing.file_act, name="proposal_file_act"),
    path(LINK + "<slug:step>/", writing.step, name="proposal_step"),
    path("<slug:slug>/proposals/", open_to_all.call, name="proposals_call"),
    path("<slug:slug>/proposals/new/", open_to_all.propose, name="propose"),
    path("<slug:slug>/proposals/files/<int:pk>/", open_to_all.handout, name="handout"),
]

review = [
    path("", reviewing.home, name="home"),
    path("<slug:slug>/", reviewing.desk, name="desk"),
    path("<slug:slug>/<int:number>/", reviewing.entry, name="entry"),
    path("<slug:slug>/<int:number>/<int:index>.jpg", reviewing.picture, name="picture"),
    path("<slug:slug>/<int:number>/files/<int:pk>/", reviewing.file, name="file"),
]
