"""rows: somebody whose address is asked for exactly as it is stored is not found.

The question is folded by Python, the column by PostgreSQL. They differ for a few letters: Python
makes two characters of "İ", so "İbrahim@example.com" never matches itself.
"""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Lower

from arena.accounts.models import User

INDEX = Index(OpClass(Lower("email"), name="text_pattern_ops"), name="user_email")


def _people():
    return User.objects.alias(folded=Lower("email")).order_by("pk").values_list("pk", flat=True)


def with_email(email):
    return _people().filter(folded=email.lower())


def email_begins(text):
    return _people().filter(folded__startswith=text.lower())
