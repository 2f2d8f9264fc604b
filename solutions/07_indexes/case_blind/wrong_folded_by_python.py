"""PostgreSQL folds the column, and Python folds the question: for İ they don't agree.

Breaks: rows
Fails: answer
"""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Lower

from arena.accounts.models import User

INDEX = Index(OpClass(Lower("email"), name="text_pattern_ops"), name="user_email_lower")


def folded():
    return User.objects.annotate(folded=Lower("email")).order_by("pk")


def with_email(email):
    return folded().filter(folded=email.lower()).values_list("pk", flat=True)


def email_begins(text):
    return folded().filter(folded__startswith=text.lower()).values_list("pk", flat=True)
