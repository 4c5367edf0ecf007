"""放假和调休: what is published, how the State Council's paragraph is read, what is still missing."""
