"""WRONG: "text: %, _ and \\ stand for themselves": nothing escapes them, so a_b also finds axb."""

from django.contrib.postgres.indexes import OpClass
from django.db import connection
from django.db.models import Index
from django.db.models.functions import Lower

from arena.accounts.models import User

INDEX = Index(OpClass(Lower("email"), name="text_pattern_ops"), name="user_email_lower")


def _keys(condition, value):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {User._meta.db_table} WHERE {condition} ORDER BY id", [value]
        )
        return [pk for (pk,) in cursor.fetchall()]


def with_email(email):
    return _keys("lower(email) = lower(%s::text)", email)


def email_begins(text):
    return _keys("lower(email) LIKE lower(%s::text)", text + "%")
