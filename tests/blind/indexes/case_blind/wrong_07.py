"""WRONG: "rows: all people who match": the range ends at the text and a z, so it lacks the addresses
that go on with a z and more, or with an é."""

from django.db import connection
from django.db.models import Index
from django.db.models.functions import Collate, Lower

from arena.accounts.models import User

INDEX = Index(Collate(Lower("email"), "C"), name="user_email_lower_c")

COLUMN = 'lower(email) COLLATE "C"'


def _fetch(where, params):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {User._meta.db_table} WHERE {where} ORDER BY id", params)
        return [pk for (pk,) in cursor.fetchall()]


def with_email(email):
    return _fetch(f"{COLUMN} = lower(%s::text)", [email])


def email_begins(text):
    return _fetch(
        f"{COLUMN} >= lower(%s::text) AND {COLUMN} < lower(%s::text) || 'z'", [text, text]
    )
