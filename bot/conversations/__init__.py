"""What people do in a conversation: one file or folder for each thing that a person does."""
