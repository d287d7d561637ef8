"""The notebooks as their readers' editors find them: clean, complete and well spoken."""
