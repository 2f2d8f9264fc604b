"""Other names for everything: a folder in the bucket, a class, a client of its own, hex digits."""

import secrets

import boto3
from botocore.config import Config
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from storages.backends.s3 import S3Storage

ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}
LARGEST = 1_000_000
SECONDS = 600
FOLDER = "media"


class Photos(S3Storage):
    """Numbers the files by chance instead of looking which are there."""

    def get_available_name(self, name, max_length=None):
        return f"{secrets.token_hex(16)}/{name}"


def settings(env):
    return {
        "S3": env,
        "STORAGES": {
            "default": {
                "BACKEND": f"{__name__}.Photos",
                "OPTIONS": {
                    "endpoint_url": env["S3_URL"],
                    "access_key": env["ACCESS_KEY"],
                    "secret_key": env["SECRET_KEY"],
                    "bucket_name": env["BUCKET"],
                    "region_name": "us-east-1",
                    "signature_version": "s3v4",
                    "location": FOLDER,
                    "querystring_expire": SECONDS,
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in ENDINGS or size > LARGEST:
        raise ValidationError("A JPEG or a PNG, please, of 1 MB at most.")
    key = secrets.token_urlsafe(24)
    env = django_settings.S3
    client = boto3.client(
        "s3",
        endpoint_url=env["S3_URL"],
        aws_access_key_id=env["ACCESS_KEY"],
        aws_secret_access_key=env["SECRET_KEY"],
        region_name="us-east-1",
        config=Config(signature_version="s3v4"),
    )
    form = client.generate_presigned_post(
        env["BUCKET"],
        f"{FOLDER}/{key}",
        Fields={"Content-Type": content_type},
        Conditions=[{"Content-Type": content_type}, ["content-length-range", 0, LARGEST]],
        ExpiresIn=SECONDS,
    )
    return {"key": key, **form}


def link(key):
    return default_storage.url(key)
