"""What changes responsibility for enterprises, plans and visits."""
