"""Each name is cached as a list of no or one username, read with get_many() under a version of its own and filled by SQL."""

from django.core.cache import cache
from django.db import connection

from arena.accounts.models import User

VERSION = "usernames"
TIMEOUT = 30 * 60


def name(user_id):
    return names([user_id])[0]


def fetch(ids):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, username FROM accounts_user WHERE id = ANY(%s)", [ids])
        return dict(cursor.fetchall())


def names(user_ids):
    wanted = [User._meta.pk.to_python(user_id) for user_id in user_ids]
    if not wanted:
        return []
    entries = cache.get_many(list(dict.fromkeys(wanted)), version=VERSION)
    unknown = [pk for pk in dict.fromkeys(wanted) if pk not in entries]
    if unknown:
        rows = fetch(unknown)
        new = {pk: [rows[pk]] if pk in rows else [] for pk in unknown}
        cache.set_many(new, timeout=TIMEOUT, version=VERSION)
        entries |= new
    return [entry[0] if (entry := entries[pk]) else None for pk in wanted]
