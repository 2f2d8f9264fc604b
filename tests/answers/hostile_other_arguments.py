"""Takes something else."""



def feed():
    return []
