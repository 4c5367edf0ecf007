"""Keep a version that landed: the town that tests/hemao/upgrades brings up to date, and its migrations' names.

python tests/hemao/upgrades/make.py COMMIT …   each by its own code; writes COMMIT.jsonl.xz beside this
file, and what is new to hemao/upgrades/landed.txt
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
LANDED = HERE.parent.parent.parent / "hemao" / "upgrades" / "landed.txt"
MIGRATION = re.compile(r"(\w+)/migrations/(\d{4}_\w+)\.py")
OURS = {"DATABASE_URL", "HTTPS", "ALLOWED_HOSTS", "BIND", "DEMO", "DJANGO_SETTINGS_MODULE"}
OURS |= {"HSTS", "BACKUP_BY", "BACKUP_COPY_TO"}


def main(commits):
    for told in commits:
        commit = git("rev-parse", f"{told}^{{commit}}")[:7]
        with tempfile.TemporaryDirectory() as folder:
            make(commit, Path(folder))
        note_landing(commit)


def make(commit, folder):
    version = folder / "version"
    git("worktree", "add", "--quiet", "--detach", version, commit)
    try:
        target = HERE / f"{commit}.jsonl.xz"
        command = [sys.executable, HERE / "start.py", "live", commit, target]
        subprocess.run(command, check=True, cwd=version, env=environment(commit, folder))
    finally:
        git("worktree", "remove", "--force", version)
    print(f"{target.name}: {target.stat().st_size // 1000} kB")


def note_landing(commit):
    """Add the migrations of `commit` to those that landed, unless it is there already."""
    known, whole = LANDED.read_text(encoding="utf-8"), git("rev-parse", commit).strip()
    if f" {whole}\n" in known:
        return
    files = git("ls-tree", "-r", "--name-only", "--full-tree", whole).splitlines()
    names = [".".join(found.groups()) for path in files if (found := MIGRATION.fullmatch(path))]
    new = sorted(set(names) - set(known.splitlines()))
    [version] = re.findall('^version = "(.+)"', git("show", f"{whole}:pyproject.toml"), re.M)
    with LANDED.open("a", encoding="utf-8") as file:
        file.write("\n".join(["", f"landing {version} {whole}", *new, ""]))


def git(*words):
    return subprocess.check_output(["git", "-C", HERE, *words], text=True)


def environment(commit, folder):
    """The key is no secret: a test has to open the sessions that are signed with it."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return inherited | {
        "VAR": str(folder), "DEBUG": "1", "SECRET_KEY": f"of-the-demo-town-{commit}-" * 3,
        "DEMO_PASSWORD": "of-the-demo-town",
    }  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
