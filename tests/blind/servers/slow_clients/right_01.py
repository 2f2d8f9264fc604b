"""Only the wrong lines are gone: nginx buffers and keeps connections by default."""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 60s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_read_timeout 100s;
    }
}
"""
