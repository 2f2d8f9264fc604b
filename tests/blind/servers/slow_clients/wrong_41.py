"""downloads

Responses are buffered in 10.4 MB of memory only (no temporary file), where the chunks' headers need room too: a streamed
response of 10 MB in short chunks (lines of a CSV, one chunk each) doesn't fit, and gunicorn waits for the client.
"""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 60s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout 75s;
    client_body_timeout 75s;
    send_timeout 75s;

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        # 10 MB in memory, nothing on the disk
        proxy_buffers 1270 8k;
        proxy_max_temp_file_size 0;
        proxy_ignore_headers X-Accel-Buffering;
        proxy_send_timeout 100s;
        proxy_read_timeout 100s;
    }
}
"""
