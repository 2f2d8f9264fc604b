"""Everything that concerns gunicorn is in the server block, and the location inherits it; the buffers hold most responses in memory."""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_requests 10000;
    keepalive_timeout 30s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout 2m;
    client_body_timeout 2m;
    send_timeout 2m;

    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header Connection "";

    proxy_buffering on;
    proxy_ignore_headers X-Accel-Buffering;
    proxy_buffers 32 32k;
    proxy_max_temp_file_size 64m;
    proxy_request_buffering on;

    proxy_send_timeout 110s;
    proxy_read_timeout 110s;

    location / {
        proxy_pass http://app;
    }
}
"""
