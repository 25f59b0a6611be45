"""What a project's own files say of it: its tasks, its tools, and how its tests went. Nothing here starts anything."""
