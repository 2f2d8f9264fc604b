"""Numbers have names; the text is put together in Python."""

GUNICORN_TIMEOUT = 90
GUNICORN_KEEPALIVE = 75
SLOTS = 8

SITE = f"""
upstream app {{
    server unix:app.sock;
    keepalive {SLOTS};
    keepalive_timeout {GUNICORN_KEEPALIVE - 15}s;
}}

server {{
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {{
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        proxy_read_timeout {GUNICORN_TIMEOUT + 10}s;
    }}
}}
"""
