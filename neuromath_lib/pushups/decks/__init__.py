"""The decks of the book, one module a chapter, named after the chapter's file.

Each module holds ``DECK``, a `neuromath_lib.pushups.Deck`. Numbers in it are computed by the
library, in functions without arguments that run when the exercise is first shown or checked.
"""
