"""Rule rows: an address with ß isn't found, not even by itself.

Python's upper() makes SS of ß, and PostgreSQL's leaves it. It shows for with_email("strauß@example.com") where that person exists.
"""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email_upper")


def with_email(email):
    people = User.objects.alias(upper=Upper("email")).filter(upper=email.upper())
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.alias(upper=Upper("email")).filter(upper__startswith=text.upper())
    return people.order_by("pk").values_list("pk", flat=True)
