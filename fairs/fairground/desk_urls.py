from django.urls import path

from fairs.fairground.desk import editor, exchange, plan, table

desk = [
    path("<slug:slug>/ground/", plan.ground, name="ground"),
    path("<slug:slug>/ground/settings/", plan.settings, name="ground_settings"),
    path("<slug:slug>/ground/picture.jpg", plan.picture, name="ground_picture"),
    path("<slug:slug>/ground/seen/", plan.seen, name="ground_seen"),
    path("<slug:slug>/ground/editor/", editor.editor, name="ground_editor"),
    path("<slug:slug>/ground/data.json", editor.data, name="ground_data"),
    path("<slug:slug>/ground/edits/", editor.edits, name="ground_edits"),
    path("<slug:slug>/ground/ground.json", exchange.ground_json, name="ground_json"),
    path("<slug:slug>/ground/import/", exchange.ground_import, name="ground_import"),
    path("<slug:slug>/stalls/", table.stalls, name="stalls"),
    path("<slug:slug>/stalls.<slug:kind>", table.stalls_file, name="stalls_file"),
    path("<slug:slug>/stalls/row/", table.new_row, name="new_row"),
    path("<slug:slug>/stalls/<int:pk>/", table.stall, name="stall"),
]
