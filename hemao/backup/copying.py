"""The second folder: the same archives, with the photos that they need beside them."""

from pathlib import Path

from hemao.backup import folder, keeping, store
from hemao.backup.words import Refusal
from hemao.machine.os_errors import reason


def copy(path, target: Path, progress):
    """Copy the archive `path` to the folder `target`, with what it needs; what it is kept by, too.

    Refusal, in words, where that cannot be done: the first one is there all the same.
    """
    try:
        copy_all(path, target, progress)
    except OSError as error:
        raise failed(target, reason(error)) from error
    finally:
        progress.end()


def copy_all(path, target, progress):
    # Made by us it would lie on the first disk, where the second one is not plugged in.
    if not target.is_dir():
        raise failed(target, "没有这个目录，U盘或移动硬盘可能没有插上")
    digests, ours, theirs = keeping.digests(path), store.beside(path), target / "files"
    with folder.locked(target), folder.working(target) as working:
        new = sum(
            store.path_of(ours, d).stat().st_size for d in store.lacking(ours, theirs, digests)
        )
        folder.demand(target, path.stat().st_size + new, "第二份备份")
        store.copy_to(ours, theirs, digests, progress)
        with path.open("rb") as source:
            store.written(source, working / "archive.tar")
        folder.settle(working / "archive.tar", target / path.name)
        keeping.tidy(target)


def failed(target, why):
    return Refusal(
        f"第二份备份没有存到 {target}（{why}）：请检查这个目录（设置 BACKUP_COPY_TO），再备份一次。"
    )
