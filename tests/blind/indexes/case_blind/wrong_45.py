"""text: a character does not stand for itself but for another one that looks the same.

What was typed is normalised (NFKC, as Django does with user names), the column is not. An address
with "ﬁ" (one character) or with a decomposed "é" is not found by exactly the same text, and
with_email("ﬁn@example.com") finds "fin@example.com".
"""

import unicodedata

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email")


def with_email(email):
    people = User.objects.filter(email__iexact=unicodedata.normalize("NFKC", email))
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=unicodedata.normalize("NFKC", text))
    return people.order_by("pk").values_list("pk", flat=True)
