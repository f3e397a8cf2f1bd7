"""The words of the paper: who issues it, its title, who signs, a logo; versioned, by two people."""
