"""Right: responses wait in memory (16 MB), request bodies too."""

GUNICORN_TIMEOUT = 90
GUNICORN_KEEPALIVE = 75
SLOTS = 8
SILENCE = 60

SITE = f"""
upstream app {{
    server unix:app.sock;
    keepalive {SLOTS};
    keepalive_timeout {GUNICORN_KEEPALIVE - 10}s;
}}

server {{
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_body_buffer_size 10m;
    client_header_timeout {SILENCE + 15}s;
    client_body_timeout {SILENCE + 15}s;
    send_timeout {SILENCE + 15}s;

    location / {{
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_buffers 32 512k;
        proxy_max_temp_file_size 0;
        proxy_read_timeout {GUNICORN_TIMEOUT + 20}s;
    }}
}}
"""
