"""Right: one statement of SQL for all targets, one fresh user."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

SQL = """
SELECT 'post', p.id, p.title, p.author_id, c.setter_id
FROM discuss_post p
LEFT JOIN contests_contest c ON c.id = p.contest_id
WHERE p.id = ANY(%s::bigint[])
UNION ALL
SELECT 'comment', m.id, m.body, m.author_id, c.setter_id
FROM discuss_comment m
JOIN discuss_post p ON p.id = m.post_id
LEFT JOIN contests_contest c ON c.id = p.contest_id
WHERE m.id = ANY(%s::bigint[])
"""


def listed(reports, visitor):
    reports = list(reports)
    keys = [key_of(report) for report in reports]
    targets = {}
    wanted = [
        sorted({pk for kind, pk in filter(None, keys) if kind == name})
        for name in ("post", "comment")
    ]
    if any(wanted):
        with connection.cursor() as cursor:
            cursor.execute(SQL, wanted)
            for kind, pk, text, author, setter in cursor.fetchall():
                targets[kind, pk] = text, author, setter

    allowed = {}
    now = User.objects.filter(pk=visitor.pk).first() if visitor.is_active else None
    active = now is not None and now.is_active
    if active:
        for kind in {kind for kind, _ in targets}:
            allowed[kind] = now.has_perm(f"discuss.change_{kind}")

    rows = []
    for report, key in zip(reports, keys, strict=True):
        row = {"report": report.pk, "text": None, "may_change": False}
        if key in targets:
            text, author, setter = targets[key]
            row["text"] = text
            row["may_change"] = active and (visitor.pk in (author, setter) or allowed[key[0]])
        rows.append(row)
    return rows


def key_of(report):
    target = report._meta.get_field("target")
    type_id = getattr(report, report._meta.get_field(target.ct_field).attname)
    pk = getattr(report, target.fk_field)
    if pk is None:
        return None
    for model in (Post, Comment):
        # The manager of content types remembers both.
        if ContentType.objects.get_for_model(model).pk == type_id:
            return model._meta.model_name, int(pk)
    return None
