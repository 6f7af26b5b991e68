"""The steps from one schema to the next, run by Alembic in `vanort db upgrade`."""
