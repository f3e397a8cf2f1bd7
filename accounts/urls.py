"""Addresses of the accounts app."""

from django.urls import URLPattern, path

from accounts.views import (
    account,
    appeals,
    confirm,
    consents,
    contacts,
    data,
    erasing,
    lookups,
    paper,
    sessions,
    sign_in,
    welcome,
)

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.code, name="code"),
    path("sign-in/again/", sign_in.code_again, name="code_again"),
    # Short: it is typed from a paper, without a language in front of it.
    path("code/", paper.paper_code, name="paper_code"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("sign-out/everywhere/", sign_in.sign_out_everywhere, name="sign_out_everywhere"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/consent/", welcome.consent, name="consent"),
    path("account/", account.account, name="account"),
    path("account/name/", account.name, name="name"),
    path("account/language/", account.language, name="language"),
    path("account/consent/", account.withdraw, name="withdraw_consent"),
    path("account/consent/all/", consents.consents, name="consents"),
    path("account/consent/all/<int:consent_id>/", consents.consent_given, name="consent_given"),
    path("account/sessions/", sessions.sessions, name="sessions"),
    path("account/sessions/end/", sessions.end, name="end_session"),
    path("account/questions/", appeals.appeals, name="appeals"),
    path("account/questions/new/", appeals.new_appeal, name="new_appeal"),
    path("account/questions/<int:appeal_id>/", appeals.appeal, name="appeal"),
    path("account/lookups/", lookups.lookups, name="lookups"),
    path(
        "account/lookups/<int:lookup_id>/question/",
        lookups.question_lookup,
        name="question_lookup",
    ),
    path("account/contact/", contacts.add_contact, name="add_contact"),
    path("account/contact/code/", contacts.contact_code, name="contact_code"),
    path("account/contact/again/", contacts.contact_code_again, name="contact_code_again"),
    path("account/contact/remove/", contacts.remove_contact, name="remove_contact"),
    path("account/confirm/", confirm.confirm, name="confirm"),
    path("account/confirm/code/", confirm.confirm_code, name="confirm_code"),
    path("account/confirm/again/", confirm.confirm_again, name="confirm_again"),
    path("account/data/", data.data, name="data"),
    path("account/data/file/", data.data_file, name="data_file"),
    path("account/data/<slug:key>/", data.data_section, name="data_section"),
    path("account/erase/", erasing.erase, name="erase"),
    path("account/erased/", erasing.erased, name="erased"),
    path("account/join/", contacts.join, name="join"),
]
