"""The time zone in which it is today, where no setting names another."""

USUAL_ZONE = "Europe/Stockholm"
