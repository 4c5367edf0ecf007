"""What axe-core finds wrong on a page for people who cannot see or point well."""

from axe_playwright_python.sync_playwright import Axe

# The pages that are examined now: axe tries styles that our policy refuses, which is no fault of theirs.
EXAMINED = set()


def violations(page):
    """The rules that `page` breaks, each as (its name, the beginnings of the elements that break it)."""
    EXAMINED.add(page)
    found = Axe().run(page).response["violations"]
    EXAMINED.discard(page)
    return [(v["id"], [node["html"][:160] for node in v["nodes"]]) for v in found]


def complaints_of(page, found=None):
    """A list (`found`, or a new one) that grows with whatever `page` writes into its console, but
    for what axe provokes, and for Playwright's own word on a worker that a test keeps out.
    """
    found = [] if found is None else found

    def add(message):
        if page not in EXAMINED and "blocked by Playwright" not in message.text:
            found.append(message.text)

    page.on("console", add)
    return found
