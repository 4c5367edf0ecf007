"""What axe-core finds wrong on a page for people who cannot see or point well."""

from axe_playwright_python.sync_playwright import Axe


def violations(page):
    """The rules that `page` breaks, each as (its name, the beginnings of the elements that break it)."""
    found = Axe().run(page).response["violations"]
    return [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found]
