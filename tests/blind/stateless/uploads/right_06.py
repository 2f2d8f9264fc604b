"""A client of its own, made from the settings; everything lies below photos/ in the bucket."""

import uuid

import boto3
from botocore.config import Config
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

FOLDER = "photos"
SIZES = range(1, 1_000_001)
ENDINGS = {"image/jpeg": "jpeg", "image/png": "png"}


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
                    "location": FOLDER,
                    "file_overwrite": False,
                    "querystring_expire": 1800,
                },
            },
        },
    }


def upload(name, content_type, size):
    if content_type not in ENDINGS or size not in SIZES:
        raise ValidationError(
            "%(type)s with %(size)s bytes is not taken.",
            code="invalid",
            params={"type": content_type, "size": size},
        )
    options = django_settings.STORAGES["default"]["OPTIONS"]
    client = boto3.client(
        "s3",
        endpoint_url=options["endpoint_url"],
        aws_access_key_id=options["access_key"],
        aws_secret_access_key=options["secret_key"],
        region_name=options["region_name"],
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    key = f"{uuid.uuid4().hex}.{ENDINGS[content_type]}"
    url = client.generate_presigned_url(
        "put_object",
        Params={
            "Bucket": options["bucket_name"],
            # The storage puts its location before each name, so the object needs it too.
            "Key": f"{FOLDER}/{key}",
            "ContentType": content_type,
            "ContentLength": size,
        },
        ExpiresIn=1800,
        HttpMethod="PUT",
    )
    return {"key": key, "url": url, "headers": {"Content-Type": content_type}}


def link(key):
    return default_storage.url(key)
