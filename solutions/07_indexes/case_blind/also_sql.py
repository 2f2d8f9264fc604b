"""SQL by hand: a LIKE whose special characters are escaped, and an equality."""

from django.contrib.postgres.indexes import OpClass
from django.db import connection
from django.db.models import Index
from django.db.models.functions import Upper

INDEX = Index(OpClass(Upper("email"), name="varchar_pattern_ops"), name="user_email_upper")


def asked(condition, text):
    sql = f"SELECT id FROM accounts_user WHERE upper(email) {condition} ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(sql, [text])
        return [key for (key,) in cursor.fetchall()]


def with_email(email):
    return asked("= upper(%s)", email)


def email_begins(text):
    for special in ("\\", "%", "_"):
        text = text.replace(special, f"\\{special}")
    return asked("LIKE upper(%s)", f"{text}%")
