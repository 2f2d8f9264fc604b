"""Settings of Slowbook. The environment names the servers and the secret key."""

import json
import os
from pathlib import Path

HERE = Path(__file__).resolve().parent

SECRET_KEY = os.environ["SLOWBOOK_SECRET"]
DEBUG = False
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "slowbook.urls"
WSGI_APPLICATION = "slowbook.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "slowbook",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "slowbook.middleware.Visitors",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]


def database(variable):
    """Return an entry of DATABASES from a variable of the environment."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        # One connection for each of the two workers, with prepared statements.
        "CONN_MAX_AGE": None,
        "OPTIONS": {"prepare_threshold": 3, "server_side_binding": True},
        **json.loads(os.environ[variable]),
    }


DATABASES = {"default": database("SLOWBOOK_DATABASE")}

AUTHENTICATION_BACKENDS = ["slowbook.backends.Backend", "django.contrib.auth.backends.ModelBackend"]
AUTH_USER_MODEL = "slowbook.Person"
PASSWORD_HASHERS = ["slowbook.hashers.FewRounds"]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/account/"
LOGOUT_REDIRECT_URL = "/"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": os.environ["SLOWBOOK_VALKEY"],
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

FILES = Path(os.environ["SLOWBOOK_FILES"])
DATA_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "console": {"class": "logging.StreamHandler"},
    },
    "loggers": {
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
