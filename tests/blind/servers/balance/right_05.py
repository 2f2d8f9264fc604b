"""A back end by chance; a few idle connections are kept for a short time."""

NGINX = """
upstream arena {
    random;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
    keepalive 16;
    keepalive_timeout 5s;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://arena;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_next_upstream error http_503;
    }
}
"""
