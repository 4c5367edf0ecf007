"""What changes in stored rows though nobody changed a record: derived columns, and migrations.

An app that remembers what rows said (reports: the editions) has to know both.
"""

from django.db.migrations import RenameField, SeparateDatabaseAndState

from records.hooks import Hook

keepers = Hook(
    "records.rewrites.keepers",
    "What remembers rows of these models? `keep(apps, labels)` is asked before they are rewritten, "
    "and what it returns, `finish(apps, renamed)`, afterwards.",
)


def derived(field):
    """Mark `field` of a model as made from other columns: where only it changes, nothing changed."""
    field.is_derived = True
    return field


def is_derived(field):
    """True of a column that other columns give, by the database or by us."""
    return field.generated or getattr(field, "is_derived", False)


class Rewrites(SeparateDatabaseAndState):
    """`operations` of a migration that make rows of `models` read otherwise, without a correction.

    What remembers these rows as they were, and found them so, finds the new values right as well.
    """

    def __init__(self, models, operations):
        super().__init__(database_operations=operations, state_operations=operations)
        self.models = models

    def deconstruct(self):
        return type(self).__name__, [self.models, self.database_operations], {}

    def describe(self):
        return f"Rewrite rows of {', '.join(self.models)}"

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        finish = self.look(app_label, from_state)
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        finish(to_state, [(each.old_name, each.new_name) for each in self.renames])

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        finish = self.look(app_label, from_state)
        super().database_backwards(app_label, schema_editor, from_state, to_state)
        finish(to_state, [(each.new_name, each.old_name) for each in self.renames])

    @property
    def renames(self):
        return [each for each in self.database_operations if isinstance(each, RenameField)]

    def look(self, app_label, before):
        """Let the keepers look at the rows; what is returned has them look again afterwards."""
        models = [before.apps.get_model(app_label, name) for name in self.models]
        waiting = keepers.ask(before.apps, [model._meta.label for model in models])

        def finish(after, renamed):
            columns = self.columns_renamed(app_label, before.apps, after.apps, renamed)
            for done in waiting:
                done(after.apps, columns)

        return finish

    def columns_renamed(self, app_label, before, after, renamed):
        """{label of a model: {column: what it is called now}} of the fields `renamed`."""
        columns = {}
        for each, (was, now) in zip(self.renames, renamed, strict=True):
            old, new = (
                apps.get_model(app_label, each.model_name)._meta for apps in (before, after)
            )
            column = old.get_field(was).attname
            columns.setdefault(old.label, {})[column] = new.get_field(now).attname
        return columns
