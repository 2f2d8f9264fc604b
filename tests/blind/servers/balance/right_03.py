"""A connection for each request: none is reused just when its back end stops."""

NGINX = """
upstream arena {
    zone arena 64k;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;

    proxy_next_upstream error timeout http_503;
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Connection close;

    location / {
        proxy_pass http://arena;
    }
}
"""
