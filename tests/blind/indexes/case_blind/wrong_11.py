"""Wrong, text: % and _ are escaped, the backslash is not. A text with a backslash finds others, or nobody."""

from django.contrib.postgres.indexes import OpClass
from django.db import connection
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email")


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    pattern = text.replace("%", r"\%").replace("_", r"\_") + "%"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM accounts_user WHERE upper(email) LIKE upper(%s) ORDER BY id",
            [pattern],
        )
        return [key for (key,) in cursor.fetchall()]
