"""Has no feed()."""



def fed(limit=50):
    return []
