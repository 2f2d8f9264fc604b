"""pages

Bodies go to the back end while they come (proxy_request_buffering off), and nginx can't send them a second time: a GET with a body
(a search, as clients of Elasticsearch send it) gets 502 if the first back end is killed, or its 503, and is not sent to the other.
"""

NGINX = r"""
upstream arena {
    server unix:one.sock max_fails=0;
    server unix:two.sock max_fails=0;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 0;

    location / {
        proxy_pass http://arena;
        proxy_next_upstream error http_503;
        proxy_http_version 1.1;
        proxy_set_header Connection close;
        # uploads don't wait on nginx's disk
        proxy_request_buffering off;
    }
}
"""
