"""A list from extra() conditions on UPPER(email), with the index made for patterns and a pattern that escapes its special characters."""

import re

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="people_by_email")

# COALESCE(%s, email) is the parameter, with the collation of the column.
SAME = "UPPER(email) = UPPER(COALESCE(%s, email))"
LIKE = "UPPER(email) LIKE UPPER(COALESCE(%s, email))"


class People:
    def __init__(self, condition, value):
        self.queryset = User.objects.extra(where=[condition], params=[value])

    def keys(self):
        return list(self.queryset.order_by("id").values_list("id", flat=True))


def with_email(email):
    return People(SAME, email).keys()


def email_begins(text):
    pattern = re.sub(r"([\\%_])", r"\\\1", text) + "%"
    return People(LIKE, pattern).keys()
