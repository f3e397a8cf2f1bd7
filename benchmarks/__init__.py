"""What is measured by hand: ratios in one run, never assertions in a test."""
