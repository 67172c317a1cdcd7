"""Django's settings, from Mizan's own: the environment and the data folder. Nothing is guessed."""

from __future__ import annotations

import os
from pathlib import Path

from mizan.config import data_folder, database_url
from mizan.service.ground.keys import derived, key_path
from mizan.service.settings_database import database

MIZAN_DATA: Path = data_folder()
MIZAN_HTTPS = os.environ.get("MIZAN_HTTPS", "") not in {"", "0"}  # behind a proxy that speaks TLS

SECRET_KEY = derived(key_path(MIZAN_DATA), "django 1").hex()
DEBUG = False
ALLOWED_HOSTS = [*os.environ.get("MIZAN_HOSTS", "").split(), "localhost", "127.0.0.1", "[::1]"]
ERROR_PAGE = "mizan.service.console.pages.error_page"  # of a failure, for people
ROOT_URLCONF = "mizan.service.urls"
WSGI_APPLICATION = "mizan.service.wsgi.application"
APPEND_SLASH = False

APPS = ("ground", "jobs", "people", "items", "cases", "actions", "quality", "curation", "intake")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    *(f"mizan.service.{app}" for app in (*APPS, "reports", "api", "console", "worker")),
]
MIDDLEWARE = [
    "mizan.service.border.Border",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "mizan.service.console.language.Language",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {"default": database(MIZAN_DATA, database_url())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 8  # wrong passwords for one name and address, before it is locked
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password", "code"]
AXES_USERNAME_FORM_FIELD = "username"
AXES_CLIENT_IP_CALLABLE = "mizan.service.console.address.address_of"
AXES_LOCKOUT_CALLABLE = "mizan.service.console.house.signing.locked"
AXES_DISABLE_ACCESS_LOG = True  # who signed in when stands in the ledger

SESSION_COOKIE_AGE = 12 * 3600  # a long shift
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = MIZAN_HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True  # the pages carry the token themselves
CSRF_FAILURE_VIEW = "mizan.service.console.pages.csrf_page"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in os.environ.get("MIZAN_HOSTS", "").split()]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MIZAN_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if MIZAN_HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]  # TLS is the proxy's, see the docs

DATA_UPLOAD_MAX_MEMORY_SIZE = 65 * 2**20  # of a request: the largest file and its fields
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 2**20
FILE_UPLOAD_TEMP_DIR = None

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ar", "العربية")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"discreet": {"()": "mizan.service.border.Discreet"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
