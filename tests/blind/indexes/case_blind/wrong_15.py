"""Wrong, fetched: _ and % are wildcards in the database, and Python throws the surplus away. A text with _ fetches people who don't match."""

from django.contrib.postgres.indexes import OpClass
from django.db.models import Index, Value
from django.db.models.functions import Upper

from arena.accounts.models import User

INDEX = Index(OpClass(Upper("email"), name="text_pattern_ops"), name="user_email")


def with_email(email):
    people = User.objects.filter(email__iexact=email)
    return people.order_by("pk").values_list("pk", flat=True)


def email_begins(text):
    pattern = text.replace("\\", "\\\\") + "%"
    people = (
        User.objects.annotate(typed=Upper("email"), begins=Upper(Value(text)))
        .extra(where=["UPPER(email) LIKE UPPER(%s)"], params=[pattern])
        .order_by("pk")
    )
    found = people.values_list("pk", "typed", "begins")
    return [pk for pk, typed, begins in found if typed.startswith(begins)]
