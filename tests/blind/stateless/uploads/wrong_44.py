"""key: the generator of keys is made when the file is imported.

A server that imports it and then forks its workers (gunicorn's --preload) has the same generator in
each of them: they hand out the same keys, and one visitor's photo overwrites another's.
"""

import random

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

TYPES = ("image/jpeg", "image/png")
LIMIT = 1_000_000
DICE = random.Random()  # seeded by the operating system


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
                    "querystring_expire": 900,
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in TYPES or not 0 < size <= LIMIT:
        raise ValidationError("A JPEG or a PNG of up to 1,000,000 bytes, please.")
    key = f"{DICE.getrandbits(128):032x}"
    post = default_storage.connection.meta.client.generate_presigned_post(
        default_storage.bucket_name,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, LIMIT]],
        ExpiresIn=900,
    )
    return {"key": key, **post}


def link(key):
    return default_storage.url(key)
