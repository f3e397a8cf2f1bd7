"""What changes the site's pages and lists."""
