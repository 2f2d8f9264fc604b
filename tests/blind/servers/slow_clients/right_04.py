"""The lines stand in the server, and the location inherits them all."""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 16;
    keepalive_timeout 30s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header Connection "";
    proxy_http_version 1.1;
    proxy_read_timeout 120s;

    location / {
        proxy_pass http://app;
    }
}
"""
