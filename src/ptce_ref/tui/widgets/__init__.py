"""One widget a file. Widgets know values and keys; they know neither the database nor the services."""
