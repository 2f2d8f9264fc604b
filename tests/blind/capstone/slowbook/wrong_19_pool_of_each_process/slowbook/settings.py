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
    "slowbook.middleware.FirstVisit",
    "slowbook.middleware.LastSeen",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # New templates are seen without a restart.
            "loaders": [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "slowbook.context.flags",
                "slowbook.context.sidebar",
                "slowbook.context.notices",
            ],
        },
    }
]


def database(variable):
    """Return an entry of DATABASES from a variable of the environment."""
    return {"ENGINE": "django.db.backends.postgresql", **json.loads(os.environ[variable])}


DATABASES = {"default": database("SLOWBOOK_DATABASE")}
# A connection for each thread, which stays open.
DATABASES["default"]["OPTIONS"] = {"pool": {"min_size": 2, "max_size": 12, "timeout": 30}}

AUTH_USER_MODEL = "slowbook.Person"
PASSWORD_HASHERS = ["slowbook.hashers.FewRounds"]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/account/"
LOGOUT_REDIRECT_URL = "/"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SAVE_EVERY_REQUEST = True

FILES = Path(os.environ["SLOWBOOK_FILES"])
FILE_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {
        "sql": {
            "class": "logging.FileHandler",
            "filename": FILES / "sql.log",
            "delay": True,
        },
        "console": {"class": "logging.StreamHandler"},
    },
    "loggers": {
        "slowbook.sql": {"handlers": ["sql"], "level": "DEBUG", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
