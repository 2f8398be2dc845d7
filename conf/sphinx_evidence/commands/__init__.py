"""The sub-commands of ``evidence`` that have a module of their own."""
