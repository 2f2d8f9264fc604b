"""next: only the process that wrote it understands it.

The place is signed, so that nobody makes one up, with a key that each process draws for itself. A
second worker, and the same one after a restart, raises BadSignature.
"""

import secrets
from datetime import datetime

from django.core.signing import Signer
from django.db.models import F
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan

from arena.discuss.models import Comment


signer = Signer(key=secrets.token_hex(32), salt="comments")


def _write(comment):
    return signer.sign_object([comment["created_at"].isoformat(), comment["id"]])


def _read(text):
    moment, key = signer.unsign_object(text)
    return datetime.fromisoformat(moment), key


def page(after=None, size=50):
    comments = Comment.objects.order_by("-created_at", "-pk").values("id", "body", "created_at")
    if after:
        comments = comments.filter(TupleLessThan(Tuple(F("created_at"), F("id")), _read(after)))
    found = list(comments[: size + 1])
    shown = found[:size]
    return {
        "comments": shown,
        "next": _write(shown[-1]) if shown and len(found) > size else None,
    }
