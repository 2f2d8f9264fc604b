"""The back end with fewer requests, and connections that stay open."""

NGINX = """
upstream arena {
    zone arena 64k;
    least_conn;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
    keepalive 16;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_pass http://arena$request_uri;
        proxy_connect_timeout 2s;
        proxy_next_upstream error timeout invalid_header http_502 http_503 http_504;
        proxy_next_upstream_tries 2;
    }
}
"""
