"""How many rows each table has, and a digest that is the same only where they are the same."""

import hashlib
import json

MODULUS = 1 << 256


def fingerprint(lines) -> dict:
    """{"rows", "digest"} of the rows `lines` (bytes), in whatever order they come.

    A database gives its rows in an order of its own, and sorts words by the rules of the machine:
    so the digests of the rows are added up.
    """
    count = total = 0
    for line in lines:
        count += 1
        total += int.from_bytes(hashlib.sha256(line).digest(), "big")
    return {"rows": count, "digest": f"{total % MODULUS:064x}"}


def fingerprints(reader, progress) -> dict:
    """{table: fingerprint} of all tables that `reader` reads."""
    found, names = {}, reader.tables()
    for done, name in enumerate(names):
        progress.show(f"核对数据表 {done}/{len(names)}")
        found[name] = fingerprint(reader.lines(name))
    return found


def line(values) -> bytes:
    """A row as bytes that depend on no version of Python."""
    return json.dumps(values, default=bytes.hex).encode()


def migrations(reader) -> list:
    """[[app, name]] of the migrations that the database counts as applied."""
    if "django_migrations" not in reader.tables():
        return []
    rows = reader.execute("SELECT app, name FROM django_migrations")
    return sorted([app, name] for app, name in rows)


def columns(reader, table) -> set[str]:
    """The columns of `table`; none where there is no such table."""
    if table not in reader.tables():
        return set()
    return {told[0] for told in reader.execute(f'SELECT * FROM "{table}" LIMIT 0').description}


def differing(before: dict, now: dict) -> dict:
    """{table: (rows before, rows now)} of the tables that are not the same."""
    names = sorted(before.keys() | now.keys())
    nothing = {"rows": 0, "digest": ""}
    sides = {name: (before.get(name, nothing), now.get(name, nothing)) for name in names}
    return {name: (old["rows"], new["rows"]) for name, (old, new) in sides.items() if old != new}
