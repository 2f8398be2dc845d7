"""What the HTML, EPUB and Typst builders need besides Sphinx."""
