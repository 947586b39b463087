"""The desk's settings, all from the environment; every one has a default that is safe.

BANYAN_DATA           folder of the database (SQLite), uploads and the secret key; default ./data
BANYAN_DATABASE_URL   another database, as postgres://user:password@host/name
BANYAN_HOSTS          names under which the desk is reached, joined by commas
BANYAN_TLS            1 where the desk stands behind TLS: secure cookies, HSTS, redirects
BANYAN_DEMO           1 for the demo: accounts listed at sign-in; only on loopback
BANYAN_OFFICER_TOTP   1 where everyone but enterprises must use a second factor
BANYAN_OIDC           JSON of the OpenID Connect providers (django-allauth: APPS of openid_connect)
BANYAN_SECRET_KEY     the secret key; else made once and kept in BANYAN_DATA
BANYAN_IDLE_MINUTES   minutes without a request after which a session ends; default 30
BANYAN_LOG_LEVEL      the least that is logged: DEBUG, INFO (the default), WARNING, ERROR
BANYAN_EMAIL_URL      the server that takes the desk's e-mail, as smtp://user:password@host:587 (TLS
                      is begun by STARTTLS; none where it ends in ?tls=none) or smtps://host:465
                      (TLS from the beginning); default none: the desk sends no e-mail
BANYAN_EMAIL_FROM     the sender of its e-mail; default banyan@ and the first of BANYAN_HOSTS
BANYAN_PROXIES        addresses of the proxies that are believed about where a request comes from,
                      joined by commas; default loopback behind TLS, else none
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
import structlog
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from whitenoise.compress import Compressor


def _flag(name: str) -> bool:
    return os.environ.get(name, "").lower() in ("1", "true", "yes")


def _secret_key(folder: Path) -> str:
    """The key of this installation, made at the first start."""
    given = os.environ.get("BANYAN_SECRET_KEY")
    if given:
        return given
    path = folder / "secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass  # another process was first
        else:
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_urlsafe(64))
    return path.read_text()


def _origins(providers: list[dict[str, Any]]) -> list[str]:
    """Scheme and host of the providers."""
    urls = [urlsplit(one["settings"]["server_url"]) for one in providers]
    return [f"{url.scheme}://{url.netloc}" for url in urls]


def _email(url: str) -> dict[str, Any]:
    """Django's settings of the server that takes e-mail."""
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("BANYAN_EMAIL_URL must be smtp://host or smtps://host")
    within = parts.scheme == "smtps"
    without = parse_qs(parts.query).get("tls") == ["none"]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if within else 25 if without else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": within,
        "EMAIL_USE_TLS": not within and not without,
    }


FOLDER = Path(__file__).parent
DATA = Path(os.environ.get("BANYAN_DATA", "data")).absolute()
DEMO = _flag("BANYAN_DEMO")
TLS = _flag("BANYAN_TLS")
OFFICER_TOTP = _flag("BANYAN_OFFICER_TOTP")
OIDC: list[dict[str, Any]] = json.loads(os.environ.get("BANYAN_OIDC", "[]"))
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
PROXIES = frozenset(
    filter(None, os.environ.get("BANYAN_PROXIES", "127.0.0.1,::1" if TLS else "").split(","))
)

SECRET_KEY = _secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = (
    [*LOOPBACK]
    if DEMO
    else [*LOOPBACK, *filter(None, os.environ.get("BANYAN_HOSTS", "").split(","))]
)
# For links in what leaves the desk; empty where no name is given under which it is reached.
_NAMES = [host for host in ALLOWED_HOSTS if host not in LOOPBACK and host[0] not in ".*"]
PUBLIC_ADDRESS = f"{'https' if TLS else 'http'}://{_NAMES[0]}" if _NAMES else ""
ROOT_URLCONF = "banyan.desk.urls"
WSGI_APPLICATION = "banyan.desk.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "banyan.desk.ui",
    "banyan.desk.audit",
    "banyan.desk.people",
    "banyan.desk.records",
    "banyan.desk.messaging",
    "banyan.desk.obligations",
    "banyan.desk.policy",
    "banyan.desk.calculator",
    "banyan.desk.benefits",
    "banyan.desk.funds",
    "banyan.desk.settlement",
    "banyan.desk.matching",
    "banyan.desk.incentives",
    "banyan.desk.applications",
    "banyan.desk.payments",
    "banyan.desk.bulletins",
    "banyan.desk.dashboards",
    "banyan.desk.cases",
    "banyan.desk.monitoring",
    "banyan.desk.receptions",
    "banyan.desk.tasks",
    "banyan.desk.visits",
    "banyan.desk.projects",
    "banyan.desk.parks",
    "banyan.desk.meetings",
    "banyan.desk.supervision",
    "banyan.desk.lists",
    "banyan.desk.targets",
    "banyan.desk.api",
    "banyan.desk.operations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
]

MIDDLEWARE = [
    "banyan.desk.operations.requests.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "banyan.desk.people.access.AccessMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "banyan.desk.ui.context.page",
            ],
        },
    }
]

# SQLite: one writer at a time that takes its lock at the start, readers beside it.
_SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
}
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        os.environ.get("BANYAN_DATABASE_URL") or f"sqlite:///{DATA / 'banyan.sqlite3'}",
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE_OPTIONS
    DATABASES["default"]["CONN_MAX_AGE"] = None

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "desk_cache",
        # Counts of attempts stand here: few entries would mean that some are forgotten.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "banyan_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SECURE = TLS
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = "banyan.desk.ui.formats"

# What letters are set in; the front end's build puts it there.
FONTS = FOLDER / "ui" / "fonts"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # The demo is served on loopback, where nothing is gained by half a minute's compressing.
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Maps are for who looks into a browser's tools; compressing them took longer than all the rest.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
# Uploads are never served from their folder, only through a view that checks who asks.
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "banyan.desk.records.uploading.SizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
UPLOAD_LARGEST = 50 * 1024 * 1024

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_FORMS = {"signup": "banyan.desk.people.sign_up.SignUpForm"}
ACCOUNT_SIGNUP_FORM_CLASS = "banyan.desk.people.registration.Registration"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "banyan.desk.people.adapter.AccountAdapter"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/15m/key",
    "signup": "20/h/ip",
    # banyan.desk.people.limits
    "calculator": "300/m/ip",
    "notices": "300/m/ip",
    "objections": "20/h/ip",
}

EMAIL_URL = os.environ.get("BANYAN_EMAIL_URL", "")
DEFAULT_FROM_EMAIL = os.environ.get("BANYAN_EMAIL_FROM") or f"banyan@{(_NAMES or ['localhost'])[0]}"
EMAIL_TIMEOUT = 20
globals().update(_email(EMAIL_URL))

SOCIALACCOUNT_ADAPTER = "banyan.desk.people.adapter.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": OIDC},
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Banyan"
MFA_ADAPTER = "banyan.desk.people.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "banyan.desk.people.second_factor.AuthenticateForm",
    "reauthenticate": "banyan.desk.people.second_factor.ReauthenticateForm",
}

SESSION_ENGINE = "banyan.desk.people.sessions"
SESSION_COOKIE_AGE = 60 * int(os.environ.get("BANYAN_IDLE_MINUTES", "30"))
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "banyan_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_NAME = "banyan_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in LOOPBACK]
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = ["^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # A browser refuses to follow a form to a provider that is not named here.
        "form-action": [SELF, *_origins(OIDC)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

_LOG_CHAIN: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
]
structlog.configure(
    processors=[*_LOG_CHAIN, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": _LOG_CHAIN,
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "level": os.environ.get("BANYAN_LOG_LEVEL", "INFO").upper(),
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    # A request is logged once, by banyan.desk.operations.requests; here only what went wrong.
    "loggers": {"django.request": {"level": "ERROR"}},
}
