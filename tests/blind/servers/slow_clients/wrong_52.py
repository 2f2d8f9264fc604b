"""Rule "downloads": gunicorn finishes a response of up to 10 MB while its client reads nothing.

Without a temporary file, nginx holds the 512 KB of its buffers. With a larger response, gunicorn waits again until the client
reads.
"""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 60s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout 90s;
    client_body_timeout 90s;
    send_timeout 90s;

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        proxy_buffering on;
        proxy_ignore_headers X-Accel-Buffering;
        proxy_buffers 16 32k;
        proxy_max_temp_file_size 0;  # no slow disk
        proxy_request_buffering on;
        proxy_read_timeout 100s;
    }
}
"""
