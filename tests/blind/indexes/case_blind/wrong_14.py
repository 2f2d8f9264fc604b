"""Wrong, queries: a text of fewer than three letters, which may find very many, is counted first: two queries. Longer ones need one."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email")


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    people = User.objects.filter(email__istartswith=text)
    keys = people.order_by("pk").values_list("pk", flat=True)
    if len(text) < 3 and keys.count() > 1000:
        return keys.iterator(chunk_size=500)
    return keys
