"""Views for what a server may store where others don't find it: sessions, caches, files, a key.

A server of ``kata.checks.site_servers`` has them. Each gets what a check asks by name.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model, login, logout
from django.core import signing
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def log_in(request: Any, name: str) -> None:
    """Log a user in, without a password."""
    model: Any = get_user_model()
    login(request, model._default_manager.get_by_natural_key(name))


def log_out(request: Any) -> None:
    """Log the visitor out."""
    logout(request)


def who(request: Any) -> str:
    """Return the name of the user who is logged in; empty for nobody."""
    return str(request.user.get_username())


def visit(request: Any) -> int:
    """Count a page in the visitor's session, and return how many there were."""
    request.session["pages"] = pages(request) + 1
    return pages(request)


def pages(request: Any) -> int:
    """Return how many pages the visitor's session counts."""
    return int(request.session.get("pages", 0))


def store(request: Any, key: str, value: object) -> None:
    """Cache a value; None deletes it."""
    if value is None:
        cache.delete(key)
    else:
        cache.set(key, value)


def cached(request: Any, key: str) -> Any:
    """Return a value from the cache."""
    return cache.get(key)


def count(request: Any, key: str) -> int:
    """Count in the cache, and return the number."""
    cache.add(key, 0)
    return cache.incr(key)


def save(request: Any, text: str) -> str:
    """Store a file, and return its name."""
    return default_storage.save("photo.txt", ContentFile(text.encode()))


def read(request: Any, name: str) -> str | None:
    """Return the text of a file, None if there is none."""
    try:
        with default_storage.open(name) as file:
            return bytes(file.read()).decode()
    except FileNotFoundError:
        return None


def sign(request: Any, value: object) -> str:
    """Return a signed value."""
    return signing.dumps(value)


def unsign(request: Any, token: str) -> Any:
    """Return the value of a token, None if it has no valid signature."""
    try:
        return signing.loads(token)
    except signing.BadSignature:
        return None


ALL = (log_in, log_out, who, visit, pages, store, cached, count, save, read, sign, unsign)
