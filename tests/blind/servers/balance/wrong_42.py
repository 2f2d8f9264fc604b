"""new writes

A back end that has failed once isn't asked for 30 seconds, even if it is up again: when the second one is deployed within that time and
refuses connections, a POST (or GET) gets 502 at once though the first back end would take it.
"""

NGINX = r"""
upstream arena {
    zone arena 64k;
    server unix:one.sock max_fails=1 fail_timeout=30s;
    server unix:two.sock max_fails=1 fail_timeout=30s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error timeout http_503;
        proxy_set_header Connection close;
    }
}
"""
