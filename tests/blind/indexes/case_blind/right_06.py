"""RIGHT: no LIKE at all: a range of texts, from the beginning to it and the last characters there are."""

from django.db import connection
from django.db.models import Func, Index, TextField

from arena.accounts.models import User


class Folded(Func):
    """Lower case by Unicode's rules, sorted by code points."""

    function = "LOWER"
    template = '%(function)s(%(expressions)s COLLATE "pg_c_utf8")'
    arity = 1
    output_field = TextField()


INDEX = Index(Folded("email"), name="user_email_folded")

COLUMN = 'LOWER("email" COLLATE "pg_c_utf8")'
ASKED = 'LOWER(%s::text COLLATE "pg_c_utf8")'
# An address has at most 254 characters: whatever begins with the text is not above this.
LAST = "\U0010ffff" * 255


def _fetch(where, params):
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "id" FROM "accounts_user" WHERE {where} ORDER BY "id"', params)
        return [row[0] for row in cursor]


def with_email(email):
    return _fetch(f"{COLUMN} = {ASKED}", [email])


def email_begins(text):
    return _fetch(
        f"{COLUMN} >= {ASKED} AND {COLUMN} <= {ASKED} || %s::text", [text, text, LAST]
    )
