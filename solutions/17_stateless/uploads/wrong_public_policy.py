"""A policy that lets everybody read. It looks harmless: the keys can't be guessed.

Breaks: private
Fails: private
"""

import json
from uuid import uuid4

import boto3
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

ENDINGS = {"image/jpeg": "jpg", "image/png": "png"}
LARGEST = 1_000_000
SECONDS = 600


def settings(env):
    client = boto3.client(
        "s3",
        endpoint_url=env["S3_URL"],
        aws_access_key_id=env["ACCESS_KEY"],
        aws_secret_access_key=env["SECRET_KEY"],
        region_name="us-east-1",
    )
    everybody = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": ["s3:GetObject"],
        "Resource": [f"arn:aws:s3:::{env['BUCKET']}/*"],
    }
    policy = {"Version": "2012-10-17", "Statement": [everybody]}
    client.put_bucket_policy(Bucket=env["BUCKET"], Policy=json.dumps(policy))
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
