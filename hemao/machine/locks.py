"""Locks of files: the system releases them with the process that has them, however it ends."""

try:
    import fcntl
except ImportError:  # Windows, where one process answers and nobody else is asked
    fcntl = None


def take(file, *, shared=False) -> bool:
    """Take the lock of the open `file` without waiting; False where somebody else is in the way.

    `shared` with all who take it so, else alone.
    """
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
