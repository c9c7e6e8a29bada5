"""Results as pictures, pages, tables and files."""
