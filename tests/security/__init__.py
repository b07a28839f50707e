"""What people with bad intentions try, and what the house tells every browser about itself."""
