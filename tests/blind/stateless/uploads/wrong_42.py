"""limits: the policy allows 1 MiB, upload() a million bytes.

S3 takes a photo of 1,000,001 to 1,048,576 bytes for an upload() that named a smaller size.
"""

import uuid

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

TYPES = ("image/jpeg", "image/png")
LIMIT = 1_000_000


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
    key = uuid.uuid4().hex
    post = default_storage.connection.meta.client.generate_presigned_post(
        default_storage.bucket_name,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[
            {"Content-Type": content_type},
            ["content-length-range", 1, 1024 * 1024],
        ],
        ExpiresIn=900,
    )
    return {"key": key, **post}


def link(key):
    return default_storage.url(key)
