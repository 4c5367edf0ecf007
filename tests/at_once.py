"""Several things in the same moment, each in a thread with a connection of its own."""

import threading

from django.db import connection


def at_once(count, do):
    """Call do(0) to do(count - 1) in the same moment; returns what they return, in order."""
    answers, gate = [None] * count, threading.Barrier(count)

    def run(index):
        try:
            gate.wait(timeout=30)
            answers[index] = do(index)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert None not in answers, "a thread did not end, or broke"
    return answers
