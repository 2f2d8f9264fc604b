workers = 1
threads = 2
