"""Sphinx extensions of this book, loaded from the checkout (see ``_config.yml``)."""
