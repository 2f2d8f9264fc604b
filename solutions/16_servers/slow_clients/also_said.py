"""Says everything, as older versions of nginx need it."""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 16;
    keepalive_timeout 60s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_buffering on;
        proxy_request_buffering on;
        proxy_buffers 16 16k;
        proxy_read_timeout 2m;
    }
}
"""
