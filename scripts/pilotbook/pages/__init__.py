"""Pages: pieces of HTML and whole made pages; a kind of page is one module under `kinds/`."""
