"""The words of a handbook's field and of the method, read from vocabulary.toml and lexicon.toml."""
