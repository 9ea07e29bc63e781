"""What staff do in the chat besides broadcasts: their day, questions, decisions, hosts."""
