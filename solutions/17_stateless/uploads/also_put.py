"""A PUT, whose signature includes type and length."""

from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}
LARGEST = 1_000_000
SECONDS = 600


def settings(env):
    return {
        "STORAGES": {
            "default": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "bucket_name": env["BUCKET"],
                    "region_name": "us-east-1",
                    "signature_version": "s3v4",
                    "file_overwrite": False,
                    "querystring_expire": SECONDS,
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in ENDINGS or size > LARGEST:
        raise ValidationError("A JPEG or a PNG, please, of 1 MB at most.")
    key = f"uploads/{uuid4()}.{ENDINGS[content_type]}"
    url = default_storage.connection.meta.client.generate_presigned_url(
        "put_object",
        Params={
            "Bucket": default_storage.bucket_name,
            "Key": key,
            "ContentType": content_type,
            "ContentLength": size,
        },
        ExpiresIn=SECONDS,
    )
    return {"key": key, "url": url, "headers": {"Content-Type": content_type}}


def link(key):
    return default_storage.url(key)
