"""Work on many certificates at once: chosen, looked at, confirmed by another, run as a job."""
