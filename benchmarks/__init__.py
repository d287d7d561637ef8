"""What the library and the book cost, side by side with what people would use instead."""
