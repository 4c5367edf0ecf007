"""What README and architecture.md say of the folders is what there is; no link in them is dead."""

import re
import tomllib

from django.conf import settings

ROOT = settings.BASE_DIR
APPS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
# What Django looks for inside an app, and what a part of the product keeps its data in.
NO_ROOMS = {"migrations", "management", "commands", "templatetags", "__pycache__"}
DOCUMENTS = [
    "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md",
    "docs/architecture.md", "docs/decisions.md", "docs/glossary.md",
]  # fmt: skip


def table(document, heading):
    """The first cells of the table under `heading`, as the folders that they name."""
    text = (ROOT / document).read_text("utf-8").split(heading, 1)[1]
    first_cells = re.findall(r"^\| ([^|]+) \|", text.split("\n#", 1)[0], re.M)
    return [name for cell in first_cells for name in re.findall(r"`([\w/]+)/`", cell)]


def rooms():
    """The folders of the product that hold modules."""
    for app in APPS["root_packages"]:
        folders = [ROOT / app, *(path for path in (ROOT / app).rglob("*") if path.is_dir())]
        for folder in folders:
            parts = folder.relative_to(ROOT).parts
            if not NO_ROOMS.intersection(parts) and any(folder.glob("*.py")):
                yield "/".join(parts)


def folders():
    """The folders of the repository, without those that git or a machine keeps to itself."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    found = (path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != ".")
    return [name for name in found if f"/{name}/" not in ignored and f"{name}/" not in ignored]


def test_the_architecture_names_every_room():
    assert sorted(table("docs/architecture.md", "\n## Rooms\n")) == sorted(rooms())


def test_the_rooms_of_reports_stand_in_the_order_of_their_layers():
    named = [name for name in table("docs/architecture.md", "\n## Rooms\n") if "reports/" in name]
    layers = next(c for c in APPS["contracts"] if c["id"] == "rooms-of-reports")["layers"]
    assert named == [f"reports/{layer}" for layer in reversed(layers)]


def test_the_readme_names_every_folder():
    assert sorted(table("README.md", "| folder | holds |")) == sorted(folders())


def test_every_link_between_the_documents_leads_to_a_file():
    dead = [
        (document, target)
        for document in DOCUMENTS
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", (ROOT / document).read_text("utf-8"))
        if "://" not in target and not ((ROOT / document).parent / target).exists()
    ]
    assert dead == []


def in_backticks(pattern):
    """What the documents set in backticks, where all of it is as `pattern` says."""
    texts = [(ROOT / name).read_text("utf-8") for name in DOCUMENTS if name != "CHANGELOG.md"]
    return set(re.findall(f"`({pattern})`", "\n".join(texts)))


def test_every_path_that_a_document_names_is_there():
    """VAR and what git ignores are a town's, and addresses begin with a stroke: neither is meant."""
    file = r"[\w.-]+\.(?:py|txt|typ|json|js|css|html|md|svg)"
    paths = {
        path for path in in_backticks(rf"(?:[\w.-]+/)+(?:{file})?") if not path.startswith("VAR/")
    }
    assert sum(path.endswith("/") for path in paths) > 40
    assert len(paths) > 150
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    gone = {path for path in paths if not (ROOT / path).exists()}
    assert {path for path in gone if f"/{path}" not in ignored} == set()


def test_every_test_that_the_door_tells_to_run_is_there():
    told = re.findall(
        r"pytest -q (\S+)(?: +-k (\w+))?", (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    )
    known = [(ROOT / path, word) for path, word in told if path.startswith("tests/")]
    assert len(known) > 8
    ours = {path for path, word in known if word and word not in path.read_text("utf-8")}
    # What the two walks write themselves: it may be there, for whoever is walking.
    assert {path.name for path in ours} - {"test_figures_by_hand.py", "test_congress.py"} == set()


def test_a_module_that_a_document_calls_by_its_name_alone_is_somewhere():
    """Where the sentence or the row has named its folder before."""
    known = {path.name for name in folders() for path in (ROOT / name).rglob("*.py")}
    alone = in_backticks(r"\w+\.py")
    assert alone
    assert alone - known == set()


def test_every_identifier_of_the_glossary_is_in_the_code():
    """A name that was changed in the code is changed here too."""
    suffixes = {".py", ".js", ".txt", ".typ", ".html"}
    places = (
        path for name in [*APPS["root_packages"], "static"] for path in (ROOT / name).rglob("*")
    )
    code = "\n".join(
        f"{path.stem} {path.read_text('utf-8')}" for path in places if path.suffix in suffixes
    )
    known = set(re.findall(r"\w+", code))
    cells = re.findall(r"^\| (`[^|]+) \|", (ROOT / "docs/glossary.md").read_text("utf-8"), re.M)
    named = {word for cell in cells for word in re.findall(r"[A-Za-z_]\w*", cell)}
    assert len(named) > 400
    assert named - known == set()
