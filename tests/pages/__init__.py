"""The built pages, looked at in a real browser."""
