"""A PUT: its signature covers Content-Type and the exact Content-Length."""

import secrets

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

MAX_SIZE = 1_000_000


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
                    "file_overwrite": False,
                    "default_acl": None,
                    "querystring_auth": True,
                    "querystring_expire": 30 * 60,
                },
            },
        },
    }


def upload(name, content_type, size):
    match content_type:
        case "image/jpeg":
            suffix = "jpg"
        case "image/png":
            suffix = "png"
        case _:
            raise ValidationError("A photo is a JPEG or a PNG.", code="type")
    if size < 1 or size > MAX_SIZE:
        raise ValidationError("A photo has up to 1,000,000 bytes.", code="size")
    key = f"{secrets.token_hex(16)}.{suffix}"
    # A browser sends Content-Length by itself, and S3 refuses another one than was signed.
    url = default_storage.connection.meta.client.generate_presigned_url(
        "put_object",
        Params={
            "Bucket": default_storage.bucket_name,
            "Key": key,
            "ContentType": content_type,
            "ContentLength": size,
        },
        ExpiresIn=600,
    )
    return {"key": key, "url": url, "headers": {"Content-Type": content_type}}


def link(key):
    return default_storage.url(key, expire=600)
