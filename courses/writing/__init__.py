"""What helps whoever writes a lesson: a pattern to start from, remarks that stop nobody."""
