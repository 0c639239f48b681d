from django.urls import path

from accounts.desk import views

urlpatterns = [
    path("", views.partners, name="list"),
    path("<slug:code>/", views.partner, name="partner"),
    path("<slug:code>/suspend/", views.suspend, name="suspend"),
    path("<slug:code>/resume/", views.resume, name="resume"),
    path("<slug:code>/details/", views.describe, name="describe"),
    path("<slug:code>/rename/", views.rename, name="rename"),
    path("<slug:code>/people/", views.people, name="people"),
    path("<slug:code>/people/<int:role_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:code>/log/", views.log, name="log"),
    path("<slug:code>/log.csv", views.log_csv, name="log_csv"),
]
