"""An edition's evidence, and what became of it since it was closed."""
