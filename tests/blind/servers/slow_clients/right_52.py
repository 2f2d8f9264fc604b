"""Writes down every setting that a rule depends on, defaults too, with a temporary file for what does not fit into memory."""

SITE = """
upstream app {
    server unix:app.sock;

    # idle connections: as many as gunicorn has slots, closed before gunicorn does (75s)
    keepalive 8;
    keepalive_timeout 65s;
    keepalive_requests 100000;
}

server {
    listen unix:nginx.sock;

    # clients: slow ones are welcome
    client_max_body_size 10m;
    client_body_buffer_size 64k;
    client_header_timeout 120s;
    client_body_timeout 120s;
    send_timeout 120s;
    keepalive_timeout 120s;

    location / {
        proxy_pass http://app;

        # headers: no Connection, so that HTTP/1.1 keeps it open
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";

        # uploads: the whole body first
        proxy_request_buffering on;

        # downloads: all that gunicorn has, at once, whatever the response says
        proxy_buffering on;
        proxy_ignore_headers X-Accel-Buffering;
        proxy_buffers 16 16k;
        proxy_max_temp_file_size 1024m;

        # gunicorn gives up after 90s
        proxy_connect_timeout 60s;
        proxy_send_timeout 95s;
        proxy_read_timeout 95s;
    }
}
"""
