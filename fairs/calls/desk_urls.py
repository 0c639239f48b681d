from django.urls import path

from fairs.calls.desk import application, applications, bulk, call, letters, prices

desk = [
    path("<slug:slug>/call/", call.overview, name="call"),
    path("<slug:slug>/call/edit/", call.edit, name="call_edit"),
    path("<slug:slug>/call/parts/<slug:kind>/", call.parts, name="call_parts"),
    path("<slug:slug>/call/prices/", prices.prices, name="call_prices"),
    path("<slug:slug>/call/prices.json", prices.prices_file, name="call_prices_file"),
    path("<slug:slug>/applications/", applications.grid, name="applications"),
    path("<slug:slug>/applications.<slug:kind>", applications.grid_file, name="applications_file"),
    path("<slug:slug>/applications/chosen/", bulk.chosen, name="applications_chosen"),
    path("<slug:slug>/applications/letters/", letters.letters, name="applications_letters"),
    path("<slug:slug>/applications/letters.<slug:kind>", letters.letters_file, name="applications_letters_file"),
    path("<slug:slug>/applications/<int:number>/", application.application, name="application"),
    path("<slug:slug>/applications/<int:number>/companions/<int:pk>/", application.companion, name="application_companion"),
]
