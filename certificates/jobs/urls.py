"""Addresses below /admin/."""

from django.urls import path

from certificates.jobs import views

urlpatterns = [
    path("bulk/", views.jobs, name="certificates_bulk"),
    path("bulk/new/", views.new, name="certificates_bulk_new"),
    path("bulk/<int:bulk_job_id>/", views.job, name="certificates_bulk_job"),
    path("bulk/<int:bulk_job_id>/standing/", views.standing, name="certificates_bulk_standing"),
    path("bulk/<int:bulk_job_id>/choose/", views.choose, name="certificates_bulk_choose"),
    path("bulk/<int:bulk_job_id>/decide/", views.decide, name="certificates_bulk_decide"),
    path("bulk/<int:bulk_job_id>/result.csv", views.result, name="certificates_bulk_result"),
    path("bulk/<int:bulk_job_id>/<str:which>.png", views.picture, name="certificates_bulk_picture"),
]
