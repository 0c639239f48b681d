from django.urls import path

from conference.certificates.desk import feedback, register

desk = [
    path("<slug:slug>/certificates/", register.register, name="certificates"),
    path("<slug:slug>/certificates.<slug:kind>", register.register_file, name="certificates_file"),
    path("<slug:slug>/certificates/all.pdf", register.print_all, name="certificates_print"),
    path("<slug:slug>/certificates/issue/", register.issue, name="certificates_issue"),
    path("<slug:slug>/certificates/sample.pdf", register.preview, name="certificates_preview"),
    path("<slug:slug>/certificates/<int:pk>/", register.certificate, name="certificate"),
    path("<slug:slug>/certificates/<int:pk>/<slug:language>.pdf", register.certificate_file, name="certificate_file"),
    path("<slug:slug>/certificates/<int:pk>/send/", register.send, name="certificate_send"),
    path("<slug:slug>/certificates/<int:pk>/revoke/", register.revoke, name="certificate_revoke"),
    path("<slug:slug>/feedback/", feedback.results, name="feedback"),
    path("<slug:slug>/feedback.<slug:kind>", feedback.results_file, name="feedback_file"),
    path("<slug:slug>/feedback/posters.pdf", feedback.posters, name="feedback_posters"),
]
