"""Teams: activities in over /api/messages, cards out over the Bot Connector, with the Teams SDK."""
