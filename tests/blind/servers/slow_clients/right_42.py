"""Most bodies and responses stay in nginx's memory and the rest goes to its temporary files, with all directives at the level of the server."""

SITE = """
upstream app {
    zone app 64k;
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 65s;
    keepalive_requests 100000;
    keepalive_time 1d;
}

server {
    listen unix:nginx.sock;

    # what comes from the train
    client_header_timeout 90s;
    client_body_timeout 90s;
    client_max_body_size 10m;
    client_body_buffer_size 1m;
    proxy_request_buffering on;

    # what goes to the train
    send_timeout 90s;
    keepalive_timeout 90s;
    proxy_buffering on;
    proxy_ignore_headers X-Accel-Buffering;
    proxy_buffer_size 16k;
    proxy_buffers 64 16k;
    proxy_max_temp_file_size 1024m;

    # gunicorn
    proxy_http_version 1.1;
    proxy_send_timeout 95s;
    proxy_read_timeout 95s;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header Connection "";

    location / {
        proxy_pass http://app;
    }
}
"""
