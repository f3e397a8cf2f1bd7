"""eGov by OpenID Connect, against a small provider on this machine."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import rsa
from django.db import connection

from accounts.actions.identity import active_identity, declare_identity, prove_identity
from accounts.models import IdentityConflict, User
from tests import cast

pytestmark = pytest.mark.django_db
IIN, OTHER = "900101300007", "850505400127"
LOGIN = "/kk/egov/egov/login/"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider(BaseHTTPRequestHandler):
    """Discovery, keys, token and userinfo; the test plays the browser at the authorisation page."""

    claims: dict

    def answer(self, body):
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        root = f"http://{self.headers['Host']}"
        if self.path.startswith("/.well-known/"):
            self.answer({
                "issuer": root, "authorization_endpoint": f"{root}/authorize",
                "token_endpoint": f"{root}/token", "userinfo_endpoint": f"{root}/userinfo",
                "jwks_uri": f"{root}/keys", "token_endpoint_auth_methods_supported": ["client_secret_post"],
            })  # fmt: skip
        elif self.path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            self.answer({"keys": [public | {"kid": "k", "alg": "RS256"}]})
        else:
            self.answer(self.claims)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = self.claims | {
            "iss": f"http://{self.headers['Host']}", "aud": "otau", "iat": now, "exp": now + 60,
        }  # fmt: skip
        token = jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "k"})
        self.answer(
            {"access_token": "very-secret-token", "token_type": "Bearer", "id_token": token}
        )

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def egov(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    Provider.claims = {"sub": "u-1", "iin": IIN, "name": "Бекова Айгерім"}
    settings.EGOV_SERVER_URL = f"http://127.0.0.1:{server.server_port}"
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [{
                "provider_id": "egov", "name": "eGov", "client_id": "otau", "secret": "s",
                "settings": {"server_url": settings.EGOV_SERVER_URL},
            }],
        }
    }  # fmt: skip
    yield Provider
    server.shutdown()
    thread.join()
    server.server_close()


def go(browser, process="connect"):
    """Go to eGov and come back as it would send one back; return the last answer."""
    response = browser.post(f"{LOGIN}?process={process}")
    assert response.status_code == 302
    asked = parse_qs(urlsplit(response["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert urlsplit(asked["redirect_uri"][0]).path == f"{LOGIN}callback/"
    return browser.get(f"{LOGIN}callback/", {"code": "c", "state": asked["state"][0]})


def test_egov_confirms_the_identity_of_who_is_signed_in(aigerim, signed_in, egov):
    browser = signed_in(aigerim)
    assert cast.said("Confirm your identity with eGov") in browser.get("/kk/account/").text
    assert go(browser)["Location"] == "/kk/account/"
    assert active_identity(aigerim).assurance == "egov"
    page = browser.get("/kk/account/").text
    assert cast.said("Your identity is confirmed by eGov.") in page
    assert cast.said("Confirm your identity with eGov") not in page
    assert IIN not in page


def test_nothing_of_egovs_answer_is_kept_in_the_clear(aigerim, signed_in, egov):
    browser = signed_in(aigerim)
    go(browser)
    assert not SocialAccount.objects.exists()
    assert not SocialToken.objects.exists()
    assert IIN not in json.dumps(dict(browser.session))
    with connection.cursor() as cursor:
        for table in ("accounts_identity", "accounts_user", "django_session"):
            cursor.execute(f"select t::text from {table} t")
            everything = str(cursor.fetchall())
            assert IIN not in everything
            assert IIN.encode().hex() not in everything
            assert base64.b64encode(IIN.encode()).decode() not in everything
            assert "very-secret-token" not in everything


def test_egov_makes_no_account_and_opens_none(client, aigerim, signed_in, egov):
    go(signed_in(aigerim))
    assert go(client, "login")["Location"] == "/kk/sign-in/"
    assert go(client, "connect")["Location"] == "/kk/sign-in/"
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 1


def test_a_number_that_was_mistyped_gives_way_to_egovs(aigerim, signed_in, egov):
    declare_identity(user=aigerim, kind="iin", country="KZ", number=OTHER)
    go(signed_in(aigerim))
    identity = active_identity(aigerim)
    assert identity.assurance == "egov"
    assert identity.user == aigerim


def test_an_identity_confirmed_elsewhere_is_refused_politely(aigerim, daniyar, signed_in, egov):
    clerk = cast.make_staff()
    other = declare_identity(user=daniyar, kind="iin", country="KZ", number=IIN)
    prove_identity(identity=other, assurance="seen", by=clerk)
    browser = signed_in(aigerim)
    go(browser)
    told = cast.said(
        "We could not confirm this here. This is not your fault. A registry office can settle it "
        "when you show your identity document."
    )
    assert told in browser.get("/kk/account/").text
    assert IdentityConflict.objects.count() == 1


@pytest.mark.parametrize(
    "claims", [{"sub": "u"}, {"sub": "u", "iin": "123"}, {"sub": "u", "iin": 5}]
)
def test_an_answer_without_a_number_confirms_nothing(aigerim, signed_in, egov, claims):
    egov.claims = claims
    browser = signed_in(aigerim)
    assert go(browser)["Location"] == "/kk/account/"
    assert active_identity(aigerim) is None


@pytest.mark.parametrize(
    "query", [{"error": "access_denied"}, {"code": "c"}, {"code": "c", "state": "x"}]
)
def test_a_cancelled_or_forged_return_confirms_nothing(aigerim, signed_in, egov, query):
    browser = signed_in(aigerim)
    response = browser.get(f"{LOGIN}callback/", query)
    assert response["Location"] == "/kk/account/"
    assert active_identity(aigerim) is None


def test_where_no_provider_is_named_nothing_is_offered(aigerim, signed_in):
    browser = signed_in(aigerim)
    assert "eGov" not in browser.get("/kk/account/").text
    assert browser.post(f"{LOGIN}?process=connect").status_code == 404
    assert browser.get(f"{LOGIN}callback/").status_code == 404
