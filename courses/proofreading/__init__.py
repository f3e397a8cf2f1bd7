"""What this project's own lessons hold themselves to, beyond being sound files.

The loader (`courses.curriculum`) says whether a course can be loaded. Here is asked whether it is
well written: its build, its length, answers that give themselves away, spelling, how hard it reads.
A centre's own course may do otherwise; `./manage.py proofread_curriculum` tells it of its own.
"""
