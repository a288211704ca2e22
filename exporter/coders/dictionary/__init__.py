"""The dictionary coder: offline, from the grammar of each sentence and lists that people can read."""
