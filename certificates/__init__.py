"""Proof that a course was completed: certify, render, sign, verify, revoke."""
