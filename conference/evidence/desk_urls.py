from django.urls import path

from conference.evidence import desk as pages

desk = [
    path("<slug:slug>/evidence/", pages.evidence, name="evidence"),
    path("<slug:slug>/evidence.pdf", pages.evidence_pdf, name="evidence_pdf"),
    path("<slug:slug>/evidence/<slug:what>.xlsx", pages.evidence_file, name="evidence_file"),
    path("<slug:slug>/evidence/photos/", pages.photos, name="evidence_photos"),
    path("<slug:slug>/evidence/photos/<int:pk>/", pages.photo, name="evidence_photo"),
    path("<slug:slug>/evidence/photos/<int:pk>/<slug:size>", pages.picture, name="evidence_picture"),
]
