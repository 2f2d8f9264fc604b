"""The generator of keys is made before the server forks its workers: each has the same keys.

Breaks: key
Fails: key
"""

from random import Random

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}
LARGEST = 1_000_000
SECONDS = 600
dice = Random()


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
    key = f"uploads/{dice.getrandbits(128):032x}.{ENDINGS[content_type]}"
    form = default_storage.connection.meta.client.generate_presigned_post(
        default_storage.bucket_name,
        key,
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 0, LARGEST]],
        ExpiresIn=SECONDS,
    )
    return {"key": key, **form}


def link(key):
    return default_storage.url(key)
