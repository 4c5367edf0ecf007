"""What an app asks of the apps above it, which it must not import.

A hook stands in the module that asks, and says what it asks. An app above adds the function
that answers in its AppConfig.ready, and nowhere else: so whoever looks for what an app puts
into others reads one short file. docs/architecture.md lists all hooks with their answers.
"""

from django.apps import apps

HOOKS = []


class Hook:
    """One question to the apps above: `asks` says it in words, `name` where it stands.

    `ask(…)` returns the answers of all functions that were added, in the order of the apps.
    """

    def __init__(self, name, asks):
        self.name, self.asks = name, asks
        self.answers = []
        HOOKS.append(self)

    def add(self, answer):
        """Have the function `answer` asked too. Raises RuntimeError once the apps are ready."""
        # Added later, it would be asked or not depending on what happened to be imported before.
        if apps.ready:
            raise RuntimeError(f"An app adds to {self.name} in its AppConfig.ready.")
        self.answers.append(answer)

    def ask(self, *about):
        return [answer(*about) for answer in self.answers]
