"""Read a municipal paper and draft entries from it: what stands where, never what it means."""
