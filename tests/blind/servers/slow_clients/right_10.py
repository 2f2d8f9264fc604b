"""Right: everything spelled out, at the level of the server."""

SITE = """
upstream app {
    server unix:app.sock max_fails=0;
    keepalive 16;
    keepalive_timeout 45s;
    keepalive_requests 100000;
    keepalive_time 24h;
}

server {
    listen unix:nginx.sock;

    client_max_body_size 10m;
    client_body_buffer_size 128k;
    client_header_timeout 2m;
    client_body_timeout 2m;
    send_timeout 2m;

    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;

    proxy_request_buffering on;
    proxy_buffering on;
    proxy_ignore_headers X-Accel-Buffering;
    proxy_buffers 16 32k;
    proxy_buffer_size 32k;
    proxy_max_temp_file_size 64m;

    proxy_connect_timeout 10s;
    proxy_send_timeout 120s;
    proxy_read_timeout 120s;

    location / {
        proxy_pass http://app;
    }
}
"""
