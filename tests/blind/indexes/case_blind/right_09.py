"""Right: raw SQL, and PostgreSQL's own collation, which knows every letter and sorts by bytes."""

from django.db import connection
from django.db.models import Func, Index

from arena.accounts.models import User


class PortableUpper(Func):
    function = "UPPER"
    template = '%(function)s(%(expressions)s COLLATE "pg_c_utf8")'


INDEX = Index(PortableUpper("email"), name="user_email")

SELECT = f'SELECT id FROM {User._meta.db_table} WHERE upper(email COLLATE "pg_c_utf8")'


def _keys(sql, text):
    with connection.cursor() as cursor:
        cursor.execute(sql, [text])
        return [key for (key,) in cursor.fetchall()]


def with_email(email):
    return _keys(SELECT + ' = upper(%s COLLATE "pg_c_utf8") ORDER BY id', email)


def email_begins(text):
    for character in ("\\", "%", "_"):
        text = text.replace(character, "\\" + character)
    return _keys(SELECT + ' LIKE upper(%s COLLATE "pg_c_utf8") ORDER BY id', text + "%")
