"""Addresses of certificates: the public page, and the holder's own documents."""

from django.urls import path

from certificates import offline, views
from certificates.chain.views import history
from certificates.holder import views as holder_views

app_name = "certificates"
urlpatterns = [
    path("c/", views.check, name="check"),
    # Before the numbers: none is "offline".
    path("c/offline/", offline.offline, name="offline"),
    path("c/offline/worker.js", offline.offline_worker, name="offline_worker"),
    # Before the certificates: no number is "history".
    path("c/history/", history, name="history"),
    path("c/<str:number>/", views.certificate, name="certificate"),
    path("n/<str:token>/", holder_views.opened_name, name="opened_name"),
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/name/", holder_views.wrong_name, name="wrong_name"),
    path("certificates/name/offices/", holder_views.offices, name="offices"),
    path("certificates/name/withdraw/", holder_views.withdraw_request, name="withdraw_request"),
    # Before the documents: no number is "wish".
    path("certificates/wish/<slug:course>/", views.wish, name="wish"),
    path("certificates/<str:number>/pdf/", views.pdf, name="pdf"),
    path("certificates/<str:number>/picture/", views.picture, name="picture"),
    path("certificates/<str:number>/links/", holder_views.name_links, name="name_links"),
    path(
        "certificates/<str:number>/links/<int:link_id>/withdraw/",
        holder_views.withdraw_link,
        name="withdraw_link",
    ),
]
