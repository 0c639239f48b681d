from django.urls import path

from conference.proposals.desk import call, grid, one, publishing, reviews

desk = [
    path("<slug:slug>/proposals/", grid.grid, name="proposals"),
    path("<slug:slug>/proposals.<slug:kind>", grid.grid_file, name="proposals_file"),
    path("<slug:slug>/proposals/chosen/", grid.chosen, name="proposals_chosen"),
    path("<slug:slug>/proposals/call/", call.call, name="proposals_call"),
    path("<slug:slug>/proposals/call/<slug:kind>/", call.parts, name="proposals_parts"),
    path("<slug:slug>/proposals/decisions/", publishing.publish, name="proposals_publish"),
    path("<slug:slug>/proposals/letters/", publishing.letters, name="proposals_letters"),
    path("<slug:slug>/proposals/letters.<slug:kind>", publishing.letters_file, name="proposals_letters_file"),
    path("<slug:slug>/proposals/<int:number>/", one.proposal, name="proposal"),
    path("<slug:slug>/proposals/<int:number>/files/<int:pk>/", one.proposal_file, name="proposal_file"),
    path("<slug:slug>/reviews/", reviews.overview, name="reviews"),
    path("<slug:slug>/reviews/new/", reviews.phase, name="review_phase_new"),
    path("<slug:slug>/reviews/<int:pk>/", reviews.phase, name="review_phase"),
    path("<slug:slug>/reviews/<int:pk>/assign/", reviews.assign, name="review_assign"),
    path("<slug:slug>/reviews/<int:pk>/protocol-<slug:language>.pdf", reviews.protocol, name="review_protocol"),
    path("<slug:slug>/reviews/<int:pk>/reviews.<slug:kind>", reviews.reviews_file, name="reviews_file"),
    path("<slug:slug>/reviewers/<int:pk>/", reviews.reviewer, name="reviewer"),
    path("<slug:slug>/reviewers/<int:pk>/again/", reviews.invite_again, name="reviewer_again"),
]
