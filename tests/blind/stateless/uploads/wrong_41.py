"""limits: the policy lets the browser choose any image type.

upload() asks for JPEG or PNG, but S3 takes the same form with the field Content-Type changed to
image/gif or image/svg+xml: the policy only wants that it starts with image/.
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
            ["starts-with", "$Content-Type", "image/"],
            ["content-length-range", 1, LIMIT],
        ],
        ExpiresIn=900,
    )
    return {"key": key, **post}


def link(key):
    return default_storage.url(key)
