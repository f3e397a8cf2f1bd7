"""The registry's desk: has this applicant completed the course?"""
