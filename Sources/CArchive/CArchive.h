// libarchive: what ByteStreams reads compressed files with.
#include <archive.h>
#include <archive_entry.h>
