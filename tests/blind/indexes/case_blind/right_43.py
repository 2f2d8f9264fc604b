"""An index on upper(email) in the order of bytes (COLLATE "C"), and SQL that names the same."""

from django.db import connection
from django.db.models import Index
from django.db.models.functions import Collate, Upper

INDEX = Index(Collate(Upper("email"), "C"), name="user_email")

EQUAL = 'SELECT id FROM accounts_user WHERE upper(email) COLLATE "C" = upper(%s) ORDER BY id'
BEGINS = 'SELECT id FROM accounts_user WHERE upper(email) COLLATE "C" LIKE upper(%s) ORDER BY id'


def _keys(statement, text):
    with connection.cursor() as cursor:
        cursor.execute(statement, [text])
        return [key for (key,) in cursor.fetchall()]


def with_email(email):
    return _keys(EQUAL, email)


def email_begins(text):
    literally = text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return _keys(BEGINS, literally + "%")
