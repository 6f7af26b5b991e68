"""The commands of `vanort`, one module each; a module is imported only when its command runs."""
