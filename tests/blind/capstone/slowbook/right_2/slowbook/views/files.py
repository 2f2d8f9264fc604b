"""Files that people upload, and those of the site."""

import hashlib
import os
import re

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from slowbook.models import Upload

DONE = "INSERT INTO slowbook_done (request, created) VALUES (%s, now()) ON CONFLICT DO NOTHING"
LARGEST = 1_000_000
TYPES = {"css": "text/css; charset=utf-8", "txt": "text/plain; charset=utf-8"}
STATIC = settings.HERE / "static"


@login_required
@require_POST
def upload(request):
    """Store a text file under a name that is made from what is in it."""
    file = request.FILES.get("file")
    if file is None or file.size > LARGEST or not file.name.endswith(".txt"):
        return HttpResponseBadRequest("Please send a .txt file of at most 1 MB.")
    text = file.read()
    digest = hashlib.sha256(text).hexdigest()
    folder = settings.FILES / "uploads"
    folder.mkdir(exist_ok=True)
    # Nobody reads a part of a file: it gets its name when all of it is there.
    part = folder / f"{digest[:16]}.{os.getpid()}"
    part.write_bytes(text)
    part.rename(folder / f"{digest[:16]}.txt")
    # nginx may send the request again when a back end is killed; it is stored once.
    number = request.headers.get("X-Request-Id", "")
    with transaction.atomic(), connection.cursor() as cursor:
        if number:
            cursor.execute(DONE, [number])
        if not number or cursor.rowcount:
            Upload.objects.create(
                person=request.user, name=file.name[:100], size=file.size, digest=digest
            )
    return redirect("/account/")


def download(request, name):
    """Return a file that somebody has uploaded."""
    return send(settings.FILES / "uploads", name)


def static(request, name):
    """Return a file of the site."""
    return send(STATIC, name)


def send(folder, name):
    """Return a file of a folder."""
    path = folder / name
    if not re.fullmatch(r"[\w-]+\.(css|txt)", name) or not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type=TYPES[path.suffix[1:]])
