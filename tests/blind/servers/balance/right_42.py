"""The back end with the fewest requests is asked, with a zone that nginx's processes share, two tries, and again no back end that counts as failed."""

NGINX = r"""
upstream arena {
    zone arena 64k;
    least_conn;
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    proxy_http_version 1.1;
    proxy_set_header Connection close;
    proxy_request_buffering on;
    proxy_next_upstream error timeout invalid_header http_503;
    proxy_next_upstream_tries 2;
    proxy_next_upstream_timeout 0;
    proxy_intercept_errors off;

    location / {
        proxy_pass http://arena;
    }
}
"""
