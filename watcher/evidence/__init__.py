"""What somebody else can check without us: bags, web archives, tables, exhibits."""
