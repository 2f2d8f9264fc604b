"""RIGHT: Manager.raw() and the operator ^@ (begins with), which knows no wildcards; sorted as C does."""

from django.db.models import Index
from django.db.models.functions import Collate, Lower

from arena.accounts.models import User

INDEX = Index(Collate(Lower("email"), "C"), name="user_email_lower_c")


def with_email(email):
    people = User.objects.raw(
        'SELECT id FROM accounts_user WHERE lower(email) COLLATE "C" = lower(%s::text) ORDER BY id',
        [email],
    )
    return [person.pk for person in people]


def email_begins(text):
    people = User.objects.raw(
        'SELECT id FROM accounts_user WHERE lower(email) COLLATE "C" ^@ lower(%s::text) ORDER BY id',
        [text],
    )
    return [person.pk for person in people]
