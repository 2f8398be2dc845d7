"""From pages and study files to docutils: MyST behind a guard, lines, sentences, citations."""
