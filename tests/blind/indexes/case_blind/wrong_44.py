"""rows: people without an address do not match the empty one.

The index leaves them out to stay small, and with_email("") answers with nobody, although their
address is equal to what was asked. email_begins("") leaves them out, too.
"""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index, Q
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(
    OpClass(Upper("email"), name="text_pattern_ops"),
    name="user_email",
    condition=~Q(email=""),
)


def _people():
    people = User.objects.exclude(email="")
    return people.order_by("pk").values_list("pk", flat=True)


def with_email(email):
    return _people().filter(email__iexact=email)


def email_begins(text):
    return _people().filter(email__istartswith=text)
