"""Files that the bot makes (Word, PDF, calendar, tables, credentials): the port `bot.documents.Documents`."""
