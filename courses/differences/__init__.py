"""What one edition says otherwise than another, and what that means for those who take it."""
