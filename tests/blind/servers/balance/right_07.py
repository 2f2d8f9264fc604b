"""A broken header counts as killed; the address is passed as it came."""

NGINX = """
upstream arena {
    server unix:one.sock weight=1 max_fails=0;
    server unix:two.sock weight=1 max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://arena$request_uri;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_request_buffering on;
        proxy_next_upstream error timeout invalid_header http_503;
        proxy_next_upstream_timeout 0;
        proxy_next_upstream_tries 0;
    }
}
"""
