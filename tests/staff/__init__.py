"""What staff do in the chat besides broadcasts."""
