"""All settings, for every mode. What is missing or unsafe in production stops the start.

OTAU_MODE is one of
- production (the default): everything below marked "required" must come from the environment;
- demo, development, test: embedded services under `var/`, keys that are public and worth nothing.
"""

from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from kombu import Queue

from config.embedded.places import places

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

MODES = ("production", "demo", "development", "test")
MODE = env.str("OTAU_MODE", default="production")
if MODE not in MODES:
    raise ImproperlyConfigured(f"OTAU_MODE is {MODE!r}; it must be one of {', '.join(MODES)}.")
PRODUCTION = MODE == "production"
DEBUG = MODE == "development"
EMBEDDED = places(MODE)


def required(read, name: str, *, otherwise):
    """Read a setting that production must name itself; elsewhere `otherwise` will do."""
    if PRODUCTION or name in env.ENVIRON:
        try:
            value = read(name)
        except ImproperlyConfigured:
            value = None
        if not value:
            raise ImproperlyConfigured(
                f"{name} is not set. Production needs it; docs/operations.md says what it is. "
                "For a trial on this machine use `make demo`, which sets OTAU_MODE=demo."
            )
        return value
    return otherwise


def origin_of(url: str) -> list[str]:
    """Return scheme and host of an address in a list, which is empty for an empty address."""
    parts = urlsplit(url)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


# --- Keys -----------------------------------------------------------------------------------------
# The values for other modes are public. Production refuses to start without its own (required).
PUBLIC_KEY = "b3RhdS1wdWJsaWMta2V5LXdvcnRoLW5vdGhpbmctMDE="
PUBLIC_OLD_KEY = "b3RhdS1wdWJsaWMta2V5LXdvcnRoLW5vdGhpbmctMDA="
SECRET_KEY = required(env.str, "SECRET_KEY", otherwise="public-and-worth-nothing-" + "x" * 40)
# "name:base64 of 32 bytes", the first one seals, all of them open.
SEALING_KEYS = required(env.list, "SEALING_KEYS", otherwise=[f"public1:{PUBLIC_KEY}"])
# The same form; the first one is written, at most two are alive while the key is being changed.
LOOKUP_KEYS = required(env.list, "LOOKUP_KEYS", otherwise=[f"public1:{PUBLIC_KEY}"])
# Ed25519 seeds (base64 of 32 bytes) that sign certificates, with the names of their keys: one, more
# of them while keys are being changed, or files that hold one each and that nobody else can read.
# Which of them signs is decided by what is published (certificates/signing.py).
CERTIFICATE_SIGNING_KEYS = env.list("CERTIFICATE_SIGNING_KEYS", default=[])
CERTIFICATE_SIGNING_KEY_FILES = env.list("CERTIFICATE_SIGNING_KEY_FILE", default=[])
CERTIFICATE_SIGNING_KEY = (
    env.str("CERTIFICATE_SIGNING_KEY", default="")
    if CERTIFICATE_SIGNING_KEYS or CERTIFICATE_SIGNING_KEY_FILES
    else required(env.str, "CERTIFICATE_SIGNING_KEY", otherwise=f"public1:{PUBLIC_KEY}")
)
# For so long a new key is published before it signs, so that verifiers without a network have it.
CERTIFICATE_KEY_OVERLAP_HOURS = env.int("CERTIFICATE_KEY_OVERLAP_HOURS", default=24)
# The key and certificates that sign documents (`manage.py make_document_chain`): a file of which
# nobody else may read anything, or its content. Elsewhere one is made under var/ when needed.
DOCUMENT_SIGNING_FOR_TRIAL = str(EMBEDDED.run.parent / "document-signing.pem")
DOCUMENT_SIGNING = required(env.str, "DOCUMENT_SIGNING", otherwise=DOCUMENT_SIGNING_FOR_TRIAL)

# --- Who and where --------------------------------------------------------------------------------
BASE_URL = required(
    env.str, "BASE_URL", otherwise=f"http://127.0.0.1:{env.str('PORT', default='8000')}"
).rstrip("/")
ALLOWED_HOSTS = required(
    env.list, "ALLOWED_HOSTS", otherwise=["127.0.0.1", "localhost", "testserver"]
)
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_SITE_NAME = "Otau"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    *([] if PRODUCTION else ["demo"]),
    "api",
    "reports",
    "certificates",
    "centres",
    "workshop",
    "learning",
    "enrolments",
    "registry",
    "courses",
    "cms",
    "notifications",
    "accounts",
    "web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "workshop.wagtail_users.WagtailUsers",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.middleware.ContentSecurityPolicyByArea",
    "web.middleware.PrivateUnlessSaid",
    "web.middleware.NoSensorsUnlessSaid",
    # Answers programs itself; what follows is made for browsers.
    "api.middleware.ApiFrame",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.uploads.limits.UploadLimit",
    "workshop.middleware.AdminLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ListedSessions",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.WelcomeMiddleware",
    "accounts.middleware.ErasedMiddleware",
    "courses.middleware.KeepWhatIsUsed",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context.otau",
            ],
        },
    },
]
FORM_RENDERER = "web.form_renderer.OtauFormRenderer"

# --- Database, broker, cache ----------------------------------------------------------------------
if PRODUCTION or "DATABASE_URL" in env.ENVIRON:
    DATABASES = {"default": required(env.db_url, "DATABASE_URL", otherwise=None)}
    if PRODUCTION and "postgres" not in DATABASES["default"]["ENGINE"]:
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database.")
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": env.str("OTAU_DATABASE", default="otau"),
            "USER": "postgres",
            "HOST": str(EMBEDDED.sockets),
        }
    }
DATABASES["default"].setdefault("CONN_MAX_AGE", 0 if MODE == "test" else 600)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["ATOMIC_REQUESTS"] = False

if PRODUCTION or "REDIS_URL" in env.ENVIRON:
    CELERY_BROKER_URL = required(env.str, "REDIS_URL", otherwise=None)
    CACHE_URL = required(env.str, "CACHE_URL", otherwise=None)
else:
    valkey_database = env.int("OTAU_VALKEY_DATABASE", default=0)
    CELERY_BROKER_URL = f"redis+socket://{EMBEDDED.valkey_socket}?virtual_host={valkey_database}"
    CACHE_URL = f"unix://{EMBEDDED.valkey_socket}?db={valkey_database + 1}"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHE_URL,
        "KEY_PREFIX": "otau",
    }
}

CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_ALWAYS_EAGER = env.bool("OTAU_TASKS_AT_ONCE", default=False)
CELERY_TASK_EAGER_PROPAGATES = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900}
CELERY_TIMEZONE = "Asia/Almaty"
# Bulk work has a queue of its own. A worker that is not told which serves both, in turn; where one
# is told `--queues celery`, nothing that a person waits for stands behind a batch.
CELERY_TASK_QUEUES = [Queue("celery"), Queue("bulk")]
CELERY_TASK_ROUTES = {"certificates.jobs.tasks.*": {"queue": "bulk"}}
# Sweeps deliver what a lost task left behind; each looks only at what is pending.
CELERY_BEAT_SCHEDULE = {
    "note where the record ends": {
        "task": "accounts.tasks.note_head",
        "schedule": crontab(hour=2, minute=40),
    },
    "work up incidents": {"task": "workshop.tasks.work_up_incidents", "schedule": 600.0},
    "issue pending certificates": {
        "task": "certificates.tasks.issue_pending_certificates",
        "schedule": 60.0,
    },
    "go on with bulk jobs": {
        "task": "certificates.jobs.tasks.go_on_with_bulk_jobs",
        "schedule": 60.0,
    },
    "make the list of ended certificates": {
        "task": "certificates.tasks.make_status_list",
        "schedule": 120.0,
    },
    "check waiting claims": {"task": "registry.tasks.check_waiting_claims", "schedule": 60.0},
    "follow linked applications": {
        "task": "registry.tasks.follow_linked_applications",
        "schedule": 300.0,
    },
    "forget how the registry answered": {
        "task": "registry.tasks.forget_how_the_registry_answered",
        "schedule": crontab(hour="3", minute="30"),
    },
    "go on with imports": {"task": "registry.tasks.go_on_with_imports", "schedule": 60.0},
    "forget imports": {
        "task": "registry.tasks.forget_old_imports",
        "schedule": crontab(hour="3", minute="50"),
    },
    "deliver pending messages": {
        "task": "notifications.tasks.deliver_pending_messages",
        "schedule": 60.0,
    },
    "deliver pending requests to centres": {
        "task": "centres.tasks.deliver_pending_mails",
        "schedule": 60.0,
    },
    "forget requests to centres": {
        "task": "centres.tasks.forget_old_visit_requests",
        "schedule": crontab(hour="3", minute="40"),
    },
    # By the hour: whoever is owed a reminder today may have become so an hour ago.
    "owe reminders": {"task": "learning.tasks.owe_reminders", "schedule": crontab(minute="7")},
    "forget messages": {
        "task": "notifications.tasks.forget_messages",
        "schedule": crontab(hour="3", minute="40"),
    },
    "settle withdrawn lessons": {
        "task": "enrolments.tasks.settle_withdrawn_lessons",
        "schedule": 60.0,
    },
    "fold figures": {"task": "reports.tasks.fold_figures", "schedule": 60.0},
    "chain facts of certificates": {"task": "certificates.tasks.chain_facts", "schedule": 60.0},
    "remove documents owed": {
        "task": "certificates.tasks.remove_documents_owed",
        "schedule": 60.0,
    },
    "forget links to names": {
        "task": "certificates.tasks.forget_ended_links",
        "schedule": crontab(hour="3", minute="15"),
    },
    "forget exemptions": {
        "task": "enrolments.tasks.forget_exemptions",
        "schedule": crontab(hour="3", minute="25"),
    },
    "forget past applicants": {
        "task": "registry.tasks.forget_past_applicants",
        "schedule": crontab(hour="2", minute="50"),
    },
    "forget device uses": {
        "task": "enrolments.tasks.forget_device_uses",
        "schedule": crontab(hour="3", minute="20"),
    },
    "forget what sensitive lessons kept": {
        "task": "learning.tasks.forget_sensitive",
        "schedule": crontab(minute="7"),
    },
    "run waiting transfers": {"task": "courses.tasks.run_waiting_transfers", "schedule": 60.0},
    "forget transfers": {
        "task": "courses.tasks.forget_transfers",
        "schedule": crontab(hour="3", minute="30"),
    },
    "make courses to take along": {
        "task": "courses.tasks.make_missing_take_along",
        "schedule": 60.0,
    },
    "forget courses to take along": {
        "task": "courses.tasks.forget_take_along",
        "schedule": crontab(hour="3", minute="40"),
    },
    "publish scheduled pages": {"task": "cms.tasks.publish_scheduled", "schedule": 60.0},
    "send pending codes": {"task": "accounts.tasks.send_pending_codes", "schedule": 15.0},
    "send pending links": {"task": "accounts.tasks.send_pending_links", "schedule": 60.0},
    "forget requests of systems": {
        "task": "api.tasks.forget_requests",
        "schedule": crontab(minute="17"),
    },
    # Roles begin and end at midnight; once an hour, should the first time have been missed.
    "keep roles": {"task": "workshop.tasks.keep_roles", "schedule": crontab(minute="2")},
    "forget what has expired": {
        "task": "accounts.tasks.forget_expired",
        "schedule": crontab(hour="3", minute="10"),
    },
}

# --- People ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.StaffPasswordBackend",
    "accounts.backends.CodeBackend",
]
PASSWORD_HASHERS = ["accounts.hashers.TunedArgon2"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "learning:learning"
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=MODE != "demo")
if PRODUCTION and not STAFF_SECOND_FACTOR:
    raise ImproperlyConfigured("STAFF_SECOND_FACTOR cannot be switched off in production.")

ACCOUNT_ADAPTER = "accounts.adapters.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/5m/key,300/5m/ip"}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Otau"
SOCIALACCOUNT_ADAPTER = "accounts.adapters.EgovAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
# eGov sign-in (OpenID Connect) is offered where its provider is named.
EGOV_SERVER_URL = env.str("EGOV_SERVER_URL", default="")
EGOV_IIN_CLAIM = env.str("EGOV_IIN_CLAIM", default="iin")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "egov",
                "name": "eGov",
                "client_id": required(env.str, "EGOV_CLIENT_ID", otherwise="otau"),
                "secret": required(env.str, "EGOV_CLIENT_SECRET", otherwise="otau"),
                "settings": {"server_url": EGOV_SERVER_URL},
            }
        ]
        if EGOV_SERVER_URL
        else [],
    }
}

SESSION_COOKIE_NAME = "otau_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "otau_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "web.views.forbidden_form"
LANGUAGE_COOKIE_NAME = "otau_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# The number of proxies in front of us whose X-Forwarded-For entry is to be believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# After so many days at most a copy of the database is deleted: people who erase their account are
# told so, and whoever runs the backups keeps to it (docs/operations.md).
BACKUP_DAYS = env.int("BACKUP_DAYS", default=30)

# Days off beside Saturdays and Sundays, as 2026-12-16: no business days when a breach is to be
# reported within one.
HOLIDAYS = frozenset(date.fromisoformat(one) for one in env.list("HOLIDAYS", default=[]))
# For how many years the record of look-ups is kept; said to people where they read it.
LOOKUP_YEARS = env.int("LOOKUP_YEARS", default=5)
# Who is mailed every night where the record of look-ups ends; empty: it stands in the log alone.
RECORD_HEAD_EMAIL = env.str("RECORD_HEAD_EMAIL", default="")

# Where "Leave this page" leads: a site that says nothing about who opens it.
NEUTRAL_PAGE_URL = env.str("NEUTRAL_PAGE_URL", default="https://www.kazhydromet.kz/")
if not origin_of(NEUTRAL_PAGE_URL):
    raise ImproperlyConfigured("NEUTRAL_PAGE_URL must be a whole address, with https://.")

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    # The forms that lead to eGov, and away from a lesson, are answered by a redirect, which this
    # directive covers too.
    "form-action": [CSP.SELF, *origin_of(EGOV_SERVER_URL), *origin_of(NEUTRAL_PAGE_URL)],
    "frame-ancestors": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
# The desk's pages say otherwise: they may ask for the camera.
PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=()"
# Wagtail's admin is not clean under a strict policy; nobody but staff is served under this one.
ADMIN_CSP = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
    "worker-src": [CSP.SELF, "blob:"],
}

# --- Language, time -------------------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"
LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", _("Kazakh")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "vendor"]
FORMAT_MODULE_PATH = ["config.formats"]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский")]
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cms.rich_text.SoundDraftail"}}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский")]
# The whole country has one time.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]

# --- Wagtail --------------------------------------------------------------------------------------
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_LOGIN_URL = "account_login"
# An administrator sets a forgotten password; Wagtail would mail a link to anybody who asks.
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Staff sign in with their address: it is not changed unconfirmed.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_FRONTEND_LOGIN_URL = "/kk/staff/login/"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp", "svg"]
# How large a file of each kind may be, in megabytes (cms/uploads refuses what is larger).
UPLOAD_LIMITS = {
    kind: env.int(f"UPLOAD_{kind.upper()}_MB", default=most) * 1024 * 1024
    for kind, most in {
        "picture": 10,
        "document": 20,
        "audio": 50,
        "video": 200,
        "archive": 500,
        "applications": 8,
    }.items()
}
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_LIMITS["picture"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.uploads.forms.PictureForm"
WAGTAILDOCS_MAX_UPLOAD_SIZE = UPLOAD_LIMITS["document"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.uploads.forms.DocumentForm"
WAGTAILMEDIA = {
    "MEDIA_FORM_BASE": "cms.uploads.forms.RecordingForm",
    "AUDIO_EXTENSIONS": ["mp3", "m4a", "ogg", "opus"],
    "VIDEO_EXTENSIONS": ["mp4", "webm"],
}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

# --- Files ----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = EMBEDDED.run.parent / "static" if not PRODUCTION else BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=EMBEDDED.run.parent / "media")()
# Certificates are personal: a folder of their own that no address serves.
PRIVATE_ROOT = env.path("PRIVATE_ROOT", default=EMBEDDED.run.parent / "private")()
# Compressed, under names that change with their contents, so that browsers keep them for a year.
# Elsewhere files are found where they are written, unless a measurement wants what people get.
STATIC_AS_SERVED = MODE in ("production", "demo") or env.bool("STATIC_AS_SERVED", default=False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None, "file_permissions_mode": 0o600},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_AS_SERVED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE == "test" and not STATIC_AS_SERVED
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Messages to people ---------------------------------------------------------------------------
if PRODUCTION:
    mailer = env.email_url("EMAIL_URL") if "EMAIL_URL" in env.ENVIRON else None
    if mailer is None:
        raise ImproperlyConfigured("EMAIL_URL is not set. Codes and messages go out by e-mail.")
    MAILERS = {
        "default": {
            "BACKEND": mailer["EMAIL_BACKEND"],
            "OPTIONS": {
                "host": mailer["EMAIL_HOST"],
                "port": mailer["EMAIL_PORT"] or 25,
                "username": mailer["EMAIL_HOST_USER"],
                "password": mailer["EMAIL_HOST_PASSWORD"],
                "use_tls": mailer.get("EMAIL_USE_TLS", False),
                "use_ssl": mailer.get("EMAIL_USE_SSL", False),
                "timeout": 10,
            },
        }
    }
else:
    MAILERS = {"default": {"BACKEND": "demo.outbox.OutboxMailer"}}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Otau <otau@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The dotted path of a function (phone, text) -> None that sends one SMS or raises (required).
SMS_BACKEND = required(env.str, "SMS_BACKEND", otherwise="demo.outbox.send_sms")
# Learners are written to from the first of these hours until the second (country's time); codes and
# messages to staff go at once.
MESSAGE_HOURS = tuple(
    int(hour)
    for hour in env.str("MESSAGE_HOURS", default="0-24" if MODE == "test" else "10-20").split("-")
)
if len(MESSAGE_HOURS) != 2 or not 0 <= MESSAGE_HOURS[0] < MESSAGE_HOURS[1] <= 24:
    raise ImproperlyConfigured("MESSAGE_HOURS must be two hours of one day, such as 10-20.")
PHONENUMBER_DEFAULT_REGION = "KZ"
PHONENUMBER_DB_FORMAT = "E164"

# --- The registry ---------------------------------------------------------------------------------
# Applicants who have not linked their application go 30 days after the ceremony; of an application
# that names no date and goes on, so many days after the last news of it.
APPLICATIONS_UNTOLD_DAYS = env.int("APPLICATIONS_UNTOLD_DAYS", default=180)

REGISTRY_GATEWAY = {
    "backend": env.str("REGISTRY_GATEWAY_BACKEND", default="none" if PRODUCTION else "http"),
    "url": env.str("REGISTRY_GATEWAY_URL", default="http://127.0.0.1:8010"),
    "token": env.str("REGISTRY_GATEWAY_TOKEN", default="" if PRODUCTION else "registry-standin"),
    "timeout": env.float("REGISTRY_GATEWAY_TIMEOUT", default=5.0),
}
if PRODUCTION and REGISTRY_GATEWAY["backend"] == "http" and not REGISTRY_GATEWAY["token"]:
    raise ImproperlyConfigured("REGISTRY_GATEWAY_TOKEN is not set.")

# The code of the course whose completion a registry office asks about at its desk.
REGISTRY_COURSE = env.str("REGISTRY_COURSE", default="NEKE")

# --- The interface for other systems --------------------------------------------------------------
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=600)  # of one key
# How many big questions are worked on at once, and how long one query of theirs may take.
API_BIG_AT_ONCE = env.int("API_BIG_AT_ONCE", default=2)
API_BIG_QUERY_SECONDS = env.int("API_BIG_QUERY_SECONDS", default=10)

# --- Certificates ---------------------------------------------------------------------------------
# Off: the page that verifies without a network says so, and devices forget what they kept of it.
OFFLINE_VERIFICATION = env.bool("OFFLINE_VERIFICATION", default=True)
CERTIFICATE_ISSUER_KK = env.str("CERTIFICATE_ISSUER_KK", default="Отбасын қолдау орталығы")
CERTIFICATE_ISSUER_RU = env.str("CERTIFICATE_ISSUER_RU", default="Центр поддержки семьи")

# --- Logs -----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "web.redaction.RedactIdentityNumbers"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["redact"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "fontTools": {"level": "WARNING"},
        # A loader writes dozens of pages; each would be announced six times.
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
# Wagtail's preview is a frame of our own; frame-ancestors keeps everybody else's away.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
