"""One UPDATE with CASE for all titles, and for each contest a hook of its own that deletes its key after the commit."""

from django.core.cache import cache
from django.db import transaction
from django.db.models import Case, Value, When

from arena.contests.models import Contest

MISSING = object()
TIMEOUT = 300


def key_of(contest_id):
    return f"contest_title:{contest_id}"


def title(contest_id):
    key = key_of(contest_id)
    found = cache.get(key, MISSING)
    if found is MISSING:
        found = Contest.objects.filter(pk=contest_id).values_list("title", flat=True).first()
        cache.set(key, found, timeout=TIMEOUT)
    return found


def forget(contest_id):
    def hook():
        cache.delete(key_of(contest_id))

    return hook


def rename(titles):
    if not titles:
        return
    field = Contest._meta.get_field("title")
    new = Case(
        *(
            When(pk=contest_id, then=Value(text, output_field=field))
            for contest_id, text in titles.items()
        ),
        output_field=field,
    )
    with transaction.atomic():
        for contest_id in titles:
            transaction.on_commit(forget(contest_id))
        Contest.objects.filter(pk__in=list(titles)).update(title=new)
