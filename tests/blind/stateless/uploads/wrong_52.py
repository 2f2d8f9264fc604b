"""Breaks: names.

django-storages overwrites by default, and file_overwrite is not set: the second default_storage.save("photo.jpg", ...) replaces the
file of the first.
"""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}
LARGEST = 1_000_000


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
                    "querystring_expire": 900,
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in ENDINGS:
        raise ValidationError("A photo is a JPEG or a PNG.")
    if not 0 <= size <= LARGEST:
        raise ValidationError("A photo has up to 1,000,000 bytes.")
    key = f"photos/{uuid4().hex}.{ENDINGS[content_type]}"
    post = default_storage.connection.meta.client.generate_presigned_post(
        Bucket=default_storage.bucket_name,
        Key=key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 0, LARGEST]],
        ExpiresIn=900,
    )
    return {"key": key, "url": post["url"], "fields": post["fields"]}


def link(key):
    return default_storage.url(key)
