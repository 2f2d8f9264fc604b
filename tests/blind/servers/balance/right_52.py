"""least_conn in a shared zone instead of taking turns; retries after a dead connection, a broken answer or 503, and only once."""

NGINX = """
upstream arena {
    zone arena 128k;
    least_conn;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    proxy_next_upstream error invalid_header http_503;
    proxy_next_upstream_tries 2;

    location / {
        proxy_pass http://arena;
        proxy_set_header Host $http_host;
    }
}
"""
