"""Normalizes what was typed, and not the column: é of two characters is not found by itself.

Breaks: text
Fails: answer
"""

import unicodedata

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email_upper")


def with_email(email):
    people = User.objects.filter(email__iexact=unicodedata.normalize("NFKC", email))
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=unicodedata.normalize("NFKC", text))
    return people.order_by("pk").values_list("pk", flat=True)
