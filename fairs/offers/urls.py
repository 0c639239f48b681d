from django.urls import path

from fairs.offers import views

public = [
    path("applications/<int:pk>/place/", views.place, name="place"),
    path("applications/<int:pk>/place/passes/", views.make_pass, name="make_pass"),
    path("applications/<int:pk>/place/passes/<int:number>/back/", views.take_back_pass, name="take_back_pass"),
    path("applications/<int:pk>/place/passes.pdf", views.passes_pdf, name="passes"),
    path("applications/<int:pk>/papers/<slug:kind>.pdf", views.paper, name="paper"),
    path("applications/<int:pk>/goods/", views.goods, name="goods"),
    path("applications/<int:pk>/goods/<int:line>/", views.goods, name="goods_line"),
]
