"""Live pages as the plain data that curriculum files say: the way back of the loader."""
