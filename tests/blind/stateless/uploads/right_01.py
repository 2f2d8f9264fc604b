"""django-storages, and a POST that boto3 signs: the policy fixes key, type and length."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

MAX_SIZE = 1_000_000
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png"}


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
    if content_type not in SUFFIXES:
        raise ValidationError("Only JPEG and PNG, please.")
    if not 0 < size <= MAX_SIZE:
        raise ValidationError("At most 1,000,000 bytes, please.")
    key = f"photos/{uuid4().hex}{SUFFIXES[content_type]}"
    post = default_storage.bucket.meta.client.generate_presigned_post(
        default_storage.bucket_name,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 1, MAX_SIZE]],
        ExpiresIn=900,
    )
    return {"key": key, "url": post["url"], "fields": post["fields"]}


def link(key):
    return default_storage.url(key)
