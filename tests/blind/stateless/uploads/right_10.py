"""Each name that is saved gets something random, so nobody need ask S3 whether it is free."""

import posixpath
from uuid import uuid4

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.storage import storages
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

MAX_SIZE = 1_000_000
ALLOWED = {"image/jpeg": ".jpg", "image/png": ".png"}


class UniqueNames(S3Storage):
    def get_available_name(self, name, max_length=None):
        folder, file_name = posixpath.split(clean_name(str(name)))
        root, extension = posixpath.splitext(file_name)
        tail = f"_{uuid4().hex}{extension}"
        if max_length is not None:
            room = max_length - len(posixpath.join(folder, tail))
            if room < 1:
                raise SuspiciousFileOperation(f"No name of {max_length} letters for {name}.")
            root = root[:room]
        return posixpath.join(folder, f"{root}{tail}")


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": f"{UniqueNames.__module__}.{UniqueNames.__qualname__}",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"],
                    "bucket_name": env["BUCKET"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "region_name": "us-east-1",
                    "signature_version": "s3v4",
                    "addressing_style": "path",
                    "querystring_expire": 3600,
                    "object_parameters": {"CacheControl": "private, max-age=86400"},
                },
            },
        },
    }


def upload(name, content_type, size):
    try:
        extension = ALLOWED[content_type]
    except KeyError:
        raise ValidationError("Please choose a JPEG or a PNG.") from None
    if not 1 <= size <= MAX_SIZE:
        raise ValidationError("Please choose a photo of up to 1,000,000 bytes.")
    storage = storages["default"]
    key = f"{uuid4().hex}{extension}"
    fields = {"Content-Type": content_type, "success_action_status": "201"}
    post = storage.connection.meta.client.generate_presigned_post(
        Bucket=storage.bucket_name,
        Key=key,
        Fields=fields,
        # This very size and no other.
        Conditions=[["content-length-range", size, size]]
        + [{field: value} for field, value in fields.items()],
        ExpiresIn=3600,
    )
    return {"key": key, "url": post["url"], "fields": post["fields"]}


def link(key):
    return storages["default"].url(key)
