"""Never ends."""



def feed(limit=50):
    while True:
        limit += 1
