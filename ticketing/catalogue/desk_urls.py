from django.urls import path

from ticketing.catalogue import desk as pages

desk = [
    path("<slug:slug>/products/", pages.products, name="products"),
    path("<slug:slug>/products/new/", pages.product, name="new_product"),
    path("<slug:slug>/products/<int:pk>/", pages.product, name="product"),
    path("<slug:slug>/products/<int:pk>/prices/", pages.prices, name="product_prices"),
    path("<slug:slug>/steps/<int:pk>/remove/", pages.remove_step, name="remove_step"),
    path("<slug:slug>/products/<int:pk>/shift/", pages.shift, {"kind": "product"}, name="shift_product"),
    path("<slug:slug>/products/<int:pk>/remove/", pages.remove, {"kind": "product"}, name="remove_product"),
    path("<slug:slug>/quotas/<int:pk>/remove/", pages.remove, {"kind": "quota"}, name="remove_quota"),
    path("<slug:slug>/questions/<int:pk>/shift/", pages.shift, {"kind": "question"}, name="shift_question"),
    path("<slug:slug>/questions/<int:pk>/remove/", pages.remove, {"kind": "question"}, name="remove_question"),
]
