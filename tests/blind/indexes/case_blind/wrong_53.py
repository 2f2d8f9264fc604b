"""Rule text: % and _ in the beginning match other characters.

The text goes into the pattern of LIKE as it is. It shows for email_begins("a_b"), which also finds axb@example.com.
"""

from django.contrib.postgres.indexes import OpClass
from django.db import connection
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email_upper")
SQL = "SELECT id FROM accounts_user WHERE UPPER(email) LIKE UPPER(%s) ORDER BY id"


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [text + "%"])
        return [pk for (pk,) in cursor.fetchall()]
