"""SQL with UPPER(email) on both sides; COALESCE gives the parameter the column's collation, and the index has text_pattern_ops."""

from django.contrib.postgres.indexes import OpClass
from django.db import connections, router
from django.db.models import F, Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper(F("email")), "text_pattern_ops"), name="user_upper_email")
TABLE = User._meta.db_table


def keys(condition, value):
    sql = f"SELECT id FROM {TABLE} WHERE UPPER(email) {condition} UPPER(COALESCE(%s, email)) ORDER BY id"
    with connections[router.db_for_read(User)].cursor() as cursor:
        cursor.execute(sql, [value])
        return [key for (key,) in cursor.fetchall()]


def with_email(email):
    return keys("=", email)


def email_begins(text):
    for special in "\\%_":  # the backslash first: it is the one that escapes the others
        text = text.replace(special, "\\" + special)
    return keys("LIKE", text + "%")
