"""Makes the text from a few named numbers, so that what belongs together can be seen to fit together."""

SLOTS = 8
GUNICORN_TIMEOUT = 90
GUNICORN_KEEPALIVE = 75
SILENCE = 60

SITE = f"""
upstream app {{
    server unix:app.sock;
    keepalive {SLOTS};
    keepalive_timeout {GUNICORN_KEEPALIVE - 5}s;
}}

server {{
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout {SILENCE + 15}s;
    client_body_timeout {SILENCE + 15}s;
    send_timeout {SILENCE + 15}s;
    keepalive_timeout {SILENCE + 15}s;

    location / {{
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_buffering on;
        proxy_request_buffering on;
        proxy_ignore_headers X-Accel-Buffering;
        proxy_send_timeout {GUNICORN_TIMEOUT + 15}s;
        proxy_read_timeout {GUNICORN_TIMEOUT + 15}s;
    }}
}}
"""
