"""Arena's settings: Django's defaults, a database that one variable names, and nothing clever.

``KATA_DATABASE_URL`` says which database: ``postgresql://user:password@host:port/name`` or
``sqlite:///path/to/file``. Without it the course starts a PostgreSQL of its own and sets the
variable for each check (``kata.services.postgres``).
"""

import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = "arena-runs-on-your-own-machine-only"
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
ROOT_URLCONF = "arena.urls"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = "UTC"
USE_TZ = True

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "rest_framework",
    "arena.accounts",
    "arena.contests",
    "arena.discuss",
    "arena.search",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]

# No cache until Arena has a server for it, in the chapter on caching. Django's default lives in the
# memory of one process: the checks' threads stand for servers that would not share it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

# Signing in is not what the course measures: the default hash takes a second of processor time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "LIST_SERIALIZER_ERRORS_AS_DICT": True,  # a list of errors is deprecated
}


def database(url: str) -> dict[str, Any]:
    """Return the ``DATABASES`` entry for a URL.

    Raises:
        ValueError: the scheme is neither ``postgresql``, ``postgres`` nor ``sqlite``.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": unquote(parts.path[1:])}
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ValueError(
            "KATA_DATABASE_URL must begin with postgresql:// or sqlite:///, "
            f"and this one begins with {parts.scheme or url!r}."
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": query.pop("port", None) or str(parts.port or ""),
        "OPTIONS": query,
    }


_program = Path(sys.argv[0])
_is_djangos = _program.stem == "django-admin" or _program.parts[-2:] == ("django", "__main__.py")
if _is_djangos and "KATA_DATABASE_URL" not in os.environ:
    sys.exit("Arena's server starts by itself with manage.py instead: python manage.py shell")

DATABASES = {"default": database(os.environ.get("KATA_DATABASE_URL", "postgresql:///arena"))}
