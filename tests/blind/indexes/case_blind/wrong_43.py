"""text: a space does not stand for itself.

Spaces around what was typed are taken away, so with_email(" ada@example.com") finds
"ada@example.com", and email_begins("ada ") finds "adam@example.com".
"""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email")


def with_email(email):
    people = User.objects.filter(email__iexact=email.strip())
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=text.strip())
    return people.order_by("pk").values_list("pk", flat=True)
