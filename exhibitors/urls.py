"""The addresses of all rooms of exhibitors: makers' own pages, below /maker/, and organisers' (below /desk/makers/)."""

from django.urls import path

from exhibitors.documents import views as documents
from exhibitors.profiles import views as profiles
from exhibitors.works import views as works
from exhibitors.workshop import desk as workshop_desk
from exhibitors.workshop import views as workshop

app_name = "maker"

urlpatterns = [
    path("", workshop.home, name="home"),
    path("new/", profiles.new, name="new"),
    path("pictures/<int:photo>/<slug:size>/", works.picture, name="picture"),
    path("<int:pk>/profile/<slug:step>/", profiles.step, name="step"),
    path("<int:pk>/keepers/", profiles.keepers, name="keepers"),
    path("<int:pk>/keepers/<int:keeper>/drop/", profiles.drop_keeper, name="drop_keeper"),
    path("<int:pk>/photos/", works.photos, name="photos"),
    path("<int:pk>/photos/<int:photo>/", works.photo, name="photo"),
    path("<int:pk>/photos/<int:photo>/move/", works.move_photo, name="move_photo"),
    path("<int:pk>/photos/<int:photo>/remove/", works.remove_photo, name="remove_photo"),
    path("<int:pk>/works/", works.works, name="works"),
    path("<int:pk>/works/new/", works.work, name="new_work"),
    path("<int:pk>/works/<int:work>/", works.work, name="work"),
    path("<int:pk>/works/<int:work>/remove/", works.remove_work, name="remove_work"),
    path("<int:pk>/papers/", documents.papers, name="papers"),
    path("<int:pk>/papers/new/", documents.paper, name="new_paper"),
    path("<int:pk>/papers/<int:paper>/", documents.paper, name="paper"),
    path("<int:pk>/papers/<int:paper>/remove/", documents.remove_paper, name="remove_paper"),
    path("<int:pk>/papers/<int:paper>/file/", documents.paper_file, name="paper_file"),
    path("<int:pk>/consents/", documents.consents, name="consents"),
    path("<int:pk>/data/", workshop.data, name="data"),
    path("<int:pk>/my-data.json", workshop.data_file, name="data_file"),
    path("<int:pk>/delete/", workshop.erase, name="erase"),
]

desk = [
    path("", workshop_desk.makers, name="list"),
    path("makers.<slug:kind>", workshop_desk.makers_file, name="file"),
    path("new/", workshop_desk.new, name="new"),
    path("<int:pk>/", workshop_desk.maker, name="maker"),
    path("<int:pk>/papers/<int:paper>/verify/", workshop_desk.verify, name="verify"),
    path("<int:pk>/merge/<int:other>/", workshop_desk.merge, name="merge"),
]
