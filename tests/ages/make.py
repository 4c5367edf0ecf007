"""Make the databases of earlier versions that tests/test_ages.py brings up to date.

python tests/ages/make.py [COMMIT …]   each by its own code; writes tests/ages/COMMIT.jsonl.xz
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The last version before the records had editions, and the first with all that they rest on.
COMMITS = ("4e27147", "bdbe581")
OURS = {"DATABASE_URL", "HTTPS", "ALLOWED_HOSTS", "BIND", "DEMO", "DJANGO_SETTINGS_MODULE"}


def main(commits):
    for commit in commits:
        with tempfile.TemporaryDirectory() as folder:
            make(commit, Path(folder))


def make(commit, folder):
    git = ["git", "-C", HERE, "worktree"]
    version = folder / "version"
    subprocess.run([*git, "add", "--quiet", "--detach", version, commit], check=True)
    try:
        target = HERE / f"{commit}.jsonl.xz"
        command = [sys.executable, HERE / "start.py", "live", commit, target]
        subprocess.run(command, check=True, cwd=version, env=environment(commit, folder))
    finally:
        subprocess.run([*git, "remove", "--force", version], check=True)
    print(f"{target.name}: {target.stat().st_size // 1000} kB")


def environment(commit, folder):
    """The key is no secret: a test has to open the sessions that are signed with it."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    return inherited | {
        "VAR": str(folder), "DEBUG": "1", "SECRET_KEY": f"of-the-demo-town-{commit}-" * 3,
        "DEMO_PASSWORD": "of-the-demo-town",
    }  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:] or COMMITS)
