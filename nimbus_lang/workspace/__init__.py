"""Between the disk and the compiler: specs in, generated files out, and the project's settings."""
