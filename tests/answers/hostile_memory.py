"""Takes all the memory it can."""



def feed(limit=50):
    return bytearray(1 << 36)
