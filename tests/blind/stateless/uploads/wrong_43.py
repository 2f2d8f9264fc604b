"""links: a link is remembered for half an hour, for browsers to find the photo in their cache.

It was signed for half an hour when it was asked for first. A client that gets it again at the end of that
time has a link that S3 serves for a minute, or a second, instead of at least five minutes.
"""

import time
import uuid
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

TYPES = ("image/jpeg", "image/png")
LIMIT = 1_000_000
LIFE = 1_800


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"],
                    "bucket_name": env["BUCKET"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "region_name": "us-east-1",
                    "signature_version": "s3v4",
                    "addressing_style": "path",
                    "file_overwrite": False,
                    "querystring_expire": LIFE,
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in TYPES or not 0 < size <= LIMIT:
        raise ValidationError("A JPEG or a PNG of up to 1,000,000 bytes, please.")
    key = uuid.uuid4().hex
    post = default_storage.connection.meta.client.generate_presigned_post(
        default_storage.bucket_name,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, LIMIT]],
        ExpiresIn=900,
    )
    return {"key": key, **post}


@lru_cache(maxsize=10_000)
def _link(key, half_hour):
    return default_storage.url(key)


def link(key):
    return _link(key, int(time.time() // LIFE))
