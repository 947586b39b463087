"""What people do with cases, one module for a theme."""
