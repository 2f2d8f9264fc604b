"""RIGHT: plain SQL through a cursor, with the wildcards of LIKE escaped by hand."""

from django.contrib.postgres.indexes import OpClass
from django.db import connection
from django.db.models import Index
from django.db.models.functions import Lower

from arena.accounts.models import User

INDEX = Index(OpClass(Lower("email"), name="text_pattern_ops"), name="user_email_lower")


def _keys(condition, value):
    table = connection.ops.quote_name(User._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE {condition} ORDER BY id", [value])
        return [pk for (pk,) in cursor.fetchall()]


def with_email(email):
    return _keys("lower(email) = lower(%s::text)", email)


def email_begins(text):
    # The backslash first: the others get one.
    for special in ("\\", "%", "_"):
        text = text.replace(special, "\\" + special)
    return _keys("lower(email) LIKE lower(%s::text)", text + "%")
