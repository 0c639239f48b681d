from django.urls import path

from conference.programme.desk import board, drafts, people, releases, sessions

desk = [
    path("<slug:slug>/programme/", board.board, name="programme"),
    path("<slug:slug>/programme/move/", board.move, name="programme_move"),
    path("<slug:slug>/programme/sessions/", sessions.sessions, name="programme_sessions"),
    path("<slug:slug>/programme/sessions.<slug:kind>", sessions.sessions_file, name="programme_sessions_file"),
    path("<slug:slug>/programme/sessions/new/", sessions.new_session, name="programme_session_new"),
    path("<slug:slug>/programme/sessions/take-in/", sessions.take_in, name="programme_take_in"),
    path("<slug:slug>/programme/sessions/<int:number>/", sessions.session, name="programme_session"),
    path("<slug:slug>/programme/sessions/<int:number>/edit/", sessions.session_edit, name="programme_session_edit"),
    path("<slug:slug>/programme/sessions/<int:number>/act/", sessions.session_act, name="programme_session_act"),
    path("<slug:slug>/programme/rooms/", people.halls, name="programme_halls"),
    path("<slug:slug>/programme/rooms/new/", people.hall, name="programme_hall_new"),
    path("<slug:slug>/programme/rooms/<int:pk>/", people.hall, name="programme_hall"),
    path("<slug:slug>/programme/speakers/", people.speakers, name="programme_speakers"),
    path("<slug:slug>/programme/speakers.<slug:kind>", people.speakers_file, name="programme_speakers_file"),
    path("<slug:slug>/programme/speakers/new/", people.speaker, name="programme_speaker_new"),
    path("<slug:slug>/programme/speakers/<int:pk>/", people.speaker, name="programme_speaker"),
    path("<slug:slug>/programme/interpreters/", people.interpreters, name="programme_interpreters"),
    path("<slug:slug>/programme/interpreters/new/", people.interpreter, name="programme_interpreter_new"),
    path("<slug:slug>/programme/interpreters/<int:pk>/", people.interpreter, name="programme_interpreter"),
    path("<slug:slug>/programme/drafts/", drafts.drafts, name="programme_drafts"),
    path("<slug:slug>/programme/drafts/<int:pk>/", drafts.draft, name="programme_draft"),
    path("<slug:slug>/programme/drafts/<int:pk>/progress/", drafts.draft_progress, name="programme_draft_progress"),
    path("<slug:slug>/programme/drafts/<int:pk>/act/", drafts.draft_act, name="programme_draft_act"),
    path("<slug:slug>/programme/release/", releases.release, name="programme_release"),
    path("<slug:slug>/programme/papers/<slug:name>.pdf", releases.paper, name="programme_paper"),
]
