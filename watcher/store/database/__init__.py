"""How the database is spoken to: engines, tables, migrations."""
