"""The course: assignments, and the program that grades them."""
