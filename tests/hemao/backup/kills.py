"""python -m tests.hemao.backup.kills WHAT KILLS TOWN ELSEWHERE ARCHIVE: backups or restores that are killed.

A process of its own, because it forks: the one that runs the tests may have threads. Places are
folder and address, by a comma. Prints what happened as JSON; what must not happen, ends it.
"""

import json
import os
import random
import shutil
import signal
import sys
from collections import Counter
from pathlib import Path

import django

from hemao.backup import archive, folder
from hemao.backup.making import make
from hemao.backup.place import Place
from hemao.backup.restoring import restore
from hemao.backup.words import ProgressLine

django.setup()  # before the town, which knows models

from tests.hemao.backup.town import add_topic, content, rows  # noqa: E402

SEED = 20261130


def main(what, kills, town, elsewhere, path):
    places = [
        Place(Path(var), url) for var, _, url in (each.partition(",") for each in (town, elsewhere))
    ]
    told = {"backups": backups, "restores": restores}[what](int(kills), *places, Path(path))
    print(json.dumps(told))


def backups(kills, town, elsewhere, path):
    """What was whole stays whole, and what looks like an archive is one."""
    chance, died, whole = random.Random(SEED), 0, set()
    calls = counted(lambda: make(town))
    for number in range(kills):
        add_topic(town, f"第{number}次")
        died += killed(lambda: make(town), calls, chance)
        found = {each.path for each in folder.archives(town.backups)}
        assert found >= whole
        assert all(map(is_whole, found - whole))
        whole = found
    assert is_whole(make(town).path)
    assert not list(town.backups.glob(".unfinished-*"))
    return {"died": died, "whole": len(whole)}


def is_whole(path):
    with archive.opened(path) as opened:
        opened.check_parts()
        return opened.damaged_files(ProgressLine()) == {}


def restores(kills, town, elsewhere, path):
    """A database is there only when all is; what is not whole can be done again at once."""
    chance, died, ended, wanted = random.Random(SEED), 0, 0, (rows(town), content(town))
    calls = counted(lambda: restore(path, elsewhere))
    for _ in range(kills):
        elsewhere.database.clear()
        shutil.rmtree(elsewhere.var)
        died += killed(lambda: restore(path, elsewhere), calls, chance)
        if elsewhere.database.contents():
            ended += 1
        else:
            restore(path, elsewhere)
        assert (rows(elsewhere), content(elsewhere)) == wanted
    return {"died": died, "whole": ended}


# A process that dies.


def counted(do):
    """{name: how often it is called} of the backup's functions that `do` calls."""
    return apart(do, {})[0]


def killed(do, calls, chance):
    """True where `do` died at one of these `calls`, drawn at random."""
    name = chance.choice(sorted(calls))
    _, status = apart(do, {name: chance.randint(1, calls[name])})
    return os.WIFSIGNALED(status)


def apart(do, deadly):
    """({name: calls}, how it ended) of `do` in a process that dies with the call that is `deadly`."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        calls = observed(do, deadly)
        os.write(writing, json.dumps(calls).encode())
        os._exit(0)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as pipe:
        return json.loads(pipe.read() or "{}"), status


def observed(do, deadly):
    calls = Counter()

    def count(frame, event, arg):
        name = frame.f_code.co_qualname
        if event == "call" and "/hemao/backup/" in frame.f_code.co_filename:
            calls[name] += 1
            if deadly.get(name) == calls[name]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    do()
    sys.setprofile(None)
    return calls


if __name__ == "__main__":
    main(*sys.argv[1:])
